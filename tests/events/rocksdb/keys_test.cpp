#include "events/rocksdb/keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/log_batches.hpp"

namespace verloop::test {
namespace {

TEST(Keys, KeepTheOrderOfNumbers) {
  EXPECT_LT(keys::record({255}), keys::record({256}));
  EXPECT_LT(keys::entry({"c1"}, {9}), keys::entry({"c1"}, {10}));
  EXPECT_LT(keys::checkpoint(65535), keys::checkpoint(65536));
}

TEST(Keys, AreSpelledAsDocumented) {
  using namespace std::string_literals;
  EXPECT_EQ(keys::record({258}), "r\0\0\0\0\0\0\1\2"s);
  EXPECT_EQ(keys::leaf({1}), "h\0\0\0\0\0\0\0\0\1"s);
  EXPECT_EQ(keys::hash(2, 1), "h\2\0\0\0\0\0\0\0\1"s);
  EXPECT_EQ(keys::tile({1, 258}), "m\1\0\0\0\0\0\0\1\2"s);
  EXPECT_EQ(keys::sealed({1}, "words"), "s\0\0\0\0\0\0\0\1words"s);
  EXPECT_EQ(keys::entry({"c1"}, {2}), "vc1\0\0\0\0\0\0\0\0\2"s);
  EXPECT_EQ(keys::head({"c1"}), "nc1");
  EXPECT_EQ(keys::data_key({"s-1"}), "d/s-1");
}

TEST(Keys, SayWhatTheyWereMadeOf) {
  EXPECT_EQ(keys::number_of(keys::record({258})), 258u);
  EXPECT_EQ(keys::field_of(keys::sealed({1}, "words")), "words");
  const auto place = keys::place_of(keys::entry({"@org/school-1"}, {2}));
  EXPECT_EQ(place->stream, CaseId{"@org/school-1"});
  EXPECT_EQ(place->version, Version{2});
  EXPECT_EQ(keys::name_of(keys::command({"id"})), "id");
  EXPECT_EQ(keys::hash_place_of(keys::tile({7, 258})), (TileId{7, 258}));
}

TEST(Keys, OfAnotherFormSayNothing) {
  EXPECT_EQ(keys::number_of("r123"), std::nullopt);
  EXPECT_EQ(keys::field_of("s12345678"), std::nullopt);
  EXPECT_EQ(keys::place_of("vc1-12345678"), std::nullopt);
  EXPECT_EQ(keys::hash_place_of("m12345678"), std::nullopt);
  EXPECT_EQ(keys::hash_place_of("m\x08"
                                "12345678"),
            std::nullopt);
}

KnownCommand known_command() {
  return {sha256("content"), {{"c1"}, {4}, {7}, {8}, {{"ids", boost::json::array{1}}}, false}};
}

TEST(Values, OfACommandAreReadBack) {
  const std::string bytes = values::command(known_command());
  EXPECT_EQ(bytes, R"({"answer":{"ids":[1]},"case":"c1","content":")" +
                       to_base64url(view(sha256("content"))) +
                       R"(","first":7,"position":8,"version":4})");
  const KnownCommand read = values::command_from(bytes).value();
  EXPECT_EQ(values::command(read), bytes);
}

TEST(Values, OfACommandAreRefusedWhenDamaged) {
  const std::string bytes = values::command(known_command());
  EXPECT_EQ(code_of(values::command_from("")), Errc::malformed);
  EXPECT_EQ(code_of(values::command_from("[]")), Errc::malformed);
  for (const char* name : {"answer", "case", "content", "first", "position", "version"}) {
    std::string changed = bytes;
    changed[changed.find(name)] = 'X';
    EXPECT_EQ(code_of(values::command_from(changed)), Errc::malformed) << name;
  }
}

TEST(Values, OfATailAndACheckpointAreReadBack) {
  CompactRange tree;
  for (int leaf = 0; leaf < 7; ++leaf) tree.append(sha256(std::to_string(leaf)));
  const std::string tail = values::tail({at_second(3), tree});
  EXPECT_EQ(values::tail_from(tail)->tree.root(), tree.root());
  EXPECT_EQ(values::tail_from(tail)->recorded_at, at_second(3));
  EXPECT_EQ(code_of(values::tail_from(tail.substr(1))), Errc::malformed);
  EXPECT_EQ(code_of(values::tail_from("short")), Errc::malformed);
  const std::string checkpoint = values::checkpoint({tree, "note"});
  EXPECT_EQ(values::checkpoint_from(7, checkpoint)->note, "note");
  EXPECT_EQ(values::checkpoint_from(7, checkpoint)->tree.root(), tree.root());
  EXPECT_EQ(code_of(values::checkpoint_from(8, checkpoint)), Errc::malformed);
  EXPECT_EQ(code_of(values::checkpoint_from(7, "")), Errc::malformed);
}

TEST(Values, OfASealedFieldAreReadBack) {
  const std::string bytes = values::sealed({"words", {"s-1"}, "cipher"});
  const auto read = values::sealed_from("words", bytes);
  EXPECT_EQ(read->subject, SubjectId{"s-1"});
  EXPECT_EQ(read->bytes, "cipher");
  EXPECT_FALSE(values::sealed_from("words", "x").has_value());
  EXPECT_FALSE(values::sealed_from("words", bytes.substr(0, 4)).has_value());
}

}  // namespace
}  // namespace verloop::test
