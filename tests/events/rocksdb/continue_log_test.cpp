// Logs that go on under another name: what they hold, by which keys, and that nobody signs a second
// history.

#include "events/rocksdb/continue_log.hpp"

#include "events/note_lines.hpp"
#include "events/replaced_keys.hpp"
#include "events/rocksdb/folder_backup.hpp"
#include "events/rocksdb/folder_marker.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/support/log_batches.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string old_origin = "example.org/log";
const std::string new_origin = "example.org/log-2";

class ContinueLogTest : public testing::Test {
 protected:
  /// An event with a sealed value, and an entry in the access log; both are signed.
  void record(DataFolder& folder) {
    ++number_;
    const std::string stream = "c" + std::to_string(number_);
    folder.vault().create_keys({SubjectId{"s-noor"}}).value();
    append_one(folder.log(), plain_batch(stream, {}, number_)).value();
    append_one(folder.access(), batch(stream, {}, number_, {test_event("read")})).value();
    folder.log().sign_checkpoint().value();
    folder.access().sign_checkpoint().value();
  }
  void tell(EventLog& log, const EventTypeId& type, boost::json::object fields) {
    append_one(log, event(type, std::move(fields), ++number_)).value();
    log.sign_checkpoint().value();
  }
  static Batch event(const EventTypeId& type, boost::json::object fields, int number) {
    SealedEvent told = test_event("x");
    told.type = type;
    told.data = std::move(fields);
    Batch one = batch("@log", {}, number, {std::move(told)});
    one.any_version = true;
    return one;
  }
  void replace_key() {
    const std::string next = folder_->next_public_key().value();
    for (EventLog* log : {&folder_->log(), &folder_->access()})
      tell(*log, signing_key_replaced, key_replacement(log->verifier_key().public_key, next));
    folder_->replace_signing_seed().value();
    reopen();
  }
  void reopen() {
    folder_.reset();
    folder_.emplace(DataFolder::open(place_ / "data", key_, OpenMode::read_write).value());
  }
  void back_up(DataFolder& folder, const BackupPlaces& places) const {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    verloop::back_up(folder, {places, std::chrono::days(30)}, now).value();
  }
  /// The backups of a log that continues this one, and has gone on.
  BackupPlaces back_up_second() {
    const BackupPlaces others{place_ / "log-2", place_ / "vault-2"};
    auto second = begin({}).value();
    record(second);
    back_up(second, others);
    return others;
  }
  NewOrigin as(const std::string& origin) {
    const int number = ++number_;
    return {origin,
            [number](boost::json::object fields) {
              return Result<Batch>(event(log_continued, std::move(fields), number));
            },
            at_second(1000 + number)};
  }
  Result<DataFolder> begin(std::optional<std::uint64_t> first, const std::string& origin,
                           const BackupPlaces& from, const char* to = "anew") {
    fs::remove_all(place_ / to);
    return begin_continued(place_ / to, find_log_backup(from.log, std::nullopt).value(), from, key_,
                           first, as(origin));
  }
  Result<DataFolder> begin(std::optional<std::uint64_t> first) {
    return begin(first, new_origin, places_);
  }
  static void expect_no_faults(DataFolder& folder, std::size_t size) {
    EXPECT_EQ(folder.contents().tail().size, size);
    for (const LogContents* log : {&folder.contents(), &folder.access_contents()}) {
      const VerifyReport report = verify_log(*log, folder.vault());
      EXPECT_EQ(report.unsigned_count, 0U);
      for (const Fault& fault : report.faults) ADD_FAILURE() << fault.text;
    }
  }
  static Continuation last(const LogContents& log) { return read_continuations(log)->back(); }

  const std::string key_ = std::string(32, 'k');
  int number_ = 0;
  TemporaryFolder place_;
  std::optional<DataFolder> folder_ = DataFolder::create(place_ / "data", old_origin, key_).value();
  const BackupPlaces places_{place_ / "log", place_ / "vault"};
};

