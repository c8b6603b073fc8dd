// What a witness answers, without a socket; tests/tools/witness_test.cpp has the program.
#include "adapters/witness/witness.hpp"

#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/small_tree.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string origin = "log.example";
const std::string log_seed(32, 'L'), own_seed(32, 'W'), name = "w.example/1";
const WitnessKey own_key = witness_key(name, own_seed);

/// A log whose leaf i is the byte i, and the honest way to have it cosigned.
std::string note_of(std::size_t size, const std::string& seed = log_seed) {
  return sign_checkpoint({origin, size, root_of(leaves(size))}, seed);
}
std::string request(std::size_t before, std::size_t size) {
  Growth growth{before, {}, note_of(size)};
  if (before > 0 && before <= size)
    growth.path = verloop::prove_consistency(before, leaves(size)).path;
  return encode(growth);
}

class WitnessTest : public testing::Test {
 protected:
  WitnessTest() {
    WitnessState::create(folder_ / "state", format(own_key)).value();
    start();
  }
  void start() {
    witness_.reset();
    auto state = WitnessState::open(folder_ / "state", format(own_key));
    witness_.emplace(name, own_seed, std::vector{verifier_key(origin, log_seed)},
                     std::move(*state));
  }
  HttpResponse post(const std::string& body) {
    return witness_->answer({"POST", "/add-checkpoint", body}, now_);
  }
  HttpResponse get(const std::string& target) {
    return witness_->answer({"GET", target, ""}, now_);
  }
  HttpResponse last() { return get("/" + to_hex(view(sha256(origin))) + "/checkpoint"); }

  TemporaryFolder folder_;
  std::optional<Witness> witness_;
  std::chrono::sys_seconds now_{std::chrono::seconds(1700000000)};
};

TEST_F(WitnessTest, CosignsALogThatGrows) {
  for (const auto& [before, size] : {std::pair(0, 3), std::pair(3, 8), std::pair(8, 8)}) {
    const HttpResponse answer =
        post(request(static_cast<std::size_t>(before), static_cast<std::size_t>(size)));
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const std::string note = note_of(static_cast<std::size_t>(size));
    const Note whole = parse_note(note + answer.body).value();
    EXPECT_EQ(cosigned_at(whole, own_key).value(), now_);
    EXPECT_EQ(last().body, note + answer.body);
  }
}

TEST_F(WitnessTest, SaysFromWhichSizeOn) {
  ASSERT_EQ(post(request(0, 3)).status, 200U);
  for (const std::size_t before : {0U, 2U, 4U, 8U}) {
    const HttpResponse answer = post(request(before, 8));
    EXPECT_EQ(answer.status, 409U);
    EXPECT_EQ(answer.type, "text/x.tlog.size");
    EXPECT_EQ(answer.body, "3\n");
  }
}

TEST_F(WitnessTest, RefusesAnotherHistory) {
  ASSERT_EQ(post(request(0, 3)).status, 200U);
  const std::string fork = sign_checkpoint({origin, 3, sha256("another history")}, log_seed);
  EXPECT_EQ(post(encode(Growth{3, {}, fork})).status, 422U) << "of the same size";
  const std::string longer = sign_checkpoint({origin, 8, sha256("another history")}, log_seed);
  const auto path = verloop::prove_consistency(3, leaves(8)).path;
  EXPECT_EQ(post(encode(Growth{3, path, longer})).status, 422U);
  EXPECT_EQ(post(encode(Growth{3, {}, note_of(8)})).status, 422U) << "without a proof";
  EXPECT_EQ(post(request(3, 8)).status, 200U) << "the honest one is still welcome";
}

TEST_F(WitnessTest, RefusesAProofFromNothingOrAnEmptyTreeThatIsNone) {
  EXPECT_EQ(post(encode(Growth{0, {Digest{}}, note_of(3)})).status, 422U);
  const std::string empty = sign_checkpoint({origin, 0, sha256("x")}, log_seed);
  EXPECT_EQ(post(encode(Growth{0, {}, empty})).status, 422U);
  EXPECT_EQ(post(request(0, 0)).status, 200U);
}

TEST_F(WitnessTest, ListensToItsLogsOnly) {
  const std::string other = sign_checkpoint({"other.example", 1, sha256("x")}, log_seed);
  EXPECT_EQ(post(encode(Growth{0, {}, other})).status, 404U);
  EXPECT_EQ(post(encode(Growth{0, {}, note_of(3, own_seed)})).status, 403U);
  std::string wrong = note_of(3);
  wrong.replace(wrong.size() - 10, 1, wrong[wrong.size() - 10] == 'A' ? "B" : "A");
  EXPECT_EQ(post(encode(Growth{0, {}, wrong})).status, 403U);
  const std::string lines = note_of(3, own_seed).substr(note_of(3).find("\n\n") + 2);
  EXPECT_EQ(post(encode(Growth{0, {}, note_of(3) + lines})).status, 200U)
      << "a signature by somebody else does no harm";
  EXPECT_THAT(last().body, testing::Not(HasSubstr(lines)));
}

