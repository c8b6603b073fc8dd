#include "events/rocksdb/database.hpp"
#include "events/rocksdb/keys.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

class Tampering : public Played {
 protected:
  /// Changes one bit of the value under a key in the folder's log; gives what lay there.
  std::string change(const std::string& key, std::size_t at) const {
    auto log = Database::open(program / "data/log", OpenMode::read_write);
    EXPECT_TRUE(log.has_value());
    const std::string before = log->get(key)->value();
    std::string bytes = before;
    bytes[at % bytes.size()] = static_cast<char>(bytes[at % bytes.size()] ^ 1);
    write(*log, key, bytes);
    return before;
  }

  void put_back(const std::string& key, const std::string& bytes) const {
    auto log = Database::open(program / "data/log", OpenMode::read_write);
    ASSERT_TRUE(log.has_value());
    write(*log, key, bytes);
  }

  boost::json::object verified() const {
    return boost::json::parse(program.run({"verify", "data", "--json"}).out).as_object();
  }

 private:
  static void write(Database& log, const std::string& key, const std::string& bytes) {
    rocksdb::WriteBatch batch;
    batch.Put(key, bytes);
    EXPECT_TRUE(log.write(std::move(batch), "changing a record").has_value());
  }
};

TEST_F(Tampering, OneByteOfAnyRecordIsFoundAtItsPosition) {
  const auto size = verified().at("size").to_number<std::uint64_t>();
  ASSERT_GT(size, 20U);
  for (std::uint64_t position = 0; position < size; position += 6) {
    const std::string key = keys::record({position});
    const std::string before = change(key, position * 31 + 7);
    const Ran ran = program.run({"verify", "data"});
    EXPECT_EQ(ran.status, 1) << position;
    EXPECT_THAT(ran.out, HasSubstr("position " + std::to_string(position) + ":"));
    put_back(key, before);
  }
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(Tampering, EveryRecordThatWasChangedIsNamed) {
  const auto size = verified().at("size").to_number<std::uint64_t>();
  for (std::uint64_t position = 0; position < size; ++position)
    change(keys::record({position}), position * 17 + 3);
  const Ran ran = program.run({"verify", "data"});
  EXPECT_EQ(ran.status, 1);
  for (std::uint64_t position = 0; position < size; ++position)
    EXPECT_THAT(ran.out, HasSubstr("position " + std::to_string(position) + ":"));
}

TEST_F(Tampering, OneByteOfALeafIsFoundAtItsPosition) {
  change(keys::leaf({9}), 3);
  const Ran ran = program.run({"verify", "data"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("position 9:"));
}

TEST_F(Tampering, OneByteOfAFileIsFoundToo) {
  for (const auto& entry : std::filesystem::directory_iterator(program / "data/log")) {
    if (entry.path().extension() != ".sst") continue;
    const std::string before = read_file(entry.path());
    std::string bytes = before;
    bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 1);
    program.write("data/log/" + entry.path().filename().string(), bytes);
    EXPECT_EQ(program.run({"verify", "data"}).status, 1) << entry.path();
    program.write("data/log/" + entry.path().filename().string(), before);
  }
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(Tampering, AMarkerThatWasChangedCutOrRemovedIsFound) {
  const std::string before = read_file(program / "data/verloop.json");
  const auto is_found = [this](const std::string& what) {
    const Ran ran = program.run({"verify", "data"});
    EXPECT_EQ(ran.status, 1) << what << ran.all();
    EXPECT_NE(ran.err, "") << what;
  };
  for (const std::string bytes :
       {"", "{", "[]", R"({"format":3})", R"({"origin":"a"})", R"({"format":2,"origin":"a"})",
        R"({"format":4,"origin":"a"})", R"({"format":3,"origin":"a+b"})",
        R"({"format":3,"origin":"a b"})", R"({"format":3,"origin":""})",
        R"({"format":3,"origin":"verloop.invalid/other"})"}) {
    program.write("data/verloop.json", bytes);
    is_found(bytes);
  }
  std::filesystem::remove(program / "data/verloop.json");
  is_found("none");
  program.write("data/verloop.json", before);
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(Tampering, AnOlderVaultIsNoErasure) {
  const Program other;
  ASSERT_EQ(other.run({"init", "--data", "data"}).status, 0);
  std::filesystem::copy(other / "data/vault", other / "older",
                        std::filesystem::copy_options::recursive);
  ASSERT_EQ(other.run({"run", scenario_file(name), "--data", "data"}).status, 0);
  std::filesystem::remove_all(other / "data/vault");
  std::filesystem::rename(other / "older", other / "data/vault");
  const Ran ran = other.run({"verify", "data"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("no mark that it was destroyed"));
}

TEST_F(Tampering, AnOlderAnchorIsFound) {
  const std::string older = read_file(program / "data/anchor");
  ASSERT_EQ(
      program.run({"do", "c9", "openCase", "title=x", "--data", "data", "--as", name + ".ib-1"})
          .status,
      0);
  program.write("data/anchor", older);
  const Ran ran = program.run({"verify", "data"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("newer than the size anchor"));
}

TEST_F(Tampering, ANameThatLeadsToAnotherPersonIsFound) {
  std::map<std::string, std::string> names;
  {
    const auto vault = Database::open(program / "data/vault", OpenMode::read_only);
    ASSERT_TRUE(vault->scan("h/", "h/", [&](std::string_view key, std::string_view value) {
      names[std::string(key)] = value;
      return true;
    }));
  }
  ASSERT_GE(names.size(), 2U);
  const auto put = [&](const std::string& key, const std::string& subject) {
    auto vault = Database::open(program / "data/vault", OpenMode::read_write);
    rocksdb::WriteBatch batch;
    batch.Put(key, subject);
    ASSERT_TRUE(vault->write(std::move(batch), "changing a name"));
  };
  const auto& [first, second] = std::pair(*names.begin(), *std::next(names.begin()));
  put(first.first, second.second);
  put(second.first, first.second);
  const Ran swapped = program.run({"verify", "data"});
  EXPECT_EQ(swapped.status, 1);
  EXPECT_THAT(swapped.out, HasSubstr("the vault's index of persons does not lead to subject s-"));
  put(first.first, first.second);
  put(second.first, second.second);
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(Tampering, ALeftoverInAnyDatabaseIsNamed) {
  for (const std::string part : {"log", "vault", "projections"}) {
    const std::string key = part == "projections" ? std::string("old\0\0\0\0\1\0x", 10) : "zz";
    const auto write = [&](auto change) {
      auto database = Database::open(program / "data" / part, OpenMode::read_write);
      rocksdb::WriteBatch batch;
      change(batch);
      ASSERT_TRUE(database->write(std::move(batch), "leaving something"));
    };
    write([&](rocksdb::WriteBatch& batch) { batch.Put(key, "leftover"); });
    const Ran ran = program.run({"verify", "data"});
    EXPECT_EQ(ran.status, 1) << part;
    EXPECT_THAT(ran.out, HasSubstr(part == "projections" ? "a view old, version 1" : part));
    write([&](rocksdb::WriteBatch& batch) { batch.Delete(key); });
  }
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

TEST_F(Tampering, IsSaidInDutch) {
  const auto is_said = [this](const std::string& words) {
    const Ran ran = program.run({"verify", "data", "--lang", "nl"});
    EXPECT_EQ(ran.status, 1) << ran.all();
    EXPECT_THAT(ran.all(), HasSubstr(words));
    EXPECT_THAT(ran.all(), testing::Not(HasSubstr("melding")));
  };
  std::string before = change(keys::record({9}), 3);
  is_said("het record op positie 9 past niet bij zijn bladhash");
  put_back(keys::record({9}), before);
  before = change(keys::leaf({9}), 3);
  is_said("het record op positie 9 past niet bij zijn bladhash");
  put_back(keys::leaf({9}), before);
  put_back("zz", "leftover");
  is_said("van een soort die dit programma niet kent");
  std::filesystem::remove(program / "data/anchor");
  is_said("het anker van de omvang");
}

TEST_F(Tampering, AnyOtherCommandCallsItAFailureOfStorage) {
  change(keys::record({verified().at("size").to_number<std::uint64_t>() - 1}), 5);
  EXPECT_EQ(ask("show", "con-1").status, 3);
}

}  // namespace
}  // namespace verloop::test
