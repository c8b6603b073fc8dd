// One text of a case is taken out of every file and answer; the case's other texts and documents
// stay.

#include "events/case_key.hpp"
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

const std::string canary = "kanarie gaat weg";
const std::string other = "kanarie blijft staan";

class Redacting : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    program.write("plan.pdf", document_);
    at_ = say(canary);
    say(other);
    document_at_ =
        act({"do", case_name, "attachQuote", "kind=quote", "--document", "quote=plan.pdf"},
            "documents");
  }

  /// Records by the coordinator; the position of the event, or of its document.
  std::string act(Program::Words words, const char* list = nullptr) const {
    words.insert(words.end(), {"--data", "data", "--as", name + ".ib-1", "--json"});
    const Ran ran = program.run(words);
    EXPECT_EQ(ran.status, 0) << ran.all();
    const auto answer = boost::json::parse(ran.out);
    return boost::json::serialize(list == nullptr ? answer.at("position")
                                                  : answer.at(list).at(0).at("position"));
  }
  std::string say(const std::string& note) const {
    return act({"do", case_name, "logContact", "with=consultant", "note=" + note});
  }
  Ran redact(const std::string& at, const std::string& field, Program::Words more = {}) const {
    Program::Words words{"subject", "redact", "--position", at, "--field", field, "--data", "data"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  std::string history() const { return ask("replay", "ib-1", {"--diff"}).out; }
  Ran verify() const { return program.run({"verify", "data"}); }
  void expect_document() const {
    const Ran got = program.run({"document", "get", case_name, document_at_, "quote", "-o", "out",
                                 "--data", "data", "--as", name + ".ib-1"});
    EXPECT_EQ(got.status, 0) << got.all();
    EXPECT_EQ(read_file(program / "out"), document_);
    fs::remove(program / "out");
  }
  void expect_that_text_alone_is_gone() const {
    EXPECT_THAT(history(), Not(HasSubstr(canary)));
    EXPECT_THAT(history(), HasSubstr(other));
    EXPECT_THAT(history(),
                testing::ContainsRegex("erased on [0-9]+ [A-Z][a-z]+ [0-9]+, this text"));
    expect_document();
    EXPECT_EQ(verify().status, 0) << verify().all();
  }
  void keep_older() const {
    fs::copy(program / "data", program / "older", fs::copy_options::recursive);
  }
  void put_back(const std::string& part) const {
    fs::remove_all(program / "data" / part);
    fs::copy(program / "older" / part, program / "data" / part, fs::copy_options::recursive);
  }
  std::string ciphertext() const {
    auto data = DataFolder::open(program / "data", load_key(program / "data.key").value(),
                                 OpenMode::read_only);
    for (const SealedValue& value : data->log().sealed_values({std::stoul(at_)}).value())
      if (value.field == "note") return value.bytes;
    return {};
  }

  const std::string document_ = std::string(600'000, 'd') + "the end";
  std::string at_, document_at_;
};

TEST_F(Redacting, TakesTheTextOutOfEveryFileAndLeavesTheRest) {
  ASSERT_THAT(history(), HasSubstr(canary));
  const std::string sealed = ciphertext();
  const std::string wrapped =
      value_at(program / "data/vault", keys::data_key(case_key({case_name})));
  ASSERT_TRUE(lies_in(program / "data", sealed));
  program.write("before.note", program.run({"checkpoint", "--data", "data"}).out);
  const Ran ran = redact(at_, "note");
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("this text alone"));
  EXPECT_THAT(ran.out, HasSubstr("Make a backup now"));
  expect_that_text_alone_is_gone();
  EXPECT_FALSE(lies_in(program / "data", sealed));
  EXPECT_FALSE(lies_in(program / "data", wrapped));
  EXPECT_EQ(program.run({"verify", "data", "--checkpoint", "before.note"}).status, 0);
  say("later");
  EXPECT_THAT(history(), HasSubstr("later"));
  expect_that_text_alone_is_gone();
}

TEST_F(Redacting, IsToldToWhoAsksWhatBecameOfTheCase) {
  ASSERT_EQ(redact(at_, "note").status, 0);
  const Ran shown = program.run({"subject", "show", "case/" + case_name, "--data", "data"});
  EXPECT_THAT(shown.out, HasSubstr("not erased"));
  EXPECT_THAT(shown.out, HasSubstr(at_));
  EXPECT_THAT(shown.out, HasSubstr(document_at_));
  const Ran accesses =
      program.run({"audit", "--access", "--data", "data", "--type", "Erased", "--json"});
  EXPECT_THAT(accesses.out, HasSubstr("\"ground\":\"redaction\""));
  EXPECT_THAT(redact(at_, "note", {"--json"}).out, HasSubstr("\"ground\":\"redaction\""));
  const Ran dutch = redact(at_, "note", {"--lang", "nl"});
  EXPECT_THAT(dutch.out, HasSubstr("deze tekst alleen"));
}

TEST_F(Redacting, IsRefusedWithTheReason) {
  EXPECT_EQ(redact("999999", "note").status, 1);
  EXPECT_THAT(redact(at_, "with").out, HasSubstr("No sealed value lies here"));
  EXPECT_EQ(redact(at_, "note", {"--as", name + ".ib-1"}).status, 1);
  EXPECT_EQ(redact("-1", "note").status, 2);
  EXPECT_THAT(redact("abc", "note", {"--lang", "nl"}).err,
              HasSubstr("--position: abc is geen geheel getal vanaf 0"));
  EXPECT_EQ(redact(at_, "note", {"--backup-days", "31"}).status, 2);
  EXPECT_EQ(program.run({"subject", "redact", "--data", "data"}).status, 2);
  EXPECT_THAT(history(), HasSubstr(canary));
}

TEST_F(Redacting, IsDoneAgainInAWholeFolderThatCameBack) {
  keep_older();
  ASSERT_EQ(redact(at_, "note").status, 0);
  fs::remove_all(program / "data");
  fs::copy(program / "older", program / "data", fs::copy_options::recursive);
  expect_that_text_alone_is_gone();
  say("a command, which tells of it in the log too");
  expect_that_text_alone_is_gone();
}

TEST_F(Redacting, GoesOnWithAVaultThatIsOlderAsFarAsItsKeysGo) {
  ASSERT_EQ(redact(at_, "note").status, 0);
  keep_older();
  say("in between");
  const std::string second = act({"do", case_name, "logContact", "with=consultant", "note=bye"});
  ASSERT_EQ(redact(second, "note").status, 0);
  put_back("vault");
  EXPECT_THAT(history(), Not(HasSubstr(canary))) << "its key is not in that vault either";
  EXPECT_EQ(verify().status, 1) << "what lies under the third key can't be read";
}

TEST_F(Redacting, SurvivesARestoreFromABackupBeforeIt) {
  ASSERT_EQ(program.run({"backup", "--data", "data", "--to", "log", "--vault-to", "vault"}).status,
            0);
  const std::string note = program.run({"checkpoint", "--data", "data"}).out;
  program.write("then.note", note);
  ASSERT_EQ(redact(at_, "note").status, 0);
  fs::remove_all(program / "data");
  const Ran ran = program.run({"restore", "--data", "data", "--from", "log", "--vault-from",
                               "vault", "--checkpoint", "then.note"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  expect_that_text_alone_is_gone();
}

}  // namespace
}  // namespace verloop::test
