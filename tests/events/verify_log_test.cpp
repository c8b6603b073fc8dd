#include "events/verify_log.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/memory/memory_log.hpp"
#include "events/memory/memory_vault.hpp"
#include "tests/support/log_batches.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class VerifyLog : public testing::Test {
 protected:
  VerifyLog() {
    for (int number = 0; number < 6; ++number) {
      Batch next = batch(
          "c" + std::to_string(number % 2), {}, number,
          {test_event("note " + std::to_string(number), "x", "s-" + std::to_string(number % 2))});
      next.any_version = true;
      append_one(*log_, std::move(next), at_second(number)).value();
    }
  }
  VerifyReport verify() const { return verify_log(*log_, vault_); }
  std::string bytes_at(std::uint64_t position) const {
    return log_->stored_bytes({position}).value().value();
  }

  /// What is left when the subject was erased: a mark, an event, and no ciphertexts.
  void erase(const std::string& subject) {
    const Erased erased{*parse_date("2026-03-09"), ErasureGround::request};
    ASSERT_TRUE(vault_.destroy_all({{{subject}, erased}}));
    record_erasure(subject, log_->places_of({{subject}}).value());
    ASSERT_TRUE(log_->remove_values({log_->places_of({{subject}}).value(), {}, 1}));
  }
  void record_erasure(const std::string& subject, const std::vector<SealedPlace>& places) {
    Batch order = batch("@subjects", {}, 50, {test_event("erased")});
    order.any_version = true;
    order.events[0].type = subject_erased;
    order.events[0].data = {{"subject", subject},
                            {"ground", "request"},
                            {"values", static_cast<std::int64_t>(places.size())},
                            {"places", to_base64url(view(digest(places)))}};
    ASSERT_TRUE(append_one(*log_, std::move(order), at_second(50)));
  }

  MemoryVault vault_;
  std::unique_ptr<MemoryLog> log_ = MemoryLog::create(test_origin, vault_).value();
};

TEST_F(VerifyLog, FindsNothingInAGoodLog) {
  ASSERT_TRUE(log_->sign_checkpoint());
  const VerifyReport report = verify();
  EXPECT_THAT(report.faults, IsEmpty());
  EXPECT_EQ(report.signed_size, 6u);
  EXPECT_EQ(report.unsigned_count, 0u);
  EXPECT_EQ(report.erased_count, 0u);
}

TEST_F(VerifyLog, CountsErasedValuesAndCallsThemNoFault) {
  erase("s-1");
  ASSERT_TRUE(log_->sign_checkpoint());
  const VerifyReport report = verify();
  EXPECT_THAT(report.faults, IsEmpty());
  EXPECT_EQ(report.sealed_count, 6u);
  EXPECT_EQ(report.erased_count, 3u);
}

TEST_F(VerifyLog, NamesAKeyThatWasDestroyedWithoutAWord) {
  ASSERT_TRUE(log_->sign_checkpoint());
  ASSERT_TRUE(vault_.destroy({"s-1"}));
  const auto faults = verify().faults;
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_THAT(faults[0].text, HasSubstr("no event says that it was erased"));
}

TEST_F(VerifyLog, NamesAnErasureThatTheVaultDoesNotKnow) {
  record_erasure("s-1", {});
  ASSERT_TRUE(log_->sign_checkpoint());
  const auto faults = verify().faults;
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_EQ(faults[0].position, Position{6});
  EXPECT_THAT(faults[0].text, HasSubstr("the vault does not say of subject s-1"));
}

TEST_F(VerifyLog, NamesValuesThatWereTakenAwayInTheNameOfAnErasedPerson) {
  erase("s-1");
  log_->change_sealed({2}, "words", {"words", {"s-1"}, ""});  // It was of s-0.
  ASSERT_TRUE(log_->sign_checkpoint());
  const auto faults = verify().faults;
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_THAT(faults[0].text, HasSubstr("took 3 values; those that are gone in its name, 4"));
}

TEST_F(VerifyLog, NamesAMissingValueOfSomebodyWhoWasNotErased) {
  erase("s-1");
  log_->change_sealed({2}, "words", {"words", {"s-0"}, ""});
  ASSERT_TRUE(log_->sign_checkpoint());
  const auto faults = verify().faults;
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_EQ(faults[0].position, Position{2});
  EXPECT_THAT(faults[0].text, HasSubstr("is missing, though its subject was not erased"));
}