TEST_F(ContinueLogTest, TakesOverTheFirstEventsAndSaysSo) {
  for (int event = 0; event < 3; ++event) record(*folder_);
  const Checkpoint then = folder_->log()
                              .signing_keys()
                              .open(folder_->contents().next_checkpoint(2).value()->note)
                              .value();
  const std::string bytes = folder_->contents().stored_bytes({1}).value().value();
  back_up(*folder_, places_);
  auto anew = begin(2).value();
  expect_no_faults(anew, 3);
  EXPECT_EQ(anew.origin(), new_origin);
  EXPECT_EQ(anew.contents().stored_bytes({1}).value().value(), bytes);
  const Continuation told = last(anew.contents());
  EXPECT_EQ(told.origin, old_origin);
  EXPECT_EQ(told.size, 2U);
  EXPECT_EQ(told.root, then.root);
  EXPECT_EQ(verifier_key_of(told.origin, told.from), folder_->contents().verifier_key());
  EXPECT_EQ(last(anew.access_contents()).origin, old_origin + "/access");
  EXPECT_EQ(last(anew.access_contents()).size, 3U) << "the whole access log";
}

TEST_F(ContinueLogTest, GoesOnAndIsBackedUpAndRestoredAsAnyLog) {
  record(*folder_);
  back_up(*folder_, places_);
  auto anew = begin(1).value();
  anew.finish(place_ / "anew").value();
  EXPECT_THAT(read_file(place_ / "anew/verloop.json"), HasSubstr("\"format\":5"));
  record(anew);
  expect_no_faults(anew, 3);
  const BackupPlaces others{place_ / "log-2", place_ / "vault-2"};
  back_up(anew, others);
  EXPECT_EQ(code_of(check_goes_on(anew, folder_->log().sign_checkpoint().value())), Errc::wrong_key)
      << "which shows nothing of how far this one went";
  const auto found = find_log_backup(others.log, std::nullopt).value();
  auto again = begin_restored(place_ / "again", found, others, key_).value();
  again.finish(place_ / "again").value();
  record(again);
  expect_no_faults(again, 4);
  auto cut = begin_restored(place_ / "cut", found, others, key_, 2).value();
  cut.finish(place_ / "cut").value();
  EXPECT_THAT(read_file(place_ / "cut/verloop.json"), HasSubstr("\"cutTo\":2,\"format\":5"));
  expect_no_faults(cut, 2);
  EXPECT_EQ(code_of(DataFolder::open(place_ / "cut", key_, OpenMode::read_write)), Errc::read_only);
}

TEST_F(ContinueLogTest, SignsByAKeyOfItsOwnAndForgetsTheOldOne) {
  record(*folder_);
  folder_->next_public_key().value();  // A replacement that was begun.
  back_up(*folder_, places_);
  const auto seeds = std::vector{value_at(place_ / "data/vault", keys::secret("signing")),
                                 value_at(place_ / "data/vault", keys::secret("signing-next"))};
  const auto anew = begin(1).value();
  for (const std::string& seed : seeds) {
    ASSERT_TRUE(lies_in(place_ / "data", seed));
    EXPECT_FALSE(lies_in(place_ / "anew", seed));
  }
  EXPECT_NE(anew.contents().verifier_key().public_key,
            folder_->contents().verifier_key().public_key);
  const auto next = anew.contents().next_checkpoint(2).value();
  EXPECT_EQ(anew.contents().signing_keys().open(next->note)->origin, new_origin);
  EXPECT_EQ(open_checkpoint(next->note, folder_->contents().verifier_key()).error().code,
            Errc::wrong_key);
}

TEST_F(ContinueLogTest, HoldsTheKeysByWhichTheOtherSignedUpToThere) {
  record(*folder_);
  replace_key();  // At position 1.
  record(*folder_);
  back_up(*folder_, places_);
  auto behind = begin(3).value();
  expect_no_faults(behind, 4);
  EXPECT_EQ(behind.contents().signing_keys().keys().size(), 3U);
  auto before = begin(1, "example.org/log-3", places_, "before").value();
  expect_no_faults(before, 2);
  EXPECT_EQ(before.contents().signing_keys().keys().size(), 2U) << "not the one that came later";
  EXPECT_EQ(before.access_contents().signing_keys().keys().size(), 3U) << "which is whole";
}

TEST_F(ContinueLogTest, CanBeContinuedItself) {
  record(*folder_);
  back_up(*folder_, places_);
  const BackupPlaces others = back_up_second();
  auto third = begin({}, "example.org/log-3", others, "third").value();
  record(third);
  expect_no_faults(third, 5);
  EXPECT_THAT(third.contents().signing_keys().origins(),
              ElementsAre(old_origin, new_origin, "example.org/log-3"));
  EXPECT_THAT(
      third.access_contents().signing_keys().origins(),
      ElementsAre(old_origin + "/access", new_origin + "/access", "example.org/log-3/access"));
}

