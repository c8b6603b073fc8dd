// `verloop restore --as-new-origin`: the first events of a log, which go on as another one.

#include "events/note.hpp"
#include "events/rocksdb/document_keys.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/support/run_python.hpp"
#include "tests/tools/played.hpp"
#include "tests/tools/serving.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

const char* const other_origin = "example.org/log-2";

std::string text_in(const json::object& answer, const char* member) {
  return json::value_to<std::string>(answer.at(member));
}

class NewOriginTest : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    at_ = record_document();
    old_key_ = keep("old.note");
    keep("old-access.note", {"--access"});
    size_ = size_of("old.note");
    go_on("data");
    keep("later.note");
    back_up();
  }
  Ran on(const std::string& data, Program::Words words) const {
    words.insert(words.end(), {"--data", data, "--key-file", "data.key"});
    return program.run(words);
  }
  Ran verify(const Program::Words& more = {}) const {
    Program::Words words{"verify"};
    words.insert(words.end(), more.begin(), more.end());
    return on("anew", words);
  }
  void expect_verified(const Program::Words& more = {}) const {
    const Ran ran = verify(more);
    EXPECT_EQ(ran.status, 0) << ran.all();
  }
  /// Keeps the newest checkpoint; gives the verifier key.
  std::string keep(const std::string& file, const Program::Words& more = {},
                   const std::string& data = "data") const {
    Program::Words words{"checkpoint", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const json::object made = json::parse(on(data, words).out).as_object();
    program.write(file, text_in(made, "checkpoint"));
    return text_in(made, "verifierKey");
  }
  std::string size_of(const std::string& file) const {
    std::string size = read_file(program / file);
    size.erase(0, size.find('\n') + 1);
    return size.substr(0, size.find('\n'));
  }
  /// An event with a document; its position.
  std::string record_document(const std::string& data = "data") const {
    program.write("quote.pdf", quote_);
    const Ran ran = on(data, {"do", case_name, "attachQuote", "kind=quote", "--document",
                              "quote=quote.pdf", "--as", name + ".ib-1", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return json::serialize(json::parse(ran.out).at("documents").at(0).at("position"));
  }
  Ran get_document(const std::string& at) const {
    return on("anew",
              {"document", "get", case_name, at, "quote", "-o", "out", "--as", name + ".ib-1"});
  }
  void go_on(const std::string& data) const {
    const Ran ran = on(data, {"token", name + ".ib-1"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  void erase(const std::string& data) const {
    const Ran ran =
        on(data, {"subject", "erase", "--pupil", name + ".pup-noor", "--org", "school-12"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  void back_up(const std::string& data = "data", const std::string& log = "log",
               const std::string& vault = "vault") const {
    const Ran ran = on(data, {"backup", "--to", log, "--vault-to", vault});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  Ran try_restore(const Program::Words& more, const std::string& origin = other_origin) const {
    Program::Words words{"restore",  "--data",          "anew", "--key-file",
                         "data.key", "--from",          "log",  "--vault-from",
                         "vault",    "--as-new-origin", origin};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  json::object restore() const {
    const Ran ran = try_restore({"--position", size_, "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return ran.status == 0 ? json::parse(ran.out).as_object() : json::object();
  }
  Ran show(const std::string& data) const {
    return on(data, {"show", case_name, "--as", name + ".ib-1"});
  }

  const std::string quote_ = std::string("the quote, ").append(600'000, 'q') + "the end";
  std::string at_, old_key_, size_;  // The first is where a document lies.
};

TEST_F(NewOriginTest, GoesOnFromTheFirstEventsUnderItsOwnNameAndKey) {
  const json::object made = restore();
  EXPECT_EQ(text_in(made, "origin"), other_origin);
  EXPECT_EQ(made.at("continues").at("size"), json::parse(size_));
  EXPECT_EQ(made.at("readOnly"), json::value(false));
  EXPECT_EQ(keep("new.note", {}, "anew"), text_in(made, "verifierKey"));
  EXPECT_EQ(keep("new-access.note", {"--access"}, "anew"), text_in(made, "accessVerifierKey"));
  EXPECT_THAT(read_file(program / "new.note"), testing::StartsWith(other_origin));
  expect_verified({"--checkpoint", "new.note", "--checkpoint", "new-access.note", "--key",
                   text_in(made, "verifierKey")});
  record_document("anew");
  go_on("anew");
  expect_verified({"--checkpoint", "new.note"});
  EXPECT_EQ(on("data", {"verify"}).status, 0) << "the old one stays as it is";
}

TEST_F(NewOriginTest, SaysWhatItContinues) {
  const Ran ran = try_restore({"--position", size_, "--lang", "en"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  const std::string old_origin = old_key_.substr(0, old_key_.find('+'));
  EXPECT_THAT(ran.out, HasSubstr("the first " + size_ + " events of " + old_origin));
  ASSERT_EQ(
      on("anew", {"prove", size_, "-o", "first.tlog-proof", "--record", "first.record"}).status, 0);
  const std::string record = read_file(program / "first.record");
  EXPECT_THAT(record, HasSubstr(R"("type":"LogContinued@1")"));
  EXPECT_THAT(record, HasSubstr("\"origin\":\"" + old_origin + "\",\"root\":\""));
  EXPECT_THAT(record, HasSubstr("\"size\":" + size_));
  const std::string key = keep("new.note", {}, "anew");
  EXPECT_EQ(
      program.run({"verify", "first.tlog-proof", "--record", "first.record", "--key", key}).status,
      0);
}

TEST_F(NewOriginTest, HoldsWhatTheOldKeySignedUpToThereAndNothingLater) {
  restore();
  expect_verified({"--checkpoint", "old.note", "--checkpoint", "old-access.note"});
  const Ran later = verify({"--checkpoint", "later.note", "--lang", "en"});
  EXPECT_EQ(later.status, 1);
  EXPECT_THAT(later.out, HasSubstr("took over its first " + size_ + " events only"));
  const Ran dutch = verify({"--checkpoint", "later.note", "--lang", "nl"});
  EXPECT_THAT(dutch.out, HasSubstr("nam daarvan alleen de eerste " + size_));
  EXPECT_EQ(verify({"--key", old_key_}).status, 1) << "it is another log";
  ASSERT_EQ(on("anew", {"prove", "3", "--to", size_, "-o", "3.tlog-proof", "--record", "3.record"})
                .status,
            0);
  EXPECT_EQ(
      program.run({"verify", "3.tlog-proof", "--record", "3.record", "--key", old_key_}).status, 0);
}

TEST_F(NewOriginTest, IsShownToHaveGrownFromTheOldOne) {
  const std::string key = text_in(restore(), "verifierKey");
  program.write("policy", "log " + old_key_ + "\nlog " + key + "\nquorum none\n");
  ASSERT_EQ(on("anew", {"prove", "--from", size_, "-o", "grown"}).status, 0);
  const Ran ran =
      program.run({"verify", "grown", "--checkpoint", "old.note", "--policy", "policy"});
  EXPECT_EQ(ran.status, 0) << ran.all();
}

TEST_F(NewOriginTest, OpensWhatWasSealedBeforeAndSince) {
  restore();
  EXPECT_EQ(show("anew").out, show("data").out);
  EXPECT_THAT(show("anew").out, HasSubstr("Noor"));
  ASSERT_EQ(get_document(at_).status, 0) << get_document(at_).all();
  EXPECT_EQ(read_file(program / "out"), quote_);
  const std::string later = record_document("anew");
  ASSERT_EQ(get_document(later).status, 0);
  EXPECT_THAT(verify().out, HasSubstr("2 document"));
  expect_verified();
}

TEST_F(NewOriginTest, HandsOutBundlesUnderItsOwnKey) {
  const std::string key = text_in(restore(), "verifierKey");
  for (const char* file : {"c1.bundle", "c1.html"}) {
    Program::Words words{"bundle", case_name, "-o", file, "--as", name + ".con-1"};
    if (fs::path(file).extension() == ".html") words.emplace_back("--html");
    ASSERT_EQ(on("anew", words).status, 0);
    EXPECT_EQ(program.run({"verify", file, "--key", key}).status, 0);
    EXPECT_EQ(program.run({"verify", file, "--key", old_key_}).status, 1);
  }
  VERLOOP_NEEDS_PYTHON;
  EXPECT_EQ(run_python(program, "tests/independent/verify_bundle.py", {"c1.bundle", key}).status,
            0);
}

TEST_F(NewOriginTest, AnswersARepeatOfWhatWasDoneBefore) {
  restore();
  const Ran first = on("data", {"run", scenario_file(name)});
  const Ran again = on("anew", {"run", scenario_file(name)});
  EXPECT_EQ(again.status, 0) << again.all();
  EXPECT_EQ(again.out, first.out);
  const Ran audit = on("anew", {"cases", "--json"});
  EXPECT_EQ(audit.out, on("data", {"cases", "--json"}).out)
      << "nothing is recorded or raised twice";
  EXPECT_EQ(on("anew", {"compliance", "--json"}).out, on("data", {"compliance", "--json"}).out);
}

TEST_F(NewOriginTest, GoesOnFromTheMiddleOfACase) {
  const int midway = std::stoi(size_) - 15;  // Or the next one that lies between two commands.
  const auto begins = [&](int size) { return try_restore({"--position", std::to_string(size)}); };
  ASSERT_TRUE(begins(midway).status == 0 || begins(midway + 1).status == 0 ||
              begins(midway + 2).status == 0);
  const Ran ran = on("anew", {"run", scenario_file(name), "--lang", "en"});
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("already played: ")) << "what came before";
  record_document("anew");
  const Program::Words replay{"replay", case_name, "--as", name + ".ib-1"};
  EXPECT_EQ(on("anew", replay).out, on("data", replay).out) << "the same findings, each once";
  expect_verified();
}

TEST_F(NewOriginTest, ShowsWhoLookedBeforeAndSince) {
  show("data");
  back_up();
  restore();
  show("anew");
  const Ran audit = on("anew", {"audit", "--access", "--json"});
  ASSERT_EQ(audit.status, 0) << audit.all();
  for (const char* asked : {"init", "show", "backup", "restore"})
    EXPECT_THAT(audit.out, HasSubstr("\"asked\":\"" + std::string(asked) + "\""));
}

TEST_F(NewOriginTest, ForgetsWhoIsErasedInTheOldOne) {
  erase("data");
  restore();
  EXPECT_THAT(show("anew").out, Not(HasSubstr("Noor Vermeulen")));
  EXPECT_THAT(verify().out, Not(HasSubstr("(0 erased)")));
  expect_verified();
  fs::remove_all(program / "anew");
}

TEST_F(NewOriginTest, ForgetsWhoIsErasedInTheOldOneAfterwards) {
  restore();
  erase("data");
  expect_verified();
  EXPECT_THAT(verify().out, Not(HasSubstr("(0 erased)")));
  EXPECT_THAT(show("anew").out, Not(HasSubstr("Noor Vermeulen")));
  expect_verified();
}

TEST_F(NewOriginTest, KeepsNoDocumentOfACaseThatIsErasedInTheOldOne) {
  restore();
  const std::string bytes = value_at(program / "anew/documents",
                                     keys::document_part(Position{std::stoul(at_)}, "quote", 1))
                                .substr(20, 64);
  ASSERT_EQ(on("data", {"subject", "erase", "case/" + case_name}).status, 0);
  expect_verified();
  EXPECT_FALSE(lies_in(program / "anew", bytes));
  go_on("anew");
  expect_verified();
}

TEST_F(NewOriginTest, ErasesByItselfWithoutTheOldOne) {
  restore();
  erase("anew");
  expect_verified();
  EXPECT_THAT(show("anew").out, Not(HasSubstr("Noor Vermeulen")));
  EXPECT_THAT(show("data").out, HasSubstr("Noor Vermeulen"));
  EXPECT_EQ(on("data", {"verify"}).status, 0);
}

TEST_F(NewOriginTest, GetsAKeyFileAndAListOfItsOwn) {
  restore();
  erase("data");
  const Ran ran = on("anew", {"key", "rotate", "--new-key-file", "anew.key"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_EQ(on("data", {"verify"}).status, 0) << "its key file stays as it was";
  EXPECT_EQ(read_file(program / "anew.key.erased"), read_file(program / "data.key.erased"));
  const Ran verified = program.run({"verify", "anew", "--lang", "en"});
  EXPECT_EQ(verified.status, 0) << verified.all();
  EXPECT_THAT(verified.out, Not(HasSubstr("(0 erased)")));
}

TEST_F(NewOriginTest, IsBackedUpRestoredAndGivenAnotherKey) {
  restore();
  ASSERT_EQ(on("anew", {"backup", "--to", "log", "--vault-to", "vault"}).status, 2)
      << "another log's place";
  back_up("anew", "log-2", "vault-2");
  keep("new.note", {}, "anew");
  fs::remove_all(program / "anew");
  const Ran without = program.run({"restore", "--data", "anew", "--key-file", "data.key", "--from",
                                   "log-2", "--vault-from", "vault-2", "--checkpoint", "old.note"});
  EXPECT_EQ(without.status, 1) << "that is no checkpoint of this log";
  EXPECT_FALSE(fs::exists(program / "anew"));
  const Ran ran = program.run({"restore", "--data", "anew", "--key-file", "data.key", "--from",
                               "log-2", "--vault-from", "vault-2", "--checkpoint", "new.note"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_EQ(on("anew", {"key", "rotate", "--signing"}).status, 0);
  expect_verified({"--checkpoint", "old.note", "--checkpoint", "new.note"});
  EXPECT_EQ(on("anew", {"key", "check"}).status, 0);
  const Ran tiles = on("anew", {"export", "tiles", "-o", "public"});
  EXPECT_EQ(tiles.status, 0) << tiles.all();
  EXPECT_EQ(on("data", {"export", "tiles", "-o", "public"}).status, 2) << "of another log";
}

TEST_F(NewOriginTest, TakesAllEventsWithoutAPosition) {
  const Ran ran = try_restore({"--lang", "nl"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr(std::string("die verdergaan als ") + other_origin));
  expect_verified({"--checkpoint", "later.note", "--checkpoint", "old-access.note"});
}

TEST_F(NewOriginTest, VerifiesNoFolderWhoseMarkerSaysOtherwise) {
  restore();
  for (const char* data : {"anew", "data"}) {
    const std::string said = read_file(program / data / "verloop.json");
    const std::size_t at = said.find("\"format\":") + 9;
    std::string other = said;
    other[at] = said[at] == '5' ? '3' : '5';
    program.write(std::string(data) + "/verloop.json", other);
    const Ran english = on(data, {"verify", "--lang", "en"});
    EXPECT_EQ(english.status, 1) << english.all();
    EXPECT_THAT(english.out, HasSubstr("the folder's marker"));
    EXPECT_THAT(on(data, {"verify", "--lang", "nl"}).out, HasSubstr("het merkbestand van de map"));
    program.write(std::string(data) + "/verloop.json", said);
    EXPECT_EQ(on(data, {"verify"}).status, 0);
  }
}

TEST_F(NewOriginTest, SaysWhatIsWrongAndMakesNothing) {
  const auto refused = [&](const Program::Words& words, const std::string& origin,
                           const std::string& why) {
    const Ran ran = try_restore(words, origin);
    EXPECT_EQ(ran.status, 2) << ran.all();
    EXPECT_THAT(ran.err, HasSubstr(why));
    EXPECT_FALSE(fs::exists(program / "anew"));
  };
  const std::string old_origin = old_key_.substr(0, old_key_.find('+'));
  refused({"--position", size_, "--lang", "en"}, old_origin, "choose another name");
  refused({"--position", size_, "--lang", "nl"}, old_origin + "/access", "kies een andere naam");
  refused({"--position", size_, "--lang", "en"}, "two words", "an origin is");
  refused({"--position", size_, "--lang", "en"}, "", "an origin is");
  refused({"--position", "1"}, other_origin, "1");
  refused({"--position", size_, "--checkpoint", "old.note"}, other_origin, "--checkpoint");
}

// --- served

class ServedNewOrigin : public Serving {};

TEST_F(ServedNewOrigin, IsServedAsAnyLog) {
  const auto run = [this](const Program::Words& words) {
    const Ran ran = program_.run(words);
    EXPECT_EQ(ran.status, 0) << ran.all();
  };
  run({"backup", "--data", "data", "--to", "log", "--vault-to", "vault"});
  fs::rename(program_ / "data", program_ / "old");
  run({"restore", "--data", "data", "--key-file", "data.key", "--from", "log", "--vault-from",
       "vault", "--as-new-origin", other_origin});
  fs::remove(program_ / "stdout");
  start_server();
  Line client(port_, token_);
  const auto info = client.call("server.info", {});
  ASSERT_TRUE(info);
  EXPECT_EQ(info->at("result").at("origin"), json::value(other_origin));
  kill_server();
  verify();
}

}  // namespace
}  // namespace verloop::test
