#include "projections/access_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accessed.hpp"
#include "tests/support/definitions.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Actor auditor{{"aud-1"}, {"auditor"}, {"swv"}, {}};

/// On three days in a row somebody is shown a case of a subject of its own: c1 of s-1, c2 of s-2...
class SearchAccess : public testing::Test {
 protected:
  void SetUp() override {
    see("ib-1", 1, "2026-03-09");
    see("ib-2", 2, "2026-03-10");
    see("ib-1", 3, "2026-03-11");
    const Actor ib{{"ib-1"}, {"ib"}, {"school-1"}, {}};
    accessed_.access()
        .erased(ib, {"s-1"}, ErasureGround::request, {"erase", Via::local, noon("2026-03-12")})
        .value();
  }

  void see(const std::string& who, int number, const std::string& day) {
    const std::string digits = std::to_string(number);
    Looks looks{{{"c" + digits}, {{{"s-" + digits}}, {"plan"}}}};
    const Actor by{{who}, {"ib"}, {"school-1"}, {}};
    accessed_.access()
        .hand_out(Guarded<int>(0, Sight{by, std::move(looks), {1}}),
                  {"show", Via::local, noon(day)})
        .value();
  }

  AccessPage search(const AccessQuery& query) {
    return search_access(accessed_.access(), query, auditor, Language::en,
                         {"audit", Via::local, noon("2026-03-20")})
        .value();
  }
  /// The positions of what is found.
  std::vector<std::uint64_t> found(const AccessQuery& query) {
    std::vector<std::uint64_t> positions;
    for (const auto& row : search(query).entries)
      positions.push_back(row.at("position").to_number<std::uint64_t>());
    return positions;
  }

  Accessed accessed_;
};

TEST_F(SearchAccess, FindsAllInOrder) {
  EXPECT_THAT(found({}), ElementsAre(0, 1, 2, 3));
}

TEST_F(SearchAccess, FindsByWhoCaseAndType) {
  AccessQuery query;
  query.actor = ActorId{"ib-1"};
  EXPECT_THAT(found(query), ElementsAre(0, 2, 3));
  query.type = "Read";
  EXPECT_THAT(found(query), ElementsAre(0, 2));
  query.case_id = CaseId{"c3"};
  EXPECT_THAT(found(query), ElementsAre(2));
  query.case_id = CaseId{"c2"};
  EXPECT_THAT(found(query), IsEmpty());
}

TEST_F(SearchAccess, FindsEachLookAtASubjectAndItsErasure) {
  AccessQuery query;
  query.subject = SubjectId{"s-1"};
  EXPECT_THAT(found(query), ElementsAre(0, 3));
}

TEST_F(SearchAccess, FindsByDay) {
  AccessQuery query;
  query.from = day("2026-03-10");
  EXPECT_THAT(found(query), ElementsAre(1, 2, 3));
  query.to = day("2026-03-10");
  EXPECT_THAT(found(query), ElementsAre(1));
  query.from = day("2027-01-01");
  EXPECT_THAT(found(query), IsEmpty());
}

TEST_F(SearchAccess, GoesOnWhereAPageEnds) {
  AccessQuery query;
  query.count_max = 2;
  const AccessPage first = search(query);
  EXPECT_THAT(first.entries, SizeIs(2));
  query.start = first.next.value();
  EXPECT_THAT(found(query), ElementsAre(2, 3));
  query.start = {3};
  query.count_max = 1;
  query.type = "Erased";
  EXPECT_EQ(search(query).next, std::nullopt);
}

TEST_F(SearchAccess, LooksAtSoManyEntriesAPageAndSaysWhereToGoOn) {
  AccessQuery query;
  query.type = "Erased";
  query.looked_at_max = 2;
  const AccessPage first = search(query);
  EXPECT_THAT(first.entries, IsEmpty());
  ASSERT_EQ(first.next, Position{2});
  query.start = *first.next;
  EXPECT_THAT(found(query), ElementsAre(3));
}

TEST_F(SearchAccess, IsOneEntryItself) {
  ASSERT_THAT(search({}).entries, SizeIs(4));
  const auto entries = accessed_.entries();
  ASSERT_THAT(entries, SizeIs(5));
  EXPECT_EQ(entries.back().type.text, "Read@1");
  EXPECT_EQ(entries.back().action.text, "audit");
  EXPECT_EQ(entries.back().actor, auditor);
  EXPECT_FALSE(entries.back().data.contains("case"));
}

TEST_F(SearchAccess, TellsNothingWhenItCannotBeEntered) {
  accessed_.access().close({Errc::read_only, "no"});
  const auto page = search_access(accessed_.access(), {}, auditor, Language::en, {"audit"});
  EXPECT_EQ(page.error().code, Errc::read_only);
}

}  // namespace
}  // namespace verloop::test
