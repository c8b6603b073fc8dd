// One text of a case is taken out of every file and answer; the case's other texts and documents
// stay.

#include "events/case_key.hpp"
#include "events/crypto/crypto.hpp"
#include "events/open_values.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "events/rocksdb/document_keys.hpp"
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
    other_at_ = say(other);
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
  std::string at_, other_at_, document_at_;
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

TEST_F(Redacting, MakesNoSecondKeyOfANameWhenTheVaultIsOlderThanTheLog) {
  keep_older();
  ASSERT_EQ(redact(at_, "note").status, 0);
  fs::copy(program / "data/vault", program / "right", fs::copy_options::recursive);
  put_back("vault");
  EXPECT_THAT(history(), Not(HasSubstr(canary))) << "its ciphertext is gone";
  EXPECT_EQ(verify().status, 1) << "what lies under the next key can't be read";
  const Ran refused = program.run({"do", case_name, "logContact", "with=consultant", "note=more",
                                   "--data", "data", "--as", name + ".ib-1"});
  EXPECT_NE(refused.status, 0);
  EXPECT_THAT(refused.err, HasSubstr("restore the vault that belongs to it"));
  fs::remove_all(program / "data/vault");
  fs::copy(program / "right", program / "data/vault", fs::copy_options::recursive);
  expect_that_text_alone_is_gone();
}

TEST_F(Redacting, IsRefusedWhileADocumentOfTheCaseIsDamaged) {
  flip_byte(program / "data/documents",
            keys::document_part(Position{std::stoul(document_at_)}, "quote", 1), 50);
  const Ran ran = redact(at_, "note");
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("field quote: part 2 is not what was handed over"));
  EXPECT_FALSE(fs::exists(program / "data.key.erased")) << "nothing was listed";
  EXPECT_THAT(history(), HasSubstr(canary));
  EXPECT_EQ(verify().status, 1) << "and the damage is still named";
}

