// Files that belong to events: handed over, got back, listed, refused, erased.

#include <sys/stat.h>

#include "events/rocksdb/document_keys.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;
using testing::Not;

const std::string canary = "kanarie-in-een-document";

class Documents : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    program.write("Offerte Linde.PDF", quote_);
  }

  Ran act(Program::Words words, const std::string& actor) const {
    words.insert(words.end(), {"--data", "data", "--as", name + "." + actor});
    return program.run(words);
  }
  /// An event with a document, and its position.
  std::string record(const Program::Words& more) const {
    Program::Words words{"do", case_name, "attachQuote", "kind=quote", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = act(words, "ib-1");
    EXPECT_EQ(ran.status, 0) << ran.all();
    const auto answer = boost::json::parse(ran.out);
    const auto* documents = answer.as_object().if_contains("documents");
    return boost::json::serialize(documents == nullptr ? answer.at("position")
                                                       : documents->at(0).at("position"));
  }
  std::string record_file() const { return record({"--document", "quote=Offerte Linde.PDF"}); }
  Ran put(const std::string& at, const std::string& file, const std::string& actor) const {
    return act({"document", "put", case_name, at, "quote", file}, actor);
  }
  Ran get(const std::string& at, const std::string& actor, const std::string& to = "out") const {
    return act({"document", "get", case_name, at, "quote", "-o", to}, actor);
  }
  Ran list(const std::string& actor) const { return act({"document", "list", case_name}, actor); }
  Ran accesses(const std::string& type) const {
    return program.run({"audit", "--access", "--data", "data", "--type", type, "--json"});
  }
  Ran verify() const { return program.run({"verify", "data"}); }

  const std::string quote_ = canary + std::string(600'000, 'q') + "the end";
};

TEST_F(Documents, ComeBackToWhoSeesTheEvent) {
  const std::string at = record_file();
  const Ran listed = list("ib-1");
  EXPECT_THAT(listed.out, HasSubstr("Offerte Linde.PDF"));
  EXPECT_THAT(listed.out, HasSubstr("600030 bytes"));
  EXPECT_THAT(listed.out, HasSubstr(" handed over"));
  const Ran got = get(at, "con-1");
  ASSERT_EQ(got.status, 0) << got.all();
  EXPECT_THAT(got.out, HasSubstr("Written to out: 600030 bytes, application/pdf"));
  EXPECT_EQ(read_file(program / "out"), quote_);
  EXPECT_FALSE(lies_in(program / "data", canary));
  const Ran verified = verify();
  EXPECT_EQ(verified.status, 0) << verified.all();
  EXPECT_THAT(verified.out, HasSubstr("1 document,"));
  const std::string exported = accesses("Exported").out;
  EXPECT_THAT(exported, HasSubstr("\"fields\":[\"quote\"]"));
  EXPECT_THAT(exported, HasSubstr("document get"));
  EXPECT_THAT(accesses("Administered").out, HasSubstr("case/" + case_name));
}

TEST_F(Documents, ThatAreDamagedStopNothingElseAndAreMendedByTheSameBytes) {
  const std::string at = record_file();
  std::string largest;
  std::uintmax_t size = 0;
  for (const auto& entry : fs::directory_iterator(program / "data/documents")) {
    if (entry.path().extension() != ".sst" || entry.file_size() < size) continue;
    size = entry.file_size();
    largest = entry.path().string();
  }
  ASSERT_FALSE(largest.empty());
  std::string bytes = read_file(largest);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  std::ofstream(largest, std::ios::binary) << bytes;
  EXPECT_NE(get(at, "con-1").status, 0);
  EXPECT_EQ(verify().status, 1);
  EXPECT_EQ(act({"do", case_name, "logContact", "with=consultant", "note=a"}, "ib-1").status, 0);
  const Ran erased = program.run(
      {"subject", "erase", "--pupil", name + ".pup-daan", "--org", "school-12", "--data", "data"});
  EXPECT_EQ(erased.status, 0) << erased.all();
  const Ran again = put(at, "Offerte Linde.PDF", "ib-1");
  EXPECT_EQ(again.status, 0) << again.all();
  EXPECT_EQ(get(at, "con-1").status, 0);
  EXPECT_EQ(read_file(program / "out"), quote_);
}

TEST_F(Documents, AreNoFilesOfTheFolderAndOneForAField) {
  const auto tried = [this](const Program::Words& more) {
    Program::Words words{"do", case_name, "attachQuote", "kind=quote"};
    words.insert(words.end(), more.begin(), more.end());
    return act(words, "ib-1").status;
  };
  EXPECT_EQ(tried({"--document", "quote=data.key"}), 2);
  EXPECT_EQ(tried({"--document", "quote=data/verloop.json"}), 2);
  const std::string file = "quote=Offerte Linde.PDF";
  EXPECT_EQ(tried({"--document", file, "--document", file}), 2);
  EXPECT_THAT(list("ib-1").out, Not(HasSubstr("quote")));
}

TEST_F(Documents, MayBeHandedOverLaterAndAgain) {
  const std::string value =
      R"({"id":"d-1","name":"q.pdf","mediaType":"application/pdf","size":600030,"sha256":")" +
      to_base64url(view(sha256(quote_))) + "\"}";
  const std::string at = record({"quote=" + value});
  EXPECT_THAT(list("ib-1").out, HasSubstr("never handed over"));
  const Ran none = get(at, "ib-1");
  EXPECT_EQ(none.status, 1);
  EXPECT_THAT(none.err, HasSubstr("verloop document put " + case_name + " " + at + " quote FILE"));
  EXPECT_EQ(verify().status, 0);
  program.write("other.pdf", quote_.substr(1) + "x");
  const Ran other = put(at, "other.pdf", "ib-1");
  EXPECT_EQ(other.status, 1);
  EXPECT_THAT(other.err, HasSubstr("these are other bytes"));
  EXPECT_THAT(put(at, "Offerte Linde.PDF", "ib-1").out, HasSubstr("Stored: 600030 bytes"));
  EXPECT_THAT(put(at, "Offerte Linde.PDF", "ib-1").out, HasSubstr("Was there already"));
  EXPECT_EQ(get(at, "ib-1").status, 0);
}

