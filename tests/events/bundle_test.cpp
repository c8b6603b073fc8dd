#include "events/bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/small_bundle.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
namespace json = boost::json;

class BundleFile : public testing::Test {
 protected:
  static json::object document() { return json::parse(encode(SmallBundle().bundle())).as_object(); }
  static std::string written(const json::object& document) {
    return canonical_json(document) + "\n";
  }
  static std::string problem_of(const json::object& document) {
    const auto bundle = decode_bundle(written(document));
    return bundle ? std::string() : bundle.error().detail;
  }
};

TEST_F(BundleFile, IsReadAsItWasWritten) {
  const std::string bytes = encode(SmallBundle().bundle());
  EXPECT_EQ(encode(decode_bundle(bytes).value()), bytes);
  EXPECT_THAT(bytes,
              testing::StartsWith(R"({"case":{"id":"c1","position":9,"procedure":"plan@1#)"));
  EXPECT_THAT(bytes, HasSubstr(R"("format":"verloop-bundle","formatVersion":1,"leftOut":[)"
                               R"({"audience":"school","version":1,"why":"unseen"}])"));
}

TEST_F(BundleFile, IsRefusedWithoutAnyOfItsMembers) {
  for (const auto& member : document()) {
    json::object less = document();
    less.erase(member.key());
    EXPECT_THAT(problem_of(less), HasSubstr(std::string(member.key()))) << member.key();
  }
}

TEST_F(BundleFile, IsRefusedInAnotherForm) {
  const std::string bytes = written(document());
  std::string twice = bytes;
  twice.insert(1, R"("case":{},)");
  for (const std::string& other : {std::string(), std::string("\n"), " " + bytes, bytes + "\n",
                                   bytes.substr(0, bytes.size() - 1), "{ " + bytes.substr(1), twice,
                                   std::string("[]\n"), std::string("null\n")})
    EXPECT_EQ(code_of(decode_bundle(other)), Errc::malformed) << other.substr(0, 20);
  EXPECT_EQ(code_of(decode_bundle(std::string(bundle_bytes_max + 1, ' '))), Errc::too_large);
}

TEST_F(BundleFile, IsRefusedWithMoreMembers) {
  json::object more = document();
  more["extra"] = 1;
  EXPECT_THAT(problem_of(more), HasSubstr("not in the one form"));
  more = document();
  more["events"].as_array()[0].as_object()["extra"] = "x";
  EXPECT_THAT(problem_of(more), HasSubstr("not in the one form"));
}

TEST_F(BundleFile, NamesTheMemberThatIsWrong) {
  const auto with = [](const std::function<void(json::object&)>& change) {
    json::object changed = document();
    change(changed);
    return problem_of(changed);
  };
  EXPECT_EQ(with([](auto& d) { d["format"] = "else"; }), "a bundle's format is not verloop-bundle");
  EXPECT_EQ(with([](auto& d) { d["formatVersion"] = 2; }),
            "a bundle's formatVersion is none that this program knows");
  EXPECT_EQ(with([](auto& d) { d["case"].at("version") = -1; }),
            "a bundle's case.version is no whole number from 0 on");
  EXPECT_EQ(with([](auto& d) { d["case"].at("id") = "@log"; }),
            "a bundle's case.id is no name of a case");
  EXPECT_EQ(with([](auto& d) { d["verifierKey"] = "x"; }),
            "a bundle's verifierKey is no verifier key");
  EXPECT_EQ(with([](auto& d) { d["events"].at(1).at("path").at(0) = "AAAA"; }),
            "a bundle's events[1].path[0] is no hash of 32 bytes");
  EXPECT_EQ(with([](auto& d) { d["events"].at(0).at("record") = "a b"; }),
            "a bundle's events[0].record is no base64url");
  EXPECT_EQ(with([](auto& d) { d["events"].at(0).at("disclosures") = "x"; }),
            "a bundle's events[0].disclosures is no array");
  EXPECT_EQ(with([](auto& d) { d["leftOut"].at(0).at("audience") = "all"; }),
            "a bundle's leftOut[0].audience is none of the names that it may be");
  EXPECT_EQ(with([](auto& d) { d["definitions"].at(0).at("deployed") = 1; }),
            "a bundle's definitions[0].deployed is no object");
  EXPECT_EQ(with([](auto& d) { d["directory"] = nullptr; }), "a bundle's directory is no array");
}

}  // namespace
}  // namespace verloop::test