/// One key file and one list for a log, its backups and what is restored from them.
class RedactingAndRestoring : public Redacting {
 protected:
  void back_up() const {
    const Ran ran = program.run({"backup", "--data", "data", "--to", "log", "--vault-to", "vault"});
    ASSERT_EQ(ran.status, 0) << ran.all();
    program.write("then.note", program.run({"checkpoint", "--data", "data"}).out);
  }
  Ran restore(const std::string& to, Program::Words more) const {
    Program::Words words{"restore", "--data",       to,      "--key-file", "data.key", "--from",
                         "log",     "--vault-from", "vault", "--lang",     "en"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  Ran on(const std::string& folder, Program::Words words) const {
    words.insert(words.end(), {"--data", folder, "--key-file", "data.key"});
    return program.run(words);
  }
  std::string history_of(const std::string& folder) const {
    return on(folder, {"replay", case_name, "--as", name + ".ib-1"}).out;
  }
  /// The note at a position, as whoever has the key file reads it; nothing where it is gone. A copy
  /// that can only be read answers nobody what is sealed, for nobody could be told who saw it.
  std::string note_in(const std::string& folder, const std::string& at) const {
    auto data = DataFolder::open(program / folder, load_key(program / "data.key").value(),
                                 OpenMode::read_only, (program / "data.key.erased"));
    if (!data) return data.error().detail;
    const Record record = data->log().read(Position{std::stoul(at)}, 1)->front().record;
    Looks looks;
    const auto opened = open_values(data->log(), data->vault(), record, {"note"}, looks);
    if (!opened) return opened.error().detail;
    const OpenedValue& note = opened->at("note");
    return note ? std::string(note->as_string()) : std::string();
  }
  std::string say_in(const std::string& folder, const std::string& note) const {
    const Ran ran = on(folder, {"do", case_name, "logContact", "with=consultant", "note=" + note,
                                "--as", name + ".ib-1", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return boost::json::serialize(boost::json::parse(ran.out).at("position"));
  }
  void redact_in(const std::string& folder, const std::string& at) const {
    const Ran ran = on(folder, {"subject", "redact", "--position", at, "--field", "note"});
    EXPECT_EQ(ran.status, 0) << ran.all();
  }
  Ran verify_of(const std::string& folder) const {
    return program.run({"verify", folder, "--key-file", "data.key"});
  }
};

TEST_F(RedactingAndRestoring, OfABackupBeforeItForgetsTheTextAgain) {
  back_up();
  ASSERT_EQ(redact(at_, "note").status, 0);
  fs::remove_all(program / "data");
  const Ran ran = restore("data", {"--checkpoint", "then.note"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  expect_that_text_alone_is_gone();
}

TEST_F(RedactingAndRestoring, SaysWhatAnOlderLogLosesByANewerVaultAndTakesTheOneOfItsTime) {
  back_up();
  ASSERT_EQ(redact(at_, "note").status, 0);
  back_up();
  const Program::Words old{"--backup", "1", "--position",
                           std::to_string(std::stoul(other_at_) + 1)};
  const Ran ran = restore("lost", old);
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.err, HasSubstr("values can't be read: this log is from before a redaction"));
  EXPECT_EQ(verify_of("lost").status, 1);
  Program::Words both = old;
  both.insert(both.end(), {"--vault-backup", "1"});
  const Ran right = restore("right", both);
  ASSERT_EQ(right.status, 0) << right.all();
  EXPECT_EQ(right.err, "");
  EXPECT_EQ(verify_of("right").status, 0) << verify_of("right").all();
  EXPECT_EQ(note_in("right", other_at_), other);
  EXPECT_EQ(note_in("right", at_), "");
  both.back() = "9";
  EXPECT_THAT(restore("none", both).err, HasSubstr("has no backup 9; the newest is 2"));
}

TEST_F(RedactingAndRestoring, ReachesACopyThatCanOnlyBeRead) {
  back_up();
  ASSERT_EQ(restore("copy", {"--position", std::to_string(std::stoul(other_at_) + 1)}).status, 0);
  EXPECT_EQ(note_in("copy", at_), canary);
  ASSERT_EQ(redact(at_, "note").status, 0);
  EXPECT_EQ(note_in("copy", at_), "");
  EXPECT_EQ(note_in("copy", other_at_), other);
  EXPECT_EQ(verify_of("copy").status, 0) << verify_of("copy").all();
}

TEST_F(RedactingAndRestoring, TakesTheSameTextFromALogThatContinuesThisOne) {
  back_up();
  ASSERT_EQ(restore("anew", {"--as-new-origin", "example.org/anew"}).status, 0);
  redact_in("anew", other_at_);
  ASSERT_EQ(redact(at_, "note").status, 0);
  say_in("anew", "a command");
  EXPECT_THAT(history_of("anew"), Not(HasSubstr(canary)));
  EXPECT_THAT(history_of("anew"), Not(HasSubstr(other)));
  EXPECT_THAT(history_of("anew"), HasSubstr("a command"));
  EXPECT_EQ(verify_of("anew").status, 0) << verify_of("anew").all();
  EXPECT_THAT(history(), HasSubstr(other)) << "the other way round it does not work";
}

TEST_F(RedactingAndRestoring, LeavesWhatTheOtherLogRecordedAtThatPositionAlone) {
  back_up();
  ASSERT_EQ(restore("anew", {"--as-new-origin", "example.org/anew"}).status, 0);
  std::string here, there;
  for (int more = 0; more < 3; ++more) here = say_in("data", "here " + std::to_string(more));
  while (there != here) there = say_in("anew", "there");
  ASSERT_EQ(redact(here, "note").status, 0);
  say_in("anew", "a command");
  EXPECT_EQ(on("anew", {"subject", "show", "case/" + case_name, "--as", name + ".ib-1"})
                .out.find("erased on"),
            std::string::npos);
  EXPECT_THAT(history_of("anew"), HasSubstr(other));
  EXPECT_EQ(verify_of("anew").status, 0) << verify_of("anew").all();
}

TEST_F(RedactingAndRestoring, LeavesACaseOfTheOtherLogAloneThatOnlyBearsTheSameName) {
  back_up();
  ASSERT_EQ(restore("anew", {"--as-new-origin", "example.org/anew"}).status, 0);
  for (const char* folder : {"data", "anew"}) {
    const Ran opened = on(folder, {"do", "younger", "openCase", std::string("title=in ") + folder,
                                   "--as", name + ".ib-1"});
    ASSERT_EQ(opened.status, 0) << opened.all();
  }
  ASSERT_EQ(on("data", {"subject", "erase", "case/younger"}).status, 0);
  ASSERT_EQ(on("data", {"subject", "erase", "case/" + case_name}).status, 0);
  ASSERT_EQ(on("anew", {"checkpoint"}).status, 0) << "a command that writes";
  const Ran shown = on("anew", {"subject", "show", "case/younger", "--as", name + ".ib-1"});
  EXPECT_THAT(shown.out, HasSubstr("in anew"));
  EXPECT_EQ(verify_of("anew").status, 0) << verify_of("anew").all();
}

}  // namespace
}  // namespace verloop::test
