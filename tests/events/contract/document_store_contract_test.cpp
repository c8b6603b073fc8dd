// What every store of documents must do, whatever it is built on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/events/contract/stores.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const SubjectId noor{"s-noor"};
const SubjectId daan{"s-daan"};
const SealedPlace plan{Position{7}, "plan", noor};
const SealedPlace view_of_parents{Position{7}, "view", daan};
const SealedPlace quote{Position{300}, "quote", daan};

template <class Stores>
class DocumentStoreContract : public testing::Test {
 protected:
  DocumentStore& store() { return stores_.documents(); }
  std::vector<std::string> parts_at(const SealedPlace& place) {
    std::vector<std::string> parts;
    const auto stored = store().find(place.position, place.field).value();
    for (std::uint64_t number = 0; stored && number < stored->parts; ++number)
      parts.push_back(store().part(place.position, place.field, number).value().value());
    return parts;
  }
  std::vector<std::string> fields() {
    std::vector<std::string> fields;
    for (const SealedPlace& place : store().places().value())
      fields.push_back(std::to_string(place.position.value) + place.field + place.subject.text);
    return fields;
  }
  Stores stores_;
};

using Implementations = testing::Types<MemoryStores, RocksStores>;
TYPED_TEST_SUITE(DocumentStoreContract, Implementations);

TYPED_TEST(DocumentStoreContract, KeepsThePartsOfEachPlace) {
  ASSERT_TRUE(this->store().put(quote, {"q"}));
  ASSERT_TRUE(this->store().put(plan, {"one", "", "three"}));
  ASSERT_TRUE(this->store().put(view_of_parents, {"v"}));
  this->stores_.reopen();
  EXPECT_THAT(this->parts_at(plan), ElementsAre("one", "", "three"));
  EXPECT_THAT(this->parts_at(quote), ElementsAre("q"));
  EXPECT_EQ(this->store().find(plan.position, "plan").value()->subject, noor);
  EXPECT_THAT(this->fields(), ElementsAre("7plans-noor", "7views-daan", "300quotes-daan"));
  EXPECT_THAT(this->store().faults().value(), IsEmpty());
}

TYPED_TEST(DocumentStoreContract, HasNothingWhereNothingWasPut) {
  ASSERT_TRUE(this->store().put(plan, {"one"}));
  EXPECT_EQ(this->store().part(plan.position, "plan", 1).value(), std::nullopt);
  EXPECT_EQ(this->store().part(plan.position, "pla", 0).value(), std::nullopt);
  EXPECT_FALSE(this->store().find(plan.position, "view").value());
  EXPECT_FALSE(this->store().find(quote.position, "plan").value());
}

TYPED_TEST(DocumentStoreContract, PutsADocumentInPlaceOfAnother) {
  ASSERT_TRUE(this->store().put(plan, {"one", "two", "three"}));
  ASSERT_TRUE(this->store().put(plan, {"new"}));
  this->stores_.reopen();
  EXPECT_THAT(this->parts_at(plan), ElementsAre("new"));
  EXPECT_EQ(this->store().part(plan.position, "plan", 1).value(), std::nullopt);
  EXPECT_THAT(this->store().faults().value(), IsEmpty());
}

TYPED_TEST(DocumentStoreContract, RemovesWhatIsOfASubjectAndNothingElse) {
  ASSERT_TRUE(this->store().put(plan, {"one", "two"}));
  ASSERT_TRUE(this->store().put(view_of_parents, {"v"}));
  ASSERT_TRUE(this->store().put(quote, {"q"}));
  ASSERT_TRUE(this->store().remove_all({noor, {"s-nobody"}}));
  ASSERT_TRUE(this->store().remove_all({noor}));
  this->stores_.reopen();
  EXPECT_THAT(this->fields(), ElementsAre("7views-daan", "300quotes-daan"));
  EXPECT_EQ(this->store().part(plan.position, "plan", 0).value(), std::nullopt);
  EXPECT_THAT(this->store().faults().value(), IsEmpty());
}

}  // namespace
}  // namespace verloop::test