TEST_F(WitnessTest, RefusesWhatIsNotInItsForm) {
  EXPECT_EQ(post(encode(Growth{9, {}, note_of(3)})).status, 400U) << "old above new";
  EXPECT_EQ(post("").status, 400U);
  EXPECT_EQ(post("old 0\n\nno note\n").status, 400U);
  EXPECT_EQ(post("old 0\n\n" + sign_note("no checkpoint\n", origin, log_seed)).status, 400U);
  EXPECT_EQ(post(std::string(growth_bytes_max + 1, 'o')).status, 413U);
  EXPECT_EQ(get("/add-checkpoint").status, 405U);
  EXPECT_EQ(witness_->answer({"POST", "/", ""}, now_).status, 404U);
  EXPECT_EQ(get("/checkpoint").status, 404U);
  EXPECT_EQ(last().status, 404U) << "nothing of all that was cosigned";
}

TEST_F(WitnessTest, RemembersWhenItComesBack) {
  ASSERT_EQ(post(request(0, 3)).status, 200U);
  const std::string kept = last().body;
  start();
  EXPECT_EQ(last().body, kept);
  EXPECT_EQ(post(request(0, 8)).body, "3\n");
  EXPECT_EQ(post(request(3, 8)).status, 200U);
}

TEST_F(WitnessTest, DoesNotCosignWhatItCannotRemember) {
  ASSERT_EQ(post(request(0, 3)).status, 200U);
  std::filesystem::create_directory(folder_ / "state/cosigned.json.new");
  EXPECT_EQ(post(request(3, 8)).status, 500U);
  EXPECT_EQ(post(request(0, 8)).body, "3\n");
  std::filesystem::remove(folder_ / "state/cosigned.json.new");
  EXPECT_EQ(post(request(3, 8)).status, 200U);
}

TEST_F(WitnessTest, ItsTimeNeverGoesBack) {
  ASSERT_EQ(post(request(0, 3)).status, 200U);
  const auto before = now_;
  now_ -= std::chrono::hours(5);
  const HttpResponse answer = post(request(3, 8));
  EXPECT_EQ(cosigned_at(parse_note(note_of(8) + answer.body).value(), own_key).value(), before);
}

TEST_F(WitnessTest, ItsStateIsItsOwnAndWhole) {
  witness_.reset();
  const auto open = [&] { return WitnessState::open(folder_ / "state", format(own_key)); };
  EXPECT_EQ(WitnessState::open(folder_ / "state", "another").error().code, Errc::wrong_key);
  EXPECT_EQ(WitnessState::open(folder_ / "none", "x").error().code, Errc::not_found);
  EXPECT_EQ(WitnessState::create(folder_ / "state", "x").error().code, Errc::foreign_folder);
  {
    const auto first = open();
    EXPECT_EQ(open().error().code, Errc::locked);
  }
  std::ofstream(folder_ / "state/cosigned.json", std::ios::app) << " ";
  EXPECT_EQ(open().error().code, Errc::tampered);
}

/// Whatever comes, it answers; and what it cosigns is the one history.
TEST_F(WitnessTest, CosignsNothingButTheOneHistoryWhateverIsSent) {
  std::mt19937_64 random(20261125);
  const auto below = [&](std::size_t count) { return random() % count; };
  std::size_t size = 0;
  for (int round = 0; round < 1000; ++round) {
    const std::size_t next = size + below(3);
    std::string body = request(below(4) == 0 ? below(size + 2) : size, next);
    for (std::size_t changes = below(3); changes > 0; --changes) {
      const std::size_t at = below(body.size());
      if (below(2) == 0)
        body[at] = static_cast<char>(body[at] ^ (1 << below(8)));
      else
        body.erase(at, 1 + below(20));
    }
    const HttpResponse answer = post(body);
    if (answer.status != 200U) continue;
    const auto kept = parse_checkpoint_text(parse_note(last().body).value().text).value();
    ASSERT_EQ(kept.root, root_of(leaves(kept.size))) << body;
    ASSERT_GE(kept.size, size);
    size = kept.size;
  }
  EXPECT_GT(size, 50U);
}

}  // namespace
}  // namespace verloop::test
