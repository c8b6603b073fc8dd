#include "events/growth.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/events/contract/stores.hpp"
#include "tests/support/small_tree.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

/// A log of 300, signed at 100, 200 and 300.
class GrowthTest : public testing::Test {
 protected:
  GrowthTest() {
    for (int hundred = 0; hundred < 3; ++hundred) {
      std::vector<SealedEvent> events;
      for (int at = 0; at < 100; ++at) events.push_back(test_event(std::to_string(at)));
      Batch next = batch("c1", {}, hundred, std::move(events));
      next.any_version = true;
      append_one(stores_.log(), std::move(next)).value();
      notes_.push_back(stores_.log().sign_checkpoint().value());
    }
  }
  Checkpoint signed_at(std::size_t hundred) const {
    return open_checkpoint(notes_[hundred], key_).value();
  }
  Growth growth() { return prove_growth(stores_.log(), 100, notes_[2]).value(); }
  Result<> check(const Growth& growth) const {
    return check_growth(growth, signed_at(0).root, signed_at(2));
  }

  MemoryStores stores_;
  const VerifierKey key_ = stores_.log().verifier_key();
  std::vector<std::string> notes_;
};

TEST_F(GrowthTest, IsWrittenAsAWitnessReadsIt) {
  std::string nodes;
  for (const Digest& node : growth().path) nodes += to_base64(view(node)) + "\n";
  EXPECT_EQ(encode(growth()), "old 100\n" + nodes + "\n" + notes_[2]);
  EXPECT_EQ(encode(decode_growth(encode(growth())).value()), encode(growth()));
}

TEST_F(GrowthTest, HoldsBetweenAllSizesThatWereSigned) {
  EXPECT_TRUE(check(growth()));
  EXPECT_TRUE(check_growth(prove_growth(stores_.log(), 200, notes_[1]).value(), signed_at(1).root,
                           signed_at(1)));
  EXPECT_TRUE(check_growth(prove_growth(stores_.log(), 0, notes_[1]).value(), CompactRange().root(),
                           signed_at(1)));
  EXPECT_EQ(code_of(prove_growth(stores_.log(), 201, notes_[1])), Errc::not_found);
}

TEST_F(GrowthTest, IsRefusedWithAnyOtherNodeSizeOrRoot) {
  const Growth good = growth();
  for (std::size_t at = 0; at < good.path.size(); ++at) {
    Growth bad = good;
    bad.path[at].bytes[at] ^= std::byte{1};
    EXPECT_FALSE(check(bad)) << at;
    bad = good;
    bad.path.erase(bad.path.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_FALSE(check(bad)) << at;
    bad = good;
    bad.path.insert(bad.path.begin() + static_cast<std::ptrdiff_t>(at), Digest{});
    EXPECT_FALSE(check(bad)) << at;
  }
  for (const std::uint64_t size : {0, 1, 99, 101, 300, 301}) {
    Growth bad = good;
    bad.old_size = size;
    EXPECT_FALSE(check(bad)) << size;
  }
  EXPECT_FALSE(check_growth(good, signed_at(1).root, signed_at(2)));
  EXPECT_FALSE(check_growth(good, signed_at(0).root, signed_at(1)));
}

TEST_F(GrowthTest, FromNothingIsToTheEmptyTreeOnly) {
  const Growth nothing{0, {}, ""};
  const Digest empty = CompactRange().root();
  EXPECT_TRUE(check_growth(nothing, empty, {"o", 0, empty}));
  EXPECT_EQ(code_of(check_growth(nothing, empty, {"o", 0, sha256("x")})), Errc::tampered);
  EXPECT_EQ(code_of(check_growth({0, {Digest{}}, ""}, empty, {"o", 5, sha256("x")})),
            Errc::malformed);
}

TEST_F(GrowthTest, IsReadInItsOneFormOnly) {
  const std::string text = encode(growth());
  const auto with = [&](const std::string& what, const std::string& by) {
    std::string changed = text;
    return changed.replace(changed.find(what), what.size(), by);
  };
  const std::string forms[] = {
      "",
      "old 100",
      "old 100\n",
      "old 100\n\n",
      with("old 100", "old 0100"),
      with("old 100", "old -1"),
      with("old 100", "old  100"),
      with("old 100", "old 18446744073709551616"),
      with("old 100\n", "old 100\r\n"),
      with("old 100", "Old 100"),
      with("=\n", "\n"),
      with("=\n", " =\n"),
      with("\n\n", "\n"),
  };
  for (const std::string& form : forms)
    EXPECT_EQ(code_of(decode_growth(form)), Errc::malformed) << form;
  std::string many = "old 100\n";
  for (int at = 0; at < 64; ++at) many += to_base64(view(Digest{})) + "\n";
  EXPECT_EQ(code_of(decode_growth(many + "\n" + notes_[2])), Errc::malformed);
  EXPECT_EQ(code_of(decode_growth(text + std::string(growth_bytes_max, ' '))), Errc::too_large);
}

TEST_F(GrowthTest, IsNotMadeForACheckpointOfAnotherHistory) {
  const std::string forged = sign_checkpoint({test_origin, 200, sha256("another history")},
                                             stores_.vault().signing_seed().value());
  const auto made = prove_growth(stores_.log(), 100, forged);
  EXPECT_EQ(code_of(made), Errc::tampered);
  EXPECT_THAT(made.error().detail, HasSubstr("verloop verify"));
}

}  // namespace
}  // namespace verloop::test