TEST_F(Documents, AreTheSameWhenTheirCommandIsRepeated) {
  const Program::Words words{"--document", "quote=Offerte Linde.PDF",
                             "--id",       "0b7f1c1e-58b4-4e0e-9f5e-000000000001",
                             "--on",       "2026-11-02"};
  const std::string at = record(words);
  EXPECT_EQ(record(words), at);
}

TEST_F(Documents, AreForWhoMaySeeAndRecordThem) {
  const std::string at = record_file();
  const Ran put_by_other = put(at, "Offerte Linde.PDF", "con-1");
  EXPECT_EQ(put_by_other.status, 1) << "sees it, and may not record it";
  EXPECT_THAT(put_by_other.out, HasSubstr("unauthorised"));
  EXPECT_THAT(accesses("Refused").out, HasSubstr("document put"));
  for (const char* other : {"0", "1", "999999"})
    EXPECT_THAT(get(other, "ib-1").err, HasSubstr("there is no document at position"));
  const Ran unseen = program.run({"document", "get", case_name, at, "quote", "-o", "out", "--data",
                                  "data", "--as", "administrator"});
  EXPECT_EQ(unseen.status, 1);
  EXPECT_THAT(unseen.all(), Not(HasSubstr("Linde")));
  EXPECT_FALSE(fs::exists(program / "out"));
  EXPECT_THAT(accesses("Refused").out, HasSubstr("document get"));
}

