#include <set>

#include <gtest/gtest.h>

#include "events/record.hpp"

namespace verloop {
namespace {

TEST(CaseId, IsOfLettersDigitsAndThreeSigns) {
  for (const std::string& text :
       {std::string("a"), std::string("7"), std::string("A.b_c-9"), std::string(64, 'x')})
    EXPECT_TRUE(is_case_id(text)) << text;
  for (const std::string& text :
       {std::string(), std::string(65, 'x'), std::string("-a"), std::string(".a"),
        std::string("_a"), std::string("@log"), std::string("a b"), std::string("a/b"),
        std::string("\u00e9"), std::string("a\0", 2)})
    EXPECT_FALSE(is_case_id(text)) << text;
}

TEST(SystemStream, IsOneOfSixKinds) {
  for (const auto* text :
       {"@directory", "@definitions", "@subjects", "@log", "@org/school-1", "@access/2026-03-10"})
    EXPECT_TRUE(is_system_stream(text)) << text;
  for (const auto* text : {"", "log", "@", "@logs", "@org", "@org/", "@org/a/b", "@org/@log",
                           "@access", "@access/", "@access/2026-02-30", "@access/today"})
    EXPECT_FALSE(is_system_stream(text)) << text;
}

TEST(Uuid, IsInLowerCaseWithDashes) {
  EXPECT_TRUE(is_uuid("0b7f1c1e-58b4-4e0e-9f5e-3a5e0c1d2b3a"));
  for (const auto* text :
       {"", "0B7F1C1E-58b4-4e0e-9f5e-3a5e0c1d2b3a", "0b7f1c1e58b44e0e9f5e3a5e0c1d2b3a",
        "0b7f1c1e-58b4-4e0e-9f5e-3a5e0c1d2b3", "0b7f1c1e-58b4-4e0e-9f5e-3a5e0c1d2b3aa",
        "0b7f1c1e-58b4-4e0e-9f5e-3a5e0c1d2b3g", "0b7f1c1e058b4-4e0e-9f5e-3a5e0c1d2b3a",
        "{b7f1c1e-58b4-4e0e-9f5e-3a5e0c1d2b3}", "0b7f1c1--58b4-4e0e-9f5e-3a5e0c1d2b3a",
        "0b7f1c1e5-8b4-4e0e-9f5e-3a5e0c1d2b3a"})
    EXPECT_FALSE(is_uuid(text)) << text;
}

TEST(Uuid, FromANameIsAlwaysTheSameOfVersion5) {
  EXPECT_EQ(uuid_from_name("name"), uuid_from_name("name"));
  EXPECT_NE(uuid_from_name("name"), uuid_from_name("other"));
  EXPECT_EQ(uuid_from_name("name"), "c8dab18d-acc2-53c4-b398-7c9832bb026f");
}

TEST(Uuid, AtRandomIsOfVersion4AndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string uuid = random_uuid();
    EXPECT_TRUE(is_uuid(uuid)) << uuid;
    EXPECT_EQ(uuid[14], '4') << uuid;
    EXPECT_NE(std::string_view("89ab").find(uuid[19]), std::string_view::npos) << uuid;
    EXPECT_TRUE(seen.insert(uuid).second);
  }
}

}  // namespace
}  // namespace verloop
