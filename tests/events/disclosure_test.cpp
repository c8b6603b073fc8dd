#include "events/disclosure.hpp"

#include <set>

#include <gtest/gtest.h>

#include "tests/support/sample_record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

Disclosure sample() {
  Disclosure disclosure{{}, "words", json::value("heard")};
  disclosure.salt[15] = std::byte{255};
  return disclosure;
}

Seed seed(unsigned char first = 1) {
  Seed bytes{};
  bytes[0] = std::byte{first};
  return bytes;
}

Field field(std::string name, PrivacyClass privacy, FieldKind kind = FieldKind::text) {
  Field made;
  made.name = std::move(name);
  made.type.kind = kind;
  made.privacy = privacy;
  return made;
}

/// A type with a field of each class and a member number.
EventType type() {
  EventType made;
  made.id = {"Heard@1"};
  made.fields = {field("place", PrivacyClass::open, FieldKind::name),
                 field("pupil", PrivacyClass::personal, FieldKind::reference),
                 field("words", PrivacyClass::special), field("remark", PrivacyClass::confidential),
                 field("member", PrivacyClass::open, FieldKind::member)};
  return made;
}

Event event() {
  Event made;
  made.type = {"Heard@1"};
  made.occurred_on = *parse_occurrence("2026-03-09");
  made.basis = Basis::attested;
  made.fields = {{"place", "school"}, {"pupil", "p-1"}, {"words", "heard"}, {"member", 1}};
  made.subjects = {{"pupil", {"p-1"}}, {"words", {"p-1"}}};
  made.deviations = {{{"K-01"}, "because"}};
  made.links = {{3}};
  return made;
}

SealedEvent sealed() {
  return seal(event(), type(), {"a-1"}, seed()).value();
}

TEST(Disclosure, IsAnArrayOfSaltFieldAndValue) {
  EXPECT_EQ(encode(sample()), R"(["AAAAAAAAAAAAAAAAAAAA_w","words","heard"])");
  EXPECT_EQ(digest(sample()), sha256(encode(sample())));
}

TEST(Disclosure, IsReadAsItWasWritten) {
  EXPECT_EQ(decode_disclosure(encode(sample())).value(), sample());
}

TEST(Disclosure, IsRefusedWhenItIsNotInTheForm) {
  for (const auto* bytes :
       {"", "{}", "[]", R"(["AAAAAAAAAAAAAAAAAAAA_w","words"])",
        R"(["AAAAAAAAAAAAAAAAAAAA_w","words","heard",1])", R"([1,"words","heard"])",
        R"(["AAAAAAAAAAAAAAAAAAAA_w",1,"heard"])", R"(["AAAAAAAAAAAAAAAAAAAA_x","words",1])",
        R"(["AAAAAAAAAAAAAAAAAAAA","words",1])", R"(["AAAAAAAAAAAAAAAAAAAA_w", "words",1])",
        R"(["AAAAAAAAAAAAAAAAAAAA_w","words",1.0])",
        R"(["AAAAAAAAAAAAAAAAAAAA_w","words",{"b":1,"a":2}])"})
    EXPECT_EQ(decode_disclosure(bytes).error().code, Errc::malformed) << bytes;
}

TEST(Disclosure, IsCommittedToByTheRecordThatHoldsItsDigest) {
  Record record = test::smallest_record();
  record.sealed = {{"words", digest(sample())}};
  EXPECT_TRUE(commits_to(record, sample()));
  Disclosure other = sample();
  other.value = "unheard";
  EXPECT_FALSE(commits_to(record, other));
  other = sample();
  other.field = "remark";
  EXPECT_FALSE(commits_to(record, other));
  other = sample();
  other.salt[0] = std::byte{1};
  EXPECT_FALSE(commits_to(record, other));
}

TEST(SealedContext, BindsLogPositionFieldAndDigest) {
  EXPECT_EQ(sealed_context("example.com/log", {7}, "words", sha256("")),
            R"(["example.com/log",7,"words","47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"])");
}

