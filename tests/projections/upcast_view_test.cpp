// A view lists what the newest version of an event type calls its fields. What an older version
// called by a name that is another field's now is not shown by it: not in the case as it was, nor
// in what a correction says.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/role_view.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::UnorderedElementsAre;

/// The plan is called drawing, which the clerk does not see, and `plan` is another text, which the
/// clerk sees; the kind is what it was.
std::shared_ptr<const Definition> swapped() {
  const std::string first = permit_catalogue;
  const std::size_t begin = first.find("  PermitRequested@1:");
  const std::size_t end = first.find("  FeeSet@1:");
  std::string request = first.substr(begin, end - begin);
  request = replaced(request, "PermitRequested@1", "PermitRequested@2");
  request = replaced(request, "      plan: {",
                     "      drawing: {type: text, class: confidential, subject: case}\n"
                     "      plan: {");
  request = replaced(request, "    fold:\n",
                     "    upcast: {rename: {plan: drawing}}\n    fold:\n"
                     "      - {set: request.drawing, from: sealed.drawing}\n");
  std::string catalogue = first;
  return loaded({{"permits.yaml", catalogue.insert(end, request)},
                 {"building-permit.yaml", replaced(permit_procedure, "version: 3", "version: 4")}});
}

class UpcastView : public testing::Test {
 protected:
  UpcastView() {
    world_.enter("clerk-1", "clerk", "office-1");
    const Answer answer = world_.act("clerk-1", "requestPermit",
                                     {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}});
    EXPECT_EQ(kind_of(answer), "accepted");
  }
  Reader clerk(const Definition& definition) const {
    return {{{"clerk-1"}, {"clerk"}, {"office-1"}, {}},
            &definition.procedure.views.at("clerk"),
            {},
            Language::en};
  }
  boost::json::object seen_of_request(const Reader& reader) {
    Looks looks;
    const auto seen = seen_state(reader, world_.state(), world_.definition(), world_.log(),
                                 world_.vault(), looks);
    return seen->at("request").as_object();
  }
  Record correction() const {
    Record record = world_.records().front().record;
    record.type.text = "EntryCorrected@1";
    record.data = {{"entry", 0}, {"entryType", "PermitRequested"}};
    record.sealed = {{"fields/plan", Digest{}}, {"reason", Digest{}}};
    return record;
  }

  World world_;
  const std::shared_ptr<const Definition> next_ = swapped();
};

TEST_F(UpcastView, ShowsTheCaseAsItWasByWhatItsFieldsWereCalledThen) {
  EXPECT_EQ(seen_of_request(clerk(world_.definition())).at("plan").as_string(), "a shed");
  const auto seen = seen_of_request(clerk(*next_));
  EXPECT_EQ(seen.if_contains("plan"), nullptr);
  EXPECT_EQ(seen.at("kind").as_string(), "shed");
  EXPECT_TRUE(sees_origin(clerk(*next_), "request.kind", world_.definition()));
  EXPECT_FALSE(sees_origin(clerk(*next_), "request.plan", world_.definition()));
}

TEST_F(UpcastView, ShowsAnEventByWhatItsFieldsWereCalledThen) {
  EXPECT_THAT(seen_fields(clerk(*next_), world_.records().front().record, *next_),
              UnorderedElementsAre("kind", "applicant"));
}

TEST_F(UpcastView, ShowsOfACorrectionOnlyWhatItShowsOfEveryVersion) {
  EXPECT_THAT(seen_fields(clerk(world_.definition()), correction(), world_.definition()),
              UnorderedElementsAre("entry", "entryType", "fields/plan"));
  EXPECT_THAT(seen_fields(clerk(*next_), correction(), *next_),
              UnorderedElementsAre("entry", "entryType"));
}

}  // namespace
}  // namespace verloop::test