TEST_F(Documents, AreNotTakenFromOrWrittenToAnyPlace) {
  const std::string at = record_file();
  EXPECT_EQ(::mkfifo((program / "pipe").c_str(), 0600), 0);
  std::ofstream(program / "large").close();
  fs::resize_file(program / "large", 25 * 1024 * 1024 + 1);
  EXPECT_THAT(put(at, "pipe", "ib-1").err, HasSubstr("expected a regular file"));
  EXPECT_THAT(put(at, "large", "ib-1").err, HasSubstr("larger than 25 MiB"));
  EXPECT_EQ(put(at, "nowhere", "ib-1").status, 2);
  const std::string key = read_file(program / "data.key");
  EXPECT_THAT(get(at, "ib-1", "data.key").err, HasSubstr("is the key-encryption key"));
  EXPECT_THAT(get(at, "ib-1", "data/out").err, HasSubstr("lies in the data folder"));
  EXPECT_EQ(read_file(program / "data.key"), key);
  for (const auto& [pair, says] : std::map<std::string, std::string>{
           {"quote", "expected FIELD=FILE"},
           {"qoute=Offerte Linde.PDF", "this action has no document qoute; expected: quote"},
           {"quote=large", "larger than 25 MiB"}}) {
    const Ran ran = act({"do", case_name, "attachQuote", "kind=quote", "--document", pair}, "ib-1");
    EXPECT_EQ(ran.status, 2) << ran.all();
    EXPECT_THAT(ran.err, HasSubstr(says));
  }
}

TEST_F(Documents, ThatWereDamagedAreNamedAndMendedByTheirBytes) {
  const std::string at = record_file();
  flip_byte(program / "data/documents", keys::document_part(Position{std::stoul(at)}, "quote", 1),
            50);
  const Ran got = get(at, "ib-1");
  EXPECT_EQ(got.status, 3);
  EXPECT_THAT(got.err, HasSubstr("the document at position " + at +
                                 ", field quote: part 2 of 2 is not what was handed over"));
  EXPECT_FALSE(fs::exists(program / "out"));
  const Ran dutch = program.run({"verify", "data", "--lang", "nl"});
  EXPECT_EQ(dutch.status, 1);
  EXPECT_THAT(dutch.out, HasSubstr("het document op positie " + at +
                                   ", veld quote: deel 2 van 2 is niet wat is overgedragen"));
  EXPECT_EQ(put(at, "Offerte Linde.PDF", "ib-1").status, 0);
  EXPECT_EQ(verify().status, 0) << verify().all();
}

TEST_F(Documents, OfWhoIsErasedAreInNoFile) {
  const std::string at = record_file();
  const std::string sealed = value_at(program / "data/documents",
                                      keys::document_part(Position{std::stoul(at)}, "quote", 1))
                                 .substr(20, 64);
  ASSERT_TRUE(lies_in(program / "data", sealed));
  fs::copy(program / "data/documents", program / "older", fs::copy_options::recursive);
  const Ran erased = program.run({"subject", "erase", "case/" + case_name, "--data", "data"});
  ASSERT_EQ(erased.status, 0) << erased.all();
  EXPECT_FALSE(lies_in(program / "data", sealed));
  EXPECT_EQ(verify().status, 0) << verify().all();
  EXPECT_THAT(get(at, "ib-1").err, HasSubstr("erased on"));
  EXPECT_THAT(list("ib-1").out, HasSubstr("erased on"));
  EXPECT_EQ(put(at, "Offerte Linde.PDF", "ib-1").status, 1);

  fs::remove_all(program / "data/documents");
  fs::copy(program / "older", program / "data/documents", fs::copy_options::recursive);
  EXPECT_THAT(verify().out, HasSubstr("any command that writes removes them"));
  ASSERT_EQ(program.run({"checkpoint", "--data", "data"}).status, 0);
  EXPECT_FALSE(lies_in(program / "data", sealed)) << "older documents that were put back";
  EXPECT_EQ(verify().status, 0) << verify().all();
}

}  // namespace
}  // namespace verloop::test
