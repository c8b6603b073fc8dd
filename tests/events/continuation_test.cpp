// A log that continues another one: what the event says, which keys it gives, and what
// verification asks of it.

#include "events/continuation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/memory/memory_log.hpp"
#include "events/memory/memory_vault.hpp"
#include "events/note_lines.hpp"
#include "events/replaced_keys.hpp"
#include "tests/support/log_batches.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

const std::string old_origin = "old.example/log";
const std::string old_key(32, 'o');  // Public keys.
const std::string lost_key(32, 'l');

/// A log that took over two events of another one.
class Continued : public testing::Test {
 protected:
  Continued() {
    append_one(*log_, plain_batch("c1", {}, 1)).value();
    append_one(*log_, plain_batch("c1", 0, 2)).value();
  }
  Continuation told() const {
    return {old_origin, log_->tail().size, log_->tail().root, old_key,
            log_->verifier_key().public_key};
  }
  void tell(const boost::json::object& fields, const std::string& stream = "@log") {
    SealedEvent event = test_event("x");
    event.type = log_continued;
    event.data = fields;
    Batch first = batch(stream, {}, 3, {std::move(event)});
    first.any_version = true;
    append_one(*log_, std::move(first)).value();
  }
  KeyHistory keys(const std::vector<std::string>& former = {old_key}) const {
    return read_key_history(*log_, log_->verifier_key(), former).value();
  }
  /// What is wrong with the last event.
  std::string wrong(const Digest& root, const KeyHistory& keys) const {
    const Position last{log_->tail().size - 1};
    const Record record = decode_record(log_->stored_bytes(last).value().value()).value();
    return wrong_with(record, root, keys).value_or("");
  }

  MemoryVault vault_;
  std::unique_ptr<MemoryLog> log_ = MemoryLog::create(test_origin, vault_).value();
};

TEST_F(Continued, SaysWhichLogAndIsReadBack) {
  const Continuation before = told();
  tell(to_json(before));
  EXPECT_THAT(read_continuations(*log_).value(), testing::ElementsAre(before));
  EXPECT_EQ(wrong(before.root, keys()), "");
}

TEST_F(Continued, HasTheOldKeysUnderTheOldName) {
  tell(to_json(told()));
  const KeyHistory history = keys({lost_key, old_key});
  ASSERT_EQ(history.keys().size(), 3U);
  const SigningKey& before = history.keys()[1];
  EXPECT_EQ(before.key, verifier_key_of(old_origin, old_key));
  EXPECT_EQ(before.size_max, 2U);
  EXPECT_EQ(history.keys()[2].size_min, 3U);
  EXPECT_EQ(history.origin_at({1}), old_origin);
  EXPECT_EQ(history.origin_at({2}), test_origin);
  EXPECT_EQ(history.keys()[0].size_max, 0U) << "the log does not tell of it";
}

TEST_F(Continued, LeavesOutTheKeysByWhichTheOtherSignedLater) {
  tell(to_json(told()));
  EXPECT_EQ(keys({old_key, lost_key}).keys().size(), 2U);
  EXPECT_TRUE(keys({old_key, lost_key}).has(verifier_key_of(old_origin, old_key)));
}

TEST_F(Continued, IsNotBelievedWhenTheVaultDoesNotVouchForIt) {
  const Continuation before = told();
  tell(to_json(before));
  EXPECT_THAT(wrong(before.root, keys({})), HasSubstr("the vault does not have the keys"));
  EXPECT_FALSE(keys({}).is_continued());
}

TEST_F(Continued, NamesItsSizeAndRoot) {
  Continuation other = told();
  other.root = sha256("another");
  tell(to_json(other));
  EXPECT_THAT(wrong(told().root, keys()), HasSubstr("have another root"));
  log_->sign_checkpoint().value();
  const std::vector<Fault> faults = verify_log(*log_, vault_).faults;
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(faults[0].text, HasSubstr("have another root"));
  EXPECT_EQ(faults[0].position, Position{2});
}

TEST_F(Continued, IsSaidAtThePositionThatItNames) {
  Continuation other = told();
  other.size = 1;
  tell(to_json(other));
  EXPECT_THAT(wrong(other.root, keys()), HasSubstr("says that 1 events of " + old_origin));
}

TEST_F(Continued, IsSaidWholeAndInItsStream) {
  const Continuation before = told();
  tell(to_json(before), "c1");
  EXPECT_THAT(wrong(before.root, keys()), HasSubstr("does not say which log"));
  for (const char* field : {"origin", "size", "root", "from", "to"}) {
    boost::json::object fields = to_json(before);
    fields[field] = "+";
    Record record;
    record.type = log_continued;
    record.data = fields;
    EXPECT_FALSE(continuation_in(record)) << field;
  }
}

}  // namespace
}  // namespace verloop::test
