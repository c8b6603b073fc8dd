// Folders that hold the first events of a log: they can be read, and nothing goes on in them.

#include "events/rocksdb/document_keys.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

class RestoringToAPosition : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    at_ = record_document();
    note_ = program.run({"checkpoint", "--data", "data"}).out;
    program.write("then.note", note_);
    size_ = note_.substr(note_.find('\n') + 1);
    size_.resize(size_.find('\n'));
    go_on();
    back_up();
  }
  /// An event with a document; its position.
  std::string record_document() const {
    program.write("quote.pdf", std::string(600'000, 'q'));
    const Ran ran =
        program.run({"do", case_name, "attachQuote", "kind=quote", "--document", "quote=quote.pdf",
                     "--data", "data", "--as", name + ".ib-1", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return json::serialize(json::parse(ran.out).at("documents").at(0).at("position"));
  }
  /// 64 bytes of a stored document, to look for in files.
  std::string stored_bytes(const std::string& at) const {
    return value_at(program / "data/documents",
                    keys::document_part(Position{std::stoul(at)}, "quote", 1))
        .substr(20, 64);
  }
  void erase_case() const {
    const Ran ran = program.run({"subject", "erase", "case/" + case_name, "--data", "data"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  /// Something that the log records.
  void go_on() const {
    const Ran ran = program.run({"token", name + ".ib-1", "--data", "data"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  void back_up() const {
    const Ran ran =
        program.run({"backup", "--data", "data", "--to", "log", "--vault-to", "vault", "--json"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  Ran restore(const Program::Words& more) const {
    Program::Words words{"restore", "--data", "copy",         "--key-file", "data.key",
                         "--from",  "log",    "--vault-from", "vault"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  Ran on_copy(Program::Words words) const {
    words.insert(words.end(), {"--data", "copy", "--key-file", "data.key"});
    return program.run(words);
  }
  Ran verify() const { return on_copy({"verify", "--checkpoint", "then.note"}); }
  void erase() const {
    const Ran ran = program.run({"subject", "erase", "--pupil", name + ".pup-noor", "--org",
                                 "school-12", "--data", "data"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }

  std::string note_, size_, at_;  // The last is where a document lies.
};

TEST_F(RestoringToAPosition, GivesTheFirstEventsWhichVerify) {
  const Ran ran = restore({"--position", size_, "--lang", "en"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr(size_ + " events, to be read only"));
  EXPECT_EQ(verify().status, 0) << verify().all();
  EXPECT_THAT(verify().out, HasSubstr(size_ + " events"));
  EXPECT_THAT(verify().out, HasSubstr(" 0 not yet signed"));
  EXPECT_EQ(program.run({"verify", "data", "--checkpoint", "then.note"}).status, 0);
}

TEST_F(RestoringToAPosition, AnswersWhatNeedsNoWriting) {
  ASSERT_EQ(restore({"--position", size_}).status, 0);
  const auto before = contents_of(program / "copy");
  for (const Program::Words& words :
       std::vector<Program::Words>{{"show", case_name},
                                   {"replay", case_name},
                                   {"cases"},
                                   {"actions", case_name},
                                   {"compliance", case_name},
                                   {"prove", "3", "-o", "3.tlog-proof", "--record", "3.record"},
                                   {"procedure", "list"}}) {
    const Ran ran = on_copy(words);
    EXPECT_EQ(ran.status, 0) << words.front() << ran.all();
  }
  EXPECT_EQ(contents_of(program / "copy"), before);
  EXPECT_EQ(on_copy({"replay", case_name}).out,
            program.run({"replay", case_name, "--data", "data"}).out)
      << "what came after is not of this case";
  const Ran rebuilt = on_copy({"rebuild"});
  EXPECT_EQ(rebuilt.status, 0);
  EXPECT_EQ(rebuilt.err, "");
  EXPECT_EQ(verify().status, 0) << verify().all();
}

TEST_F(RestoringToAPosition, ShowsNothingSealedForNobodyCouldTell) {
  ASSERT_EQ(restore({"--position", size_}).status, 0);
  for (const char* question : {"show", "replay"}) {
    const Ran ran = on_copy({question, case_name, "--as", name + ".ib-1", "--lang", "en"});
    EXPECT_EQ(ran.status, 3) << ran.all();
    EXPECT_THAT(ran.err, HasSubstr("nothing is shown, because who sees sealed values"));
    EXPECT_THAT(ran.all(), Not(HasSubstr("Noor")));
  }
}

TEST_F(RestoringToAPosition, NeverGoesOn) {
  ASSERT_EQ(restore({"--position", size_}).status, 0);
  const auto before = contents_of(program / "copy");
  for (const Program::Words& words : std::vector<Program::Words>{
           {"do", case_name, "logContact", "--as", name + ".ib-1", "with=consultant", "note=x"},
           {"token", name + ".ib-1"},
           {"checkpoint"},
           {"serve", "--listen", "127.0.0.1:0"},
           {"subject", "erase", "--pupil", name + ".pup-noor", "--org", "school-12"},
           {"retention", "--run"},
           {"key", "rotate"},
           {"bundle", case_name, "-o", "c1.bundle"},
           {"audit", "--access"},
           {"backup", "--to", "other-log", "--vault-to", "other-vault"}}) {
    const Ran ran = on_copy(words);
    EXPECT_EQ(ran.status, 3) << words.front() << ran.all();
    EXPECT_THAT(ran.err, HasSubstr("can only be read")) << words.front();
  }
  const Ran dutch = on_copy({"token", name + ".ib-1", "--lang", "nl"});
  EXPECT_THAT(dutch.err, HasSubstr("is alleen te lezen"));
  EXPECT_THAT(dutch.err, Not(HasSubstr("melding")));
  EXPECT_EQ(contents_of(program / "copy"), before);
}

TEST_F(RestoringToAPosition, ShowsNobodyWhoWasErasedBefore) {
  erase();
  back_up();
  ASSERT_EQ(restore({"--position", size_}).status, 0);
  EXPECT_EQ(verify().status, 0) << verify().all();
  EXPECT_THAT(verify().out, Not(HasSubstr("(0 erased)")));
}

TEST_F(RestoringToAPosition, ForgetsWhoIsErasedAfterwards) {
  ASSERT_EQ(restore({"--position", size_}).status, 0);
  EXPECT_THAT(verify().out, HasSubstr("(0 erased)"));
  erase();
  EXPECT_EQ(verify().status, 0) << verify().all();
  EXPECT_THAT(verify().out, Not(HasSubstr("(0 erased)")));
}

TEST_F(RestoringToAPosition, GivesTheDocumentsInFrontOfIt) {
  const std::string later = stored_bytes(record_document());
  back_up();
  ASSERT_EQ(restore({"--position", size_}).status, 0);
  EXPECT_TRUE(lies_in(program / "copy", stored_bytes(at_)));
  EXPECT_FALSE(lies_in(program / "copy", later));
  EXPECT_EQ(verify().status, 0) << verify().all();
  EXPECT_THAT(verify().out, HasSubstr("1 document,"));
}

TEST_F(RestoringToAPosition, KeepsNoDocumentOfWhoIsErased) {
  const std::string bytes = stored_bytes(at_);
  ASSERT_EQ(restore({"--position", size_}).status, 0);
  ASSERT_TRUE(lies_in(program / "copy", bytes));
  erase_case();
  EXPECT_EQ(verify().status, 0) << verify().all();
  EXPECT_FALSE(lies_in(program / "copy", bytes)) << "erased afterwards";
  fs::remove_all(program / "copy");
  ASSERT_EQ(restore({"--position", size_}).status, 0);
  EXPECT_FALSE(lies_in(program / "copy", bytes)) << "erased before it was made";
  EXPECT_EQ(verify().status, 0) << verify().all();
}

TEST_F(RestoringToAPosition, SaysWhatIsWrongAndMakesNothing) {
  const auto refused = [&](const Program::Words& words, const std::string& why) {
    const Ran ran = restore(words);
    EXPECT_EQ(ran.status, 2) << ran.all();
    EXPECT_THAT(ran.err, HasSubstr(why));
    EXPECT_FALSE(fs::exists(program / "copy"));
  };
  refused({"--position", "0"}, "--position");
  refused({"--position", "-1"}, "--position");
  refused({"--position", "1"}, "no checkpoint of the log has as few as 1 events");
  refused({"--position", "99999"}, "take fewer, or a newer backup");
  refused({"--position", "99999", "--lang", "nl"}, "neem er minder, of een nieuwere reservekopie");
  refused({"--position", size_, "--checkpoint", "then.note"}, "--checkpoint");
  refused({}, "--checkpoint");
}

}  // namespace
}  // namespace verloop::test
