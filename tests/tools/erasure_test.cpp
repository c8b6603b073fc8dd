// A person is forgotten: nothing of it is left in any file or answer, and the log still verifies.

#include "events/crypto/crypto.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "events/rocksdb/key_file.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;
using testing::Not;

class Erasing : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    noor_ = subject_of("pup-noor");
    fs::copy(program / "data", program / "older", fs::copy_options::recursive);
  }

  std::string subject_of(const std::string& handle) const {
    const Ran ran = program.run({"subject", "show", "--pupil", name + "." + handle, "--org",
                                 "school-12", "--case", case_name, "--data", "data", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return std::string(boost::json::parse(ran.out).at("subject").as_string());
  }

  /// All that may not be found once a person is erased: names, the key as it is and as it lies
  /// there, and each ciphertext.
  std::vector<std::string> traces(const std::string& subject) const {
    const std::string wrapped = value_at(program / "data/vault", keys::data_key({subject}));
    const std::string key = load_key(program / "data.key").value();
    std::vector<std::string> all{"Noor", "Vermeulen", "pup-noor", wrapped,
                                 crypto::decrypt(key, wrapped, "key/" + subject).value()};
    auto data = DataFolder::open(program / "data", key, OpenMode::read_only);
    for (const SealedPlace& place : data->log().places_of({{subject}}).value()) {
      for (const SealedValue& value : data->log().sealed_values(place.position).value()) {
        if (value.field == place.field) all.push_back(value.bytes);
      }
    }
    return all;
  }

  void expect_no_trace(const std::vector<std::string>& traces) const {
    for (const auto& [file, bytes] : contents_of(program / "data")) {
      const std::string all = with_uncompressed(bytes);
      for (const std::string& trace : traces) EXPECT_EQ(all.find(trace), std::string::npos) << file;
    }
    for (const Program::Words& form : std::vector<Program::Words>{{}, {"--json"}}) {
      for (const char* question : {"show", "replay", "compliance", "actions"}) {
        const Ran ran = ask(question, "ib-1", form);
        EXPECT_EQ(ran.status, 0) << ran.all();
        for (const std::string& trace : traces) EXPECT_THAT(ran.all(), Not(HasSubstr(trace)));
      }
    }
  }

  Ran subject(const std::string& verb, Program::Words more = {}) const {
    Program::Words words{"subject", verb, noor_, "--data", "data"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }

  Ran verify() const { return program.run({"verify", "data"}); }

  void put_back(const std::string& part) const {
    fs::remove_all(program / "data" / part);
    fs::copy(program / "older" / part, program / "data" / part, fs::copy_options::recursive);
  }

  std::string noor_;
};

TEST_F(Erasing, LeavesNothingOfThePersonInAnyFileOrAnswer) {
  const std::vector<std::string> found = traces(noor_);
  ASSERT_GT(found.size(), 6U);
  program.write("before.note", program.run({"checkpoint", "--data", "data"}).out);
  ASSERT_EQ(verify().status, 0);
  const Ran ran = subject("erase");
  ASSERT_EQ(ran.status, 0) << ran.all();
  expect_no_trace(found);
  const Ran verified = program.run({"verify", "data", "--checkpoint", "before.note"});
  EXPECT_EQ(verified.status, 0) << verified.all();
  EXPECT_THAT(verified.out, Not(HasSubstr("(0 erased)")));
  EXPECT_THAT(ask("show", "ib-1").out, HasSubstr("Daan Bakker")) << "the others are still there";
}

TEST_F(Erasing, SaysWhenAndWhyWhereAValueWas) {
  ASSERT_EQ(subject("erase", {"--ground", "retention"}).status, 0);
  EXPECT_THAT(ask("show", "ib-1", {"--lang", "nl"}).out,
              testing::ContainsRegex("gewist op [0-9]+ [a-z]+ [0-9]+, bewaartermijn verstreken"));
  EXPECT_THAT(ask("replay", "ib-1", {"--diff"}).out,
              testing::ContainsRegex("erased on [0-9]+ [A-Z][a-z]+ [0-9]+, retention period over"));
  EXPECT_THAT(ask("replay", "ib-1", {"--diff"}).out, Not(HasSubstr("name.erased")));
  EXPECT_THAT(ask("show", "ib-1", {"--json"}).out,
              HasSubstr(R"({"erased":true,"ground":"retention","on":")"));
  EXPECT_THAT(subject("show").out, HasSubstr("erased on"));
}

TEST_F(Erasing, IsDoneOnce) {
  ASSERT_EQ(subject("erase").status, 0);
  const Ran again = subject("erase", {"--ground", "retention"});
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.out, HasSubstr("on request"));
  const std::string list = read_file(program / "data.key.erased");
  EXPECT_EQ(std::count(list.begin(), list.end(), '\n'), 1);
}

TEST_F(Erasing, IsHeldBackByAHold) {
  EXPECT_EQ(subject("release").status, 1);
  ASSERT_EQ(subject("hold", {"--reason", "an objection of Vermeulen"}).status, 0);
  const Ran held = subject("erase");
  EXPECT_EQ(held.status, 1);
  EXPECT_THAT(held.out, HasSubstr("on hold"));
  EXPECT_THAT(ask("show", "ib-1").out, HasSubstr("Noor Vermeulen"));
  EXPECT_THAT(subject("show").out, HasSubstr("erasure on hold since position"));
  EXPECT_EQ(subject("hold", {"--reason", "twice"}).status, 1);
  const std::vector<std::string> found = traces(noor_);
  ASSERT_EQ(subject("release").status, 0);
  ASSERT_EQ(subject("erase").status, 0);
  expect_no_trace(found);
  EXPECT_EQ(verify().status, 0);
}

TEST_F(Erasing, IsForStewardsOnlyAndOfWhoIsThere) {
  const Ran other = subject("erase", {"--as", name + ".ib-1"});
  EXPECT_EQ(other.status, 1);
  EXPECT_THAT(other.out, HasSubstr("unauthorised"));
  EXPECT_EQ(program.run({"subject", "erase", "s-nobody", "--data", "data"}).status, 1);
  EXPECT_EQ(program.run({"subject", "erase", "--data", "data"}).status, 2);
  EXPECT_EQ(
      program.run({"subject", "erase", "--pupil", "nobody", "--org", "school-12", "--data", "data"})
          .status,
      1);
  EXPECT_THAT(ask("show", "ib-1").out, HasSubstr("Noor Vermeulen"));
}

TEST_F(Erasing, ShowsPlacesToAllAndValuesToWhoMaySeeThem) {
  const Ran plain = subject("show");
  EXPECT_EQ(plain.status, 0);
  EXPECT_THAT(plain.out, HasSubstr("PupilIncludedInCluster@1"));
  EXPECT_THAT(plain.out, Not(HasSubstr("Noor")));
  EXPECT_THAT(subject("show", {"--as", name + ".con-1"}).out, Not(HasSubstr("Noor")));
  EXPECT_THAT(subject("show", {"--as", name + ".ib-1"}).out, HasSubstr("Noor Vermeulen"));
}

TEST_F(Erasing, ForgetsWhatTheCommandsOfThePersonWere) {
  const std::string mine = "0b7f1c1e-58b4-4e0e-9f5e-000000000001";
  const std::string other = "0b7f1c1e-58b4-4e0e-9f5e-000000000002";
  const auto include = [&](const std::string& id, const std::string& pupil) {
    return program.run({"do", case_name, "includePupil", "pupil=" + pupil, "name=Somebody",
                        "--data", "data", "--as", name + ".ib-1", "--id", id, "--on",
                        "2026-10-30"});
  };
  ASSERT_EQ(include(mine, "pup-lot").status, 0);
  ASSERT_EQ(include(other, "pup-tim").status, 0);
  EXPECT_THAT(include(mine, "pup-lot").out, HasSubstr("was recorded before"));
  ASSERT_EQ(
      program
          .run({"subject", "erase", "--pupil", "pup-lot", "--org", "school-12", "--data", "data"})
          .status,
      0);
  const Ran retried = include(mine, "pup-lot");
  EXPECT_EQ(retried.status, 1);
  EXPECT_THAT(retried.out, HasSubstr("duplicate"));
  EXPECT_THAT(include(other, "pup-tim").out, HasSubstr("was recorded before"));
}

TEST_F(Erasing, IsDoneAgainInAVaultThatCameBack) {
  const std::vector<std::string> found = traces(noor_);
  ASSERT_EQ(subject("erase").status, 0);
  put_back("vault");
  fs::remove(program / "data.key.erased");
  EXPECT_THAT(ask("show", "ib-1").out, Not(HasSubstr("Noor"))) << "even when only read";
  expect_no_trace(found);
  EXPECT_EQ(verify().status, 0);
}

TEST_F(Erasing, IsDoneAgainInAWholeFolderThatCameBack) {
  const std::vector<std::string> found = traces(noor_);
  ASSERT_EQ(subject("erase").status, 0);
  fs::remove_all(program / "data");
  fs::copy(program / "older", program / "data", fs::copy_options::recursive);
  EXPECT_THAT(ask("show", "ib-1").out, Not(HasSubstr("Noor"))) << "even when only read";
  ASSERT_EQ(program.run({"checkpoint", "--data", "data"}).status, 0);
  expect_no_trace(found);
  EXPECT_EQ(verify().status, 0) << verify().all();
  EXPECT_THAT(subject("show").out, HasSubstr("erased on"));
}

TEST_F(Erasing, IsFinishedWhenItStoppedAfterTheKeyWasDestroyed) {
  const std::vector<std::string> found = traces(noor_);
  ASSERT_EQ(subject("erase").status, 0);
  fs::remove_all(program / "data");
  fs::copy(program / "older", program / "data", fs::copy_options::recursive);
  const std::string key = load_key(program / "data.key").value();
  ASSERT_TRUE(
      DataFolder::open(program / "data", key, OpenMode::read_write, program / "data.key.erased"));
  const Ran halfway = verify();
  EXPECT_EQ(halfway.status, 1);
  EXPECT_THAT(halfway.out, HasSubstr("any command that writes finishes it"));
  EXPECT_EQ(subject("erase").status, 0);
  expect_no_trace(found);
  EXPECT_EQ(verify().status, 0) << verify().all();
}

TEST_F(Erasing, RefusesAListThatIsDamaged) {
  ASSERT_EQ(subject("erase").status, 0);
  const std::string list = read_file(program / "data.key.erased");
  program.write("data.key.erased", list.substr(0, list.size() / 2));
  const Ran ran = ask("show", "ib-1");
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("line 1 of the list of erasures"));
}

}  // namespace
}  // namespace verloop::test
