// The access log as its users meet it: every road by which sealed values are seen leaves an entry.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "events/json/strict_json.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class AccessAudit : public Played {
 protected:
  Ran audit(Program::Words more = {}) const {
    Program::Words words{"audit", "--access", "--data", "data"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  json::array found(Program::Words more = {}) const {
    more.emplace_back("--json");
    const Ran ran = audit(more);
    EXPECT_EQ(ran.status, 0) << ran.all();
    return json::parse(ran.out).as_array();
  }
  json::array all() const { return found(); }
  /// What was entered since the last time, but for the searches of this test.
  json::array news() {
    json::array rows;
    for (const json::value& row : all()) {
      const auto position = row.at("position").to_number<std::size_t>();
      if (position > last_ && row.at("asked") != "audit") rows.push_back(row);
      last_ = std::max(last_, position);
    }
    return rows;
  }
  void expect_entry(const std::string& type, const std::string& asked, const std::string& actor) {
    const json::array rows = news();
    ASSERT_THAT(rows, SizeIs(1)) << asked;
    EXPECT_EQ(rows.front().at("type").as_string(), type);
    EXPECT_EQ(rows.front().at("asked").as_string(), asked);
    EXPECT_EQ(rows.front().at("actor").at("id").as_string(), actor);
    EXPECT_EQ(rows.front().at("data").at("via").as_string(), "local");
  }

  std::size_t last_ = 0;  // Of what news gave.
};

TEST_F(AccessAudit, EveryRoadToSealedValuesLeavesAnEntry) {
  const std::string school = name + ".ib-1";
  static_cast<void>(news());
  ASSERT_THAT(ask("show", "ib-1").out, HasSubstr("Noor"));
  expect_entry("Read@1", "show", school);
  ASSERT_THAT(ask("replay", "ib-1").out, HasSubstr("Noor"));
  expect_entry("Read@1", "replay", school);
  ASSERT_THAT(ask("replay", "ib-1", {"--diff", "--json"}).out, HasSubstr("Noor"));
  expect_entry("Read@1", "replay", school);
  ASSERT_EQ(ask("bundle", "ib-1", {"-o", "made.bundle"}).status, 0);
  expect_entry("Exported@1", "bundle", school);
  const Ran places =
      program.run({"subject", "show", "--pupil", name + ".pup-noor", "--org", "school-12", "--case",
                   case_name, "--data", "data", "--as", school});
  ASSERT_THAT(places.out, HasSubstr("Noor"));
  expect_entry("Read@1", "subject show", school);
}

TEST_F(AccessAudit, WhatOpensNothingLeavesNoEntry) {
  static_cast<void>(news());
  for (const char* question : {"actions", "compliance"}) ASSERT_EQ(ask(question, "ib-1").status, 0);
  ASSERT_EQ(program.run({"cases", "--data", "data"}).status, 0);
  ASSERT_EQ(program.run({"verify", "data"}).status, 0);
  EXPECT_THAT(news(), IsEmpty());
}

TEST_F(AccessAudit, HoldsARefusedCommandWithoutItsContent) {
  static_cast<void>(news());
  ASSERT_EQ(program
                .run({"do", case_name, "includePupil", "pupil=pup-secret", "--data", "data", "--as",
                      name + ".con-1"})
                .status,
            1);
  expect_entry("Refused@1", "do", name + ".con-1");
  ASSERT_EQ(program
                .run({"do", case_name, "includePupil", "pupil=pup-secret", "--data", "data", "--as",
                      name + ".con-1", "--dry-run"})
                .status,
            1);
  EXPECT_THAT(news(), IsEmpty()) << "a dry run asks only";
  EXPECT_THAT(audit({"--json"}).out, Not(HasSubstr("secret")));
}

TEST_F(AccessAudit, HoldsWhatIsAdministered) {
  const auto asked = [this](const char* type) {
    std::string text;
    for (const json::value& row : found({"--type", type}))
      text += std::string(row.at("asked").as_string()) + ";";
    return text;
  };
  EXPECT_EQ(asked("Administered"), "init;");
  ASSERT_EQ(program.run({"token", name + ".ib-1", "--data", "data"}).status, 0);
  ASSERT_EQ(program.run({"rebuild", "--data", "data"}).status, 0);
  ASSERT_EQ(program.run({"key", "rotate", "--data", "data"}).status, 0);
  EXPECT_EQ(asked("Administered"), "init;token;rebuild;key rotate;");
}

TEST_F(AccessAudit, HoldsAnErasureAndStillTellsWhoSawThePerson) {
  ASSERT_EQ(ask("show", "ib-1").status, 0);
  const Ran places = program.run({"subject", "show", "--pupil", name + ".pup-noor", "--org",
                                  "school-12", "--case", case_name, "--data", "data", "--json"});
  const std::string noor(json::parse(places.out).at("subject").as_string());
  ASSERT_EQ(program.run({"subject", "erase", noor, "--data", "data"}).status, 0);
  const json::array rows = found({"--subject", noor});
  EXPECT_EQ(rows.back().at("type"), "Erased@1");
  EXPECT_EQ(rows.back().at("data").at("ground"), "request");
  EXPECT_THAT(found({"--subject", noor, "--type", "Read", "--case", case_name}), Not(IsEmpty()));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(AccessAudit, FindsByActorCaseDayAndTypeAndIsOneEntryItself) {
  ASSERT_EQ(ask("show", "ib-1").status, 0);
  const std::size_t before = all().size();
  EXPECT_EQ(all().size(), before + 1);
  EXPECT_THAT(found({"--actor", name + ".ib-1", "--case", case_name, "--type", "Read", "--from",
                     "2026-01-01"}),
              Not(IsEmpty()));
  EXPECT_THAT(found({"--to", "2020-01-01"}), IsEmpty());
  const Ran shown = audit({"--actor", name + ".ib-1", "--lang", "en"});
  EXPECT_THAT(shown.out, HasSubstr("case=" + case_name));
  EXPECT_THAT(shown.out, HasSubstr("via=local"));
  EXPECT_THAT(shown.out, Not(HasSubstr("Noor")));
}

TEST_F(AccessAudit, IsForSomeAndSaysWhatIsWrong) {
  const Ran school = audit({"--as", name + ".ib-1"});
  EXPECT_EQ(school.status, 1) << school.all();
  EXPECT_EQ(audit({"--type", "Raed"}).status, 2);
  EXPECT_THAT(audit({"--type", "Raed", "--lang", "en"}).err, HasSubstr("did you mean Read"));
  EXPECT_EQ(audit({"--from", "soon"}).status, 2);
  EXPECT_EQ(program.run({"audit", "--data", "data"}).status, 2);
}

TEST_F(AccessAudit, OfAFolderInUseAnswersOnlyWhatOpensNothing) {
  const int lock = ::open((program / "data/lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  const Ran withheld = ask("show", "ib-1", {"--lang", "en"});
  EXPECT_EQ(withheld.status, 3);
  EXPECT_THAT(withheld.err, HasSubstr("nothing is shown"));
  EXPECT_THAT(withheld.err, HasSubstr("in use by another process"));
  EXPECT_THAT(withheld.all(), Not(HasSubstr("Noor")));
  EXPECT_EQ(program.run({"show", case_name, "--data", "data"}).status, 0)
      << "an administrator sees nothing that is sealed";
  ::close(lock);
}

// Root writes where it may not: there the program runs as another user.
TEST_F(AccessAudit, ThatMayNotBeWrittenKeepsSealedValuesBack) {
  namespace fs = std::filesystem;
  const uid_t user = ::getuid() == 0 ? 65534 : 0;
  const auto readable = fs::perms::group_read | fs::perms::others_read;
  const auto all = readable | fs::perms::group_write | fs::perms::others_write |
                   fs::perms::group_exec | fs::perms::others_exec;
  fs::permissions(program.folder(), all, fs::perm_options::add);
  fs::permissions(program / "data.key", readable, fs::perm_options::add);
  fs::permissions(program / "data", all, fs::perm_options::add);
  for (const auto& entry : fs::recursive_directory_iterator(program / "data"))
    fs::permissions(entry.path(), all, fs::perm_options::add);
  const auto writable = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  fs::permissions(program / "data/access", writable, fs::perm_options::remove);
  if (user != 0 && program.run({"--version"}, {}, user).status != 0)
    GTEST_SKIP() << "running as root, and another user can't run the program where it was built";
  const auto ask_as = [&](const char* actor, const char* language) {
    return program.run(
        {"show", case_name, "--data", "data", "--as",
         std::string(actor) == "administrator" ? actor : name + "." + actor, "--lang", language},
        {}, user);
  };
  const Ran withheld = ask_as("ib-1", "en");
  EXPECT_EQ(withheld.status, 3);
  EXPECT_THAT(withheld.err, HasSubstr("nothing is shown"));
  EXPECT_THAT(withheld.err, HasSubstr("access log: no permission to write in data/access"));
  EXPECT_THAT(withheld.all(), Not(HasSubstr("Noor")));
  const Ran dutch = ask_as("ib-1", "nl");
  EXPECT_THAT(dutch.err, HasSubstr("er wordt niets getoond"));
  EXPECT_THAT(dutch.err,
              HasSubstr("inzagelogboek: in data/access mag hier niet worden geschreven"));
  EXPECT_EQ(ask_as("administrator", "en").status, 0) << "who sees nothing that is sealed";
  fs::permissions(program / "data/access", fs::perms::owner_write, fs::perm_options::add);
}

TEST_F(AccessAudit, IsVerifiedAndSignedAsALogOfItsOwn) {
  ASSERT_EQ(ask("show", "ib-1").status, 0);
  const json::value verified = json::parse(program.run({"verify", "data", "--json"}).out);
  EXPECT_EQ(verified.at("verified"), true);
  EXPECT_GT(verified.at("access").at("size").to_number<std::uint64_t>(), 4U);
  EXPECT_EQ(verified.at("access").at("notYetSigned"), 0);
  const Ran made = program.run({"checkpoint", "--access", "--data", "data", "--json"});
  const json::value note = json::parse(made.out);
  EXPECT_THAT(std::string(note.at("checkpoint").as_string()), HasSubstr("/access\n"));
  program.write("access.note", std::string(note.at("checkpoint").as_string()));
  ASSERT_EQ(ask("replay", "ib-1").status, 0);
  EXPECT_EQ(program.run({"verify", "data", "--checkpoint", "access.note"}).status, 0);
  EXPECT_THAT(program.run({"verify", "data", "--lang", "en"}).out, HasSubstr("Access log: "));
}

TEST_F(AccessAudit, CannotBeTakenAwayOrPutBackUnseen) {
  namespace fs = std::filesystem;
  fs::copy(program / "data/access", program / "older", fs::copy_options::recursive);
  ASSERT_EQ(ask("show", "ib-1").status, 0);
  fs::rename(program / "data/access", program / "newer");
  fs::copy(program / "older", program / "data/access", fs::copy_options::recursive);
  const Ran older = program.run({"verify", "data"});
  EXPECT_EQ(older.status, 1);
  EXPECT_THAT(older.err, HasSubstr("access log: "));
  fs::remove_all(program / "data/access");
  EXPECT_NE(program.run({"verify", "data"}).status, 0);
  EXPECT_NE(ask("show", "ib-1").status, 0);
  fs::remove_all(program / "data/access");
  fs::rename(program / "newer", program / "data/access");
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(AccessAudit, BecomesProcessingRecordsThatNameNoUser) {
  ASSERT_EQ(ask("show", "ib-1").status, 0);
  const json::array looks = found({"--actor", name + ".ib-1", "--type", "Read"});
  const Ran exported = program.run({"export", "ldv", "--data", "data"});
  ASSERT_EQ(exported.status, 0) << exported.all();
  EXPECT_THAT(exported.out, Not(HasSubstr("ib-1")));
  EXPECT_THAT(exported.out, Not(HasSubstr("administrator")));
  std::istringstream lines(exported.out);
  std::size_t joined = 0;
  for (std::string line; std::getline(lines, line);) {
    const json::value record = json::parse(line);
    EXPECT_THAT(std::string(record.at("trace_id").as_string()), SizeIs(32));
    EXPECT_THAT(std::string(record.at("span_id").as_string()), SizeIs(16));
    if (record.at("trace_id") == looks.back().at("data").at("trace")) ++joined;
  }
  EXPECT_GT(joined, 1U) << "the action and each person";
  EXPECT_EQ(found({"--type", "Exported"}).back().at("asked"), "export ldv");
}

TEST_F(AccessAudit, HoldsEachExportOfRecordsAndNoneOfHashes) {
  ASSERT_EQ(program.run({"export", "tiles", "--data", "data", "-o", "hashes"}).status, 0);
  EXPECT_THAT(found({"--type", "Exported"}), IsEmpty());
  ASSERT_EQ(program.run({"export", "tiles", "--entries", "--data", "data", "-o", "all"}).status, 0);
  ASSERT_EQ(program.run({"bundle", case_name, "--data", "data", "-o", "made.bundle"}).status, 0);
  const json::array rows = found({"--type", "Exported"});
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows.front().at("asked"), "export tiles");
  EXPECT_EQ(rows.back().at("asked"), "bundle") << "though an administrator sees nothing sealed";
  EXPECT_EQ(rows.back().at("data").at("case").as_string(), case_name);
}

}  // namespace
}  // namespace verloop::test
