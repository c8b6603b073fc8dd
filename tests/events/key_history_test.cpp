#include "events/key_history.hpp"

#include <gtest/gtest.h>

#include "tests/support/log_batches.hpp"

namespace verloop::test {
namespace {

const std::string first_seed(32, 'a');
const std::string second_seed(32, 'b');
const std::string lost_seed(32, 'l');

VerifierKey key_of(const std::string& seed) {
  return verifier_key(test_origin, seed);
}

/// The first key up to 3, the second from there.
KeyHistory two_keys() {
  return KeyHistory({{key_of(first_seed), 0, 3}, {key_of(second_seed), 3, 1000}});
}

std::string note(std::uint64_t size, const std::string& seed) {
  return sign_checkpoint({test_origin, size, sha256("root")}, seed);
}

/// The same checkpoint by both.
std::string note_of_both(std::uint64_t size) {
  const std::string second = note(size, second_seed);
  return note(size, first_seed) + second.substr(second.find("\n\n") + 2);
}

TEST(KeyHistory, KnowsUpToWhichSizeEachKeySigned) {
  const KeyHistory keys = two_keys();
  EXPECT_EQ(code_of(keys.open(note(0, first_seed))), Errc{});
  EXPECT_EQ(code_of(keys.open(note(3, first_seed))), Errc{});
  EXPECT_EQ(code_of(keys.open(note(4, first_seed))), Errc::tampered) << "after its time";
  EXPECT_EQ(code_of(keys.open(note(2, second_seed))), Errc::tampered) << "before its time";
  EXPECT_EQ(code_of(keys.open(note(3, second_seed))), Errc{});
  EXPECT_EQ(keys.open(note(99, second_seed))->size, 99U);
}

TEST(KeyHistory, TellsWhichKeySigned) {
  const KeyHistory keys = two_keys();
  EXPECT_EQ(keys.signer_of(note(3, first_seed)).value(), key_of(first_seed));
  EXPECT_EQ(keys.signer_of(note(3, second_seed)).value(), key_of(second_seed));
  EXPECT_EQ(keys.signer_of(note_of_both(3)).value(), key_of(second_seed)) << "the newest";
  EXPECT_EQ(keys.signer_of(note_of_both(2)).value(), key_of(first_seed)) << "who may";
  EXPECT_EQ(keys.present(), key_of(second_seed));
  EXPECT_TRUE(keys.has(key_of(first_seed)));
  EXPECT_FALSE(keys.has(key_of(lost_seed)));
}

TEST(KeyHistory, RefusesStrangersAndWhatIsNoNote) {
  const KeyHistory keys = two_keys();
  EXPECT_EQ(code_of(keys.open(note(3, lost_seed))), Errc::wrong_key);
  EXPECT_EQ(code_of(keys.open("nonsense")), Errc::malformed);
  std::string changed = note(3, second_seed);
  changed.replace(changed.find("\n3\n"), 3, "\n5\n");
  EXPECT_EQ(code_of(keys.open(changed)), Errc::tampered);
}

TEST(KeyHistory, SaysWhenTheLogDoesNotTellOfAKeyThatWasReplaced) {
  const KeyHistory keys({{key_of(first_seed), 0, 0}, {key_of(second_seed), 0, 1000}});
  const auto opened = keys.open(note(3, first_seed));
  ASSERT_EQ(code_of(opened), Errc::tampered);
  EXPECT_NE(opened.error().detail.find("older than its vault"), std::string::npos);
}

TEST(KeyHistory, OfALogWithOneKeyIsThatKey) {
  const KeyHistory keys(key_of(first_seed));
  EXPECT_EQ(keys.open(note(7, first_seed))->size, 7U);
  EXPECT_EQ(code_of(keys.open(note(7, second_seed))), Errc::wrong_key);
}

/// The third key is that of a log which continues the other one from its first 7 events on.
KeyHistory continued() {
  return KeyHistory({{key_of(first_seed), 0, 3},
                     {key_of(second_seed), 3, 7},
                     {verifier_key("new.example/log", lost_seed), 8, 1000}});
}

TEST(KeyHistory, OfAContinuedLogKnowsWhoRecordedWhat) {
  const KeyHistory keys = continued();
  EXPECT_TRUE(keys.is_continued());
  EXPECT_FALSE(two_keys().is_continued());
  EXPECT_EQ(keys.origins(), (std::vector<std::string>{test_origin, "new.example/log"}));
  EXPECT_EQ(keys.origin_at({0}), test_origin);
  EXPECT_EQ(keys.origin_at({6}), test_origin);
  EXPECT_EQ(keys.origin_at({7}), "new.example/log");
  EXPECT_EQ(two_keys().origin_at({5000}), test_origin);
  EXPECT_TRUE(keys.is_named_in(note(99, lost_seed)));
  EXPECT_FALSE(keys.is_named_in("log.example\n1\n"));
}

TEST(KeyHistory, OfAContinuedLogHoldsWhatTheOtherSignedOfWhatItTookOver) {
  const KeyHistory keys = continued();
  EXPECT_EQ(keys.open(note(7, second_seed))->origin, test_origin);
  const auto later = keys.open(note(8, second_seed));
  ASSERT_TRUE(later.has_error());
  EXPECT_EQ(later.error().detail, "the checkpoint is of " + test_origin +
                                      ", of size 8, and new.example/log took over its first 7 "
                                      "events only");
  const auto by_another = keys.open(note(7, lost_seed));
  EXPECT_EQ(code_of(by_another), Errc::wrong_key) << "under the other name";
  EXPECT_EQ(by_another.error().detail,
            "the checkpoint is of " + test_origin +
                ", which this log continues, and none of the keys by which that one signed up to "
                "there signed it");
}

}  // namespace
}  // namespace verloop::test