TEST_F(ContinueLogTest, OfEventsThatAnEarlierLogRecordedNamesThatOne) {
  record(*folder_);
  record(*folder_);
  back_up(*folder_, places_);
  const BackupPlaces others = back_up_second();
  auto third = begin(2, "example.org/log-3", others, "third").value();
  expect_no_faults(third, 3);
  EXPECT_EQ(last(third.contents()).origin, old_origin);
  EXPECT_EQ(last(third.access_contents()).origin, new_origin + "/access");
  const auto found = find_log_backup(others.log, std::nullopt).value();
  const auto cut = begin_restored(place_ / "cut", found, others, key_, 2);
  EXPECT_EQ(code_of(cut), Errc::malformed);
  EXPECT_THAT(cut.error().detail, HasSubstr("all recorded by " + old_origin));
  for (const std::string& known : {old_origin, new_origin, old_origin + "/access"}) {
    const auto refused = begin(2, known, others, "fourth");
    EXPECT_EQ(code_of(refused), Errc::malformed) << known;
    EXPECT_THAT(refused.error().detail, HasSubstr("choose another name"));
  }
}

TEST_F(ContinueLogTest, TakesNoNameThatALogSignedBy) {
  record(*folder_);
  back_up(*folder_, places_);
  for (const char* name : {"example.org/log", "example.org/log/access", "a name", "a+b", ""}) {
    EXPECT_EQ(code_of(begin(1, name, places_)), Errc::malformed) << name;
    EXPECT_FALSE(fs::exists(place_ / "anew")) << name;
  }
}

TEST_F(ContinueLogTest, NamesALogWithTheLongestName) {
  TemporaryFolder other;
  const std::string longest(255, 'x');
  auto folder = DataFolder::create(other / "data", longest, key_).value();
  record(folder);
  const BackupPlaces places{other / "log", other / "vault"};
  back_up(folder, places);
  const auto anew = begin({}, new_origin, places).value();
  EXPECT_EQ(last(anew.contents()).origin, longest);
  EXPECT_EQ(last(anew.access_contents()).origin, longest + "/access");
}

TEST_F(ContinueLogTest, NeverTakesTheNameOfTheLogWhoseAccessLogThisWouldBe) {
  TemporaryFolder other;
  auto folder = DataFolder::create(other / "data", "x/access", key_).value();
  record(folder);
  const BackupPlaces places{other / "log", other / "vault"};
  back_up(folder, places);
  EXPECT_EQ(code_of(begin(1, "x", places)), Errc::malformed);
}

TEST_F(ContinueLogTest, IsToldByTheMarkerToo) {
  record(*folder_);
  back_up(*folder_, places_);
  const auto anew = begin(1).value();
  anew.finish(place_ / "anew").value();
  const auto wrong = [this](const DataFolder& folder, const char* name,
                            const FolderIdentity& said) {
    write_marker(place_ / name, said).value();
    const auto faults = verify_marker(place_ / name, folder.contents().signing_keys());
    return faults.empty() ? "" : faults.front().text;
  };
  EXPECT_EQ(wrong(anew, "anew", {new_origin, {}, true}), "");
  EXPECT_THAT(wrong(anew, "anew", {new_origin, {}, false}), HasSubstr("does not say so"));
  EXPECT_EQ(wrong(*folder_, "data", {old_origin, {}, false}), "");
  EXPECT_THAT(wrong(*folder_, "data", {old_origin, {}, true}), HasSubstr("no event"));
}

TEST_F(ContinueLogTest, IsFoundOutWhenItsEventIsAnother) {
  record(*folder_);
  back_up(*folder_, places_);
  { begin(1).value().finish(place_ / "anew").value(); }
  const std::string at = keys::record({1});
  std::string bytes = value_at(place_ / "anew/log", at);
  const std::size_t name = bytes.find(old_origin);
  ASSERT_NE(name, std::string::npos);
  bytes[name] = 'E';
  put_value(place_ / "anew/log", at, bytes);
  auto opened = DataFolder::open(place_ / "anew", key_, OpenMode::read_only);
  ASSERT_TRUE(opened.has_value());
  EXPECT_THAT(verify_log(opened->contents(), opened->vault()).faults, Not(testing::IsEmpty()));
}

}  // namespace
}  // namespace verloop::test