TEST(Seal, SplitsFieldsByTheirClass) {
  EXPECT_EQ(sealed().data, (json::object{{"place", "school"}, {"member", 1}}));
  std::map<std::string, std::pair<std::string, json::value>> openings;
  for (const Opening& opening : sealed().openings)
    openings[opening.disclosure.field] = {opening.subject.text, opening.disclosure.value};
  const decltype(openings) expected = {{"pupil", {"p-1", "p-1"}},
                                       {"words", {"p-1", "heard"}},
                                       {"motivation/K-01", {"actor/a-1", "because"}}};
  EXPECT_EQ(openings, expected);
}

TEST(Seal, KeepsWhatIsNoField) {
  EXPECT_EQ(sealed().type, event().type);
  EXPECT_EQ(sealed().occurred_on, event().occurred_on);
  EXPECT_EQ(sealed().basis, Basis::attested);
  EXPECT_EQ(sealed().findings, std::vector<RuleId>{{"K-01"}});
  EXPECT_EQ(sealed().links, std::vector<Position>{{3}});
}

TEST(Seal, GivesEachFieldAnotherSalt) {
  std::set<std::array<std::byte, 16>> seen = {sealed().nonce};
  for (const Opening& opening : sealed().openings)
    EXPECT_TRUE(seen.insert(opening.disclosure.salt).second) << opening.disclosure.field;
}

TEST(Seal, DependsOnItsSeedAlone) {
  const SealedEvent other = seal(event(), type(), {"a-1"}, seed(2)).value();
  EXPECT_EQ(sealed().nonce, sealed().nonce);
  EXPECT_NE(sealed().nonce, other.nonce);
  ASSERT_EQ(sealed().openings.size(), other.openings.size());
  for (std::size_t i = 0; i < other.openings.size(); ++i) {
    EXPECT_EQ(sealed().openings[i].disclosure, sealed().openings[i].disclosure);
    EXPECT_NE(sealed().openings[i].disclosure.salt, other.openings[i].disclosure.salt);
  }
}

TEST(Seal, RefusesAValueBeyondItsLimit) {
  Event large = event();
  large.fields["words"] = std::string(sealed_value_bytes_max - 2, 'x');  // Two for the quotes.
  const auto fits = seal(large, type(), {"a-1"}, seed());
  ASSERT_TRUE(fits.has_value());
  for (const Opening& opening : fits->openings)
    EXPECT_TRUE(decode_disclosure(encode(opening.disclosure)).has_value());
  large.fields["words"] = std::string(sealed_value_bytes_max - 1, 'x');
  EXPECT_EQ(seal(large, type(), {"a-1"}, seed()).error().code, Errc::too_large);
  large = event();
  large.deviations[0].motivation = std::string(sealed_value_bytes_max, 'x');
  EXPECT_EQ(seal(large, type(), {"a-1"}, seed()).error().code, Errc::too_large);
}

TEST(Seal, RefusesAValueThatIsNotRecordable) {
  for (const auto* name : {"place", "words"}) {
    Event other = event();
    other.fields[name] = 0.5;
    EXPECT_EQ(seal(other, type(), {"a-1"}, seed()).error().code, Errc::malformed);
  }
}

TEST(SealDeathTest, StopsAtWhatTheCatalogueDoesNotKnow) {
  Event unknown = event();
  unknown.fields["other"] = 1;
  EXPECT_DEATH((void)seal(unknown, type(), {"a-1"}, seed()), "fields of its type");
  Event without_subject = event();
  without_subject.subjects.erase("words");
  EXPECT_DEATH((void)seal(without_subject, type(), {"a-1"}, seed()), "subject");
  Event twice = event();
  twice.deviations.push_back(twice.deviations[0]);
  EXPECT_DEATH((void)seal(twice, type(), {"a-1"}, seed()), "once");
}

}  // namespace
}  // namespace verloop
