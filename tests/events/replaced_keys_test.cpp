#include "events/replaced_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/memory/memory_log.hpp"
#include "events/memory/memory_vault.hpp"
#include "tests/support/log_batches.hpp"

namespace verloop::test {
namespace {

std::string bytes_of(const std::string& seed) {
  return verifier_key(test_origin, seed).public_key;
}

/// A log that tells at position 2 that its present key came after an earlier one.
class ReplacedKeys : public testing::Test {
 protected:
  ReplacedKeys() {
    append_one(*log_, plain_batch("c1", {}, 1)).value();
    append_one(*log_, plain_batch("c1", 0, 2)).value();
    tell(old_, 3);
    append_one(*log_, plain_batch("c1", 1, 4)).value();
  }
  void tell(const std::string& from, int number) {
    SealedEvent event = test_event("x");
    event.type = signing_key_replaced;
    event.data = key_replacement(bytes_of(from), log_->verifier_key().public_key);
    Batch told = batch("@log", {}, number, {std::move(event)});
    told.any_version = true;
    append_one(*log_, std::move(told)).value();
  }
  KeyHistory read(const std::vector<std::string>& seeds) const {
    std::vector<std::string> former;
    former.reserve(seeds.size());
    for (const std::string& seed : seeds) former.push_back(bytes_of(seed));
    return read_key_history(*log_, log_->verifier_key(), former).value();
  }
  static Errc opened(const KeyHistory& keys, std::uint64_t size, const std::string& seed) {
    return code_of(keys.open(sign_checkpoint({test_origin, size, sha256("root")}, seed)));
  }

  const std::string old_ = std::string(32, 'o');
  MemoryVault vault_;
  std::unique_ptr<MemoryLog> log_ = MemoryLog::create(test_origin, vault_).value();
  const std::string present_ = vault_.signing_seed().value();
};

TEST_F(ReplacedKeys, SignedUpToTheEventThatSaysSo) {
  const KeyHistory keys = read({old_});
  EXPECT_EQ(opened(keys, 3, old_), Errc{});
  EXPECT_EQ(opened(keys, 4, old_), Errc::tampered);
  EXPECT_EQ(opened(keys, 2, present_), Errc::tampered);
  EXPECT_EQ(opened(keys, 3, present_), Errc{});
}

TEST_F(ReplacedKeys, AreNotBelievedWhenTheVaultDoesNotVouchForThem) {
  EXPECT_EQ(opened(read({}), 3, old_), Errc::wrong_key);
  EXPECT_EQ(opened(read({std::string(32, 'x')}), 3, old_), Errc::wrong_key);
}

TEST_F(ReplacedKeys, SignedNothingWhenTheLogDoesNotTellOfThem) {
  const std::string other(32, 'x');
  EXPECT_EQ(opened(read({other}), 3, other), Errc::tampered);
  EXPECT_EQ(opened(read({other}), 3, present_), Errc{});
  EXPECT_EQ(opened(read({other, old_}), 1, other), Errc::tampered) << "one of two";
}

TEST_F(ReplacedKeys, AreToldOfAgainAfterAReplacementThatWasCutShort) {
  tell(old_, 5);
  const KeyHistory keys = read({old_});
  EXPECT_EQ(opened(keys, 5, old_), Errc{}) << "the last event counts";
  EXPECT_EQ(opened(keys, 6, old_), Errc::tampered);
}

}  // namespace
}  // namespace verloop::test