TEST_F(VerifyLog, NamesEveryChangedRecordAndGoesOn) {
  ASSERT_TRUE(log_->sign_checkpoint());
  log_->change_record({1}, bytes_at(3));
  log_->change_record({4}, "{}");
  const auto faults = verify().faults;
  ASSERT_THAT(faults, SizeIs(2));
  EXPECT_EQ(faults[0].position, Position{1});
  EXPECT_EQ(faults[1].position, Position{4});
}

/// Several times what one thread examines at a time.
TEST_F(VerifyLog, NamesTheFaultsOfALongLogInItsOrder) {
  constexpr int size = 1000;
  for (int number = 6; number < size; ++number) {
    Batch next = plain_batch("c" + std::to_string(number % 7), {}, number);
    next.any_version = true;
    append_one(*log_, std::move(next), at_second(number)).value();
  }
  ASSERT_TRUE(log_->sign_checkpoint());
  EXPECT_THAT(verify().faults, IsEmpty());
  EXPECT_EQ(verify().sealed_count, std::uint64_t{size});
  EXPECT_EQ(verify().root, log_->tail().root);
  const std::vector<std::uint64_t> damaged{127, 128, 300, 640, 999};
  for (const std::uint64_t at : damaged) log_->change_record({at}, "{}");
  std::vector<std::uint64_t> named;
  std::vector<std::uint64_t> done;
  const VerifyReport report = verify_log(
      *log_, vault_, {{}, [&](std::uint64_t count, std::uint64_t) { done.push_back(count); }});
  for (const Fault& fault : report.faults) named.push_back(fault.position.value().value);
  EXPECT_EQ(named, damaged);
  // From the beginning again: a record that is lost may have had any entry in the stream index.
  ASSERT_THAT(done, SizeIs(size + size + 1));
  EXPECT_TRUE(std::is_sorted(done.begin(), done.begin() + size));
  EXPECT_TRUE(std::is_sorted(done.begin() + size, done.end()));
}

TEST_F(VerifyLog, SaysThatNothingWasSigned) {
  const VerifyReport report = verify();
  EXPECT_EQ(report.unsigned_count, 6u);
  ASSERT_THAT(report.faults, SizeIs(1));
  EXPECT_THAT(report.faults[0].text, HasSubstr("nothing was signed"));
}

TEST_F(VerifyLog, ChecksACheckpointThatSomebodyKept) {
  ASSERT_TRUE(log_->sign_checkpoint());
  const std::string seed = vault_.signing_seed().value();
  const std::string good = log_->newest_checkpoint().value().value();
  const std::string other = sign_checkpoint({test_origin, 3, sha256("another history")}, seed);
  const std::string longer = sign_checkpoint({test_origin, 9, sha256("a longer one")}, seed);
  const std::string foreign =
      sign_checkpoint({test_origin, 6, log_->tail().root}, std::string(32, 'f'));
  const auto faults = [&](const std::string& note) {
    return verify_log(*log_, vault_, {{note}, {}}).faults;
  };
  EXPECT_THAT(faults(good), IsEmpty());
  EXPECT_THAT(faults(foreign), SizeIs(1));
  ASSERT_THAT(faults(other), SizeIs(1));
  EXPECT_EQ(faults(other)[0].position, Position{0});
  ASSERT_THAT(faults(longer), SizeIs(1));
  EXPECT_EQ(faults(longer)[0].position, Position{6});
}

TEST_F(VerifyLog, ReportsItsProgress) {
  std::vector<std::uint64_t> done;
  verify_log(*log_, vault_, {{}, [&](std::uint64_t count, std::uint64_t size) {
                               EXPECT_EQ(size, 6u);
                               done.push_back(count);
                             }});
  EXPECT_THAT(done, testing::ElementsAre(0, 1, 2, 3, 4, 5, 6));
}

TEST_F(VerifyLog, SeesNothingOfAnAppendThatFailed) {
  log_->fail_next_append();
  EXPECT_EQ(code_of(append_one(*log_, plain_batch("c9", {}, 90))), Errc::storage_failed);
  EXPECT_EQ(code_of(append_one(*log_, plain_batch("c9", {}, 90))), Errc::read_only);
  EXPECT_EQ(log_->tail().size, 6u);
}

}  // namespace
}  // namespace verloop::test
