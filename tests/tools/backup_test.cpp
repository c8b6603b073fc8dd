// Backups, and folders that are made of them: whole, as the same log, and forgetful of who was
// erased meanwhile.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "events/rocksdb/backups.hpp"
#include "events/rocksdb/document_keys.hpp"
#include "events/rocksdb/key_file.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

class BackingUp : public Played {
 protected:
  Ran try_back_up(const std::string& log, const std::string& vault,
                  const std::string& data = "data") const {
    return program.run({"backup", "--data", data, "--to", log, "--vault-to", vault, "--json"});
  }
  json::object back_up() const {
    const Ran ran = try_back_up("log", "vault");
    EXPECT_EQ(ran.status, 0) << ran.all();
    if (ran.status != 0) return {};
    json::object made = json::parse(ran.out).as_object();
    program.write("newest.note", json::value_to<std::string>(made.at("checkpoint")));
    program.write("access.note", json::value_to<std::string>(made.at("accessCheckpoint")));
    return made;
  }
  Ran restore_from(const std::string& log, const std::string& vault,
                   const Program::Words& more = {}, const std::string& key = "data.key") const {
    Program::Words words{"restore", "--data",       "again", "--key-file",   key,          "--from",
                         log,       "--vault-from", vault,   "--checkpoint", "newest.note"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
  Ran restore(const Program::Words& more = {}, const std::string& key = "data.key") const {
    return restore_from("log", "vault", more, key);
  }
  Ran show(const std::string& folder) const {
    return program.run(
        {"show", case_name, "--data", folder, "--key-file", "data.key", "--as", name + ".ib-1"});
  }
  Ran verify(const std::string& folder) const {
    return program.run({"verify", folder, "--key-file", "data.key", "--checkpoint", "newest.note",
                        "--checkpoint", "access.note"});
  }
  /// Something that the log records.
  void go_on(const std::string& folder = "data") const {
    const Ran ran =
        program.run({"token", name + ".ib-1", "--data", folder, "--key-file", "data.key"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  void erase() const {
    const Ran ran = program.run({"subject", "erase", "--pupil", name + ".pup-noor", "--org",
                                 "school-12", "--data", "data"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  void expect_nothing_of_her() const {
    EXPECT_THAT(show("again").out, Not(HasSubstr(canary_)));
    EXPECT_EQ(verify("again").status, 0) << verify("again").all();
    fs::remove_all(program / "again");
  }
  /// An event with a document; its position.
  std::string record_document() const {
    program.write("quote.pdf", quote_);
    const Ran ran =
        program.run({"do", case_name, "attachQuote", "kind=quote", "--document", "quote=quote.pdf",
                     "--data", "data", "--as", name + ".ib-1", "--json"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return json::serialize(json::parse(ran.out).at("documents").at(0).at("position"));
  }
  Ran get_document(const std::string& at) const {
    return program.run({"document", "get", case_name, at, "quote", "-o", "out", "--data", "again",
                        "--key-file", "data.key", "--as", name + ".ib-1"});
  }
  static std::string id_of(const json::object& made) {
    return std::to_string(made.at("logBackup").to_number<int>());
  }

  const std::string canary_ = "Noor Vermeulen";
  const std::string quote_ = std::string("the quote, ").append(600'000, 'q') + "the end";
};

TEST_F(BackingUp, GivesBackTheSameLogWhichGoesOn) {
  ASSERT_THAT(show("data").out, HasSubstr(canary_));
  back_up();
  const Ran ran = restore({"--checkpoint", "access.note"});
  ASSERT_EQ(ran.status, 0) << ran.all();
  EXPECT_EQ(show("again").out, show("data").out);
  EXPECT_EQ(verify("again").status, 0) << verify("again").all();
  go_on("again");
  EXPECT_EQ(verify("again").status, 0) << verify("again").all();
}

TEST_F(BackingUp, GivesBackTheDocuments) {
  back_up();
  const std::string at = record_document();
  back_up();
  ASSERT_EQ(restore().status, 0);
  const Ran got = get_document(at);
  ASSERT_EQ(got.status, 0) << got.all();
  EXPECT_EQ(read_file(program / "out"), quote_);
  EXPECT_EQ(verify("again").status, 0) << verify("again").all();
  EXPECT_THAT(verify("again").out, HasSubstr("1 document,"));
}

TEST_F(BackingUp, GivesBackNoDocumentOfWhoWasErasedSince) {
  const std::string at = record_document();
  const std::string sealed = value_at(program / "data/documents",
                                      keys::document_part(Position{std::stoul(at)}, "quote", 1))
                                 .substr(20, 64);
  back_up();
  const Ran erased = program.run({"subject", "erase", "case/" + case_name, "--data", "data"});
  ASSERT_EQ(erased.status, 0) << erased.all();
  ASSERT_EQ(restore().status, 0);
  EXPECT_FALSE(lies_in(program / "again", sealed));
  EXPECT_THAT(get_document(at).err, HasSubstr("erased on"));
  EXPECT_EQ(verify("again").status, 0) << verify("again").all();
}

TEST_F(BackingUp, GivesBackTheAccessLogWhichSaysWhoCopied) {
  show("data");
  back_up();
  ASSERT_EQ(restore().status, 0);
  const Ran audit =
      program.run({"audit", "--access", "--data", "again", "--key-file", "data.key", "--json"});
  ASSERT_EQ(audit.status, 0) << audit.all();
  for (const char* asked : {"\"asked\":\"init\"", "\"asked\":\"show\"", "\"asked\":\"backup\"",
                            "\"asked\":\"restore\""})
    EXPECT_THAT(audit.out, HasSubstr(asked));
}

TEST_F(BackingUp, TakesTheNewestOrTheOneThatIsNamed) {
  const json::object first = back_up();
  const std::string note = read_file(program / "newest.note");
  go_on();
  const json::object second = back_up();
  EXPECT_EQ(second.at("size").to_number<int>(), first.at("size").to_number<int>() + 1);
  const auto restored_size = [&](const Program::Words& more) {
    Program::Words words = more;
    words.emplace_back("--json");
    const Ran ran = restore(words);
    EXPECT_EQ(ran.status, 0) << ran.all();
    fs::remove_all(program / "again");
    return json::parse(ran.out).at("size");
  };
  EXPECT_EQ(restored_size({}), second.at("size"));
  program.write("newest.note", note);
  EXPECT_EQ(restored_size({"--backup", id_of(first)}), first.at("size"));
  const Ran none = restore({"--backup", "99"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, HasSubstr("there are: 1, 2"));
}

TEST_F(BackingUp, IsRefusedWhereItWouldMakeASecondHistory) {
  const json::object first = back_up();
  go_on();
  back_up();
  const Ran ran = restore({"--backup", id_of(first)});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("a second history"));
  EXPECT_FALSE(fs::exists(program / "again"));
  ASSERT_EQ(program.run({"init", "--data", "other"}).status, 0);
  program.write("newest.note", program.run({"checkpoint", "--data", "other"}).out);
  EXPECT_EQ(restore().status, 1) << "a checkpoint of another log";
  EXPECT_FALSE(fs::exists(program / "again"));
}

TEST_F(BackingUp, IsRefusedWhereWhoReadWhatWouldBeForgotten) {
  const json::object first = back_up();
  const std::string note = read_file(program / "newest.note");
  show("data");  // Enters something in the access log alone.
  back_up();
  program.write("newest.note", note);
  const Ran ran = restore({"--backup", id_of(first), "--checkpoint", "access.note"});
  EXPECT_EQ(ran.status, 1) << ran.all();
  EXPECT_FALSE(fs::exists(program / "again"));
  program.write("newest.note", read_file(program / "access.note"));
  EXPECT_EQ(restore().status, 2) << "no checkpoint of the log itself";
}

TEST_F(BackingUp, ShowsNothingOfWhoWasErasedSinceThatLog) {
  const json::object first = back_up();
  const std::string note = read_file(program / "newest.note");
  const std::string access_note = read_file(program / "access.note");
  erase();
  back_up();
  program.write("newest.note", note);  // Nobody has a newer one.
  program.write("access.note", access_note);
  const Ran ran = restore({"--backup", id_of(first)});
  ASSERT_EQ(ran.status, 0) << ran.all();
  expect_nothing_of_her();
}

TEST_F(BackingUp, ShowsNothingOfWhoWasErasedSinceThatVault) {
  back_up();
  const std::string note = read_file(program / "newest.note");
  const std::string access_note = read_file(program / "access.note");
  fs::copy(program / "vault", program / "old-vault", fs::copy_options::recursive);
  fs::copy(program / "log", program / "old-log", fs::copy_options::recursive);
  erase();
  back_up();
  ASSERT_EQ(restore_from("log", "old-vault").status, 0) << "the newest log";
  expect_nothing_of_her();
  program.write("newest.note", note);
  program.write("access.note", access_note);
  ASSERT_EQ(restore_from("old-log", "old-vault").status, 0) << "a log that is as old";
  expect_nothing_of_her();
}

TEST_F(BackingUp, KeepsNoVaultLongerThanAnErasureMayTake) {
  const Ran ran = program.run(
      {"backup", "--data", "data", "--to", "log", "--vault-to", "vault", "--vault-days", "31"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_FALSE(fs::exists(program / "vault"));
}

TEST_F(BackingUp, KeepsLogVaultDataAndKeyApart) {
  const auto status = [&](const std::string& log, const std::string& vault) {
    return try_back_up(log, vault).status;
  };
  EXPECT_EQ(status("one", "one"), 2);
  EXPECT_EQ(status("one", "one/vault"), 2);
  EXPECT_EQ(status("one/log", "one"), 2);
  EXPECT_EQ(status("data/log-backup", "vault"), 2);
  EXPECT_EQ(status("log", "data/vault"), 2);
  EXPECT_EQ(status(".", "vault"), 2) << "around the data folder";
  EXPECT_EQ(status("data.key", "vault"), 2);
  EXPECT_EQ(status("log", "data.key.erased"), 2);
  fs::create_directory(program / "keys");
  fs::rename(program / "data.key", program / "keys" / "own.key");
  const Ran beside = program.run({"backup", "--data", "data", "--key-file", "keys/own.key", "--to",
                                  "log", "--vault-to", "keys"});
  EXPECT_EQ(beside.status, 2) << "whoever has it has the key beside the vault";
  for (const char* none : {"one", "log", "vault", "keys/meta", "data/log-backup"})
    EXPECT_FALSE(fs::exists(program / none)) << none;
}

TEST_F(BackingUp, TellsOneLogsBackupsFromAnothers) {
  back_up();
  ASSERT_EQ(program.run({"init", "--data", "other"}).status, 0);
  EXPECT_EQ(try_back_up("log", "other-vault", "other").status, 2);
  EXPECT_EQ(try_back_up("other-log", "vault", "other").status, 2);
  EXPECT_EQ(try_back_up("vault", "log").status, 2) << "the other way round";
  ASSERT_EQ(try_back_up("other-log", "other-vault", "other").status, 0);
  for (const auto& [log, vault] : {std::pair("log", "other-vault"), std::pair("vault", "vault"),
                                   std::pair("log", "log"), std::pair("none", "vault")}) {
    EXPECT_EQ(restore_from(log, vault).status, 2) << log << vault;
    EXPECT_FALSE(fs::exists(program / "again"));
  }
}

TEST_F(BackingUp, MakesNothingWithAnotherKeyOrOverAFolder) {
  back_up();
  create_key_file(program / "wrong.key").value();
  EXPECT_EQ(restore({}, "wrong.key").status, 2);
  EXPECT_FALSE(fs::exists(program / "again"));
  ASSERT_EQ(restore().status, 0);
  const auto before = contents_of(program / "again");
  EXPECT_EQ(restore().status, 2) << "there is one already";
  EXPECT_EQ(contents_of(program / "again"), before);
}

TEST_F(BackingUp, MakesNothingOfADamagedBackup) {
  record_document();
  for (const char* place : {"log/log", "log/access", "log/documents", "vault"}) {
    fs::remove_all(program / "log");
    fs::remove_all(program / "vault");
    back_up();
    for (const auto& file : fs::recursive_directory_iterator(program / place)) {
      if (file.path().extension() != ".sst") continue;
      std::string bytes = read_file(file.path());
      bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 1);
      std::ofstream(file.path(), std::ios::binary) << bytes;
    }
    const Ran ran = restore({"--lang", "nl"});
    EXPECT_EQ(ran.status, 3) << place << ran.all();
    EXPECT_THAT(ran.err, HasSubstr("zijn beschadigd"));
    EXPECT_FALSE(fs::exists(program / "again"));
  }
}

TEST_F(BackingUp, SaysThatAFolderIsInUseAndTouchesNothing) {
  back_up();
  const auto refused_while_locked = [&](const std::string& folder, const auto& attempt) {
    const int lock =
        ::open((program / folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
    const Ran ran = attempt();
    ::close(lock);
    EXPECT_EQ(ran.status, 3);
    EXPECT_THAT(ran.err, HasSubstr("is in use by another process"));
    EXPECT_TRUE(fs::exists(program / folder / "lock"));
  };
  refused_while_locked("data", [&] { return try_back_up("new-log", "new-vault"); });
  EXPECT_FALSE(fs::exists(program / "new-log"));
  fs::create_directory(program / "again");  // Another restore is at work.
  program.write("again/verloop.json.unfinished", "");
  refused_while_locked("again", [&] { return restore(); });
}

TEST_F(BackingUp, SaysWhereItCannotWrite) {
  program.write("file", "");
  const Ran english = program.run(
      {"backup", "--data", "data", "--to", "file/log", "--vault-to", "file/vault", "--lang", "en"});
  EXPECT_EQ(english.status, 3);
  EXPECT_THAT(english.err, HasSubstr("writing file/vault failed"));
  const Ran dutch = program.run(
      {"backup", "--data", "data", "--to", "file/log", "--vault-to", "file/vault", "--lang", "nl"});
  EXPECT_THAT(dutch.err, HasSubstr("file/vault kon niet worden geschreven"));
}

TEST_F(BackingUp, HoldsNoNameAndNoKeyInTheClear) {
  record_document();
  back_up();
  std::vector<std::string> canaries{load_key(program / "data.key").value(),
                                    read_file(program / "data.key").substr(0, 43)};
  canaries.insert(canaries.end(), {"Noor", "Vermeulen", "Daan", "Bakker", "Jansen", "pup-noor",
                                   "pup-daan", "pup-sem", "the end", "quote.pdf"});
  for (const std::string place : {"log/log", "log/access", "log/documents", "vault"}) {
    const fs::path plain = program / "restored" / place;
    fs::create_directories(plain);
    restore_backup(program / place, 1, plain).value();
    std::string all;  // As they were before the database compressed them.
    Database::open(plain, OpenMode::read_only)
        ->scan("", "",
               [&all](std::string_view key, std::string_view value) {
                 all.append(key).append(value);
                 return true;
               })
        .value();
    EXPECT_FALSE(all.empty());
    for (const std::string& canary : canaries) {
      EXPECT_EQ(all.find(canary), std::string::npos) << place << ": " << canary;
      EXPECT_FALSE(lies_in(program / place, canary)) << place << ": " << canary;
    }
  }
}

}  // namespace
}  // namespace verloop::test
