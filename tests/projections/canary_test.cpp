// Nobody is shown a sealed value that its role's view does not list: each sealed field of each
// event type holds words of its own, and every answer to every role is searched for them; and so is
// the access log, which names the fields.

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/calendar.hpp"
#include "projections/case_answers.hpp"
#include "projections/make_bundle.hpp"
#include "tests/support/accessed.hpp"
#include "tests/support/made_up.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

struct Canary {
  std::string words;
  std::string event;
  std::string field;
  std::int64_t member = 0;  // 0: the event is about no member.
  bool of_pupil = false;
  Audience audience{};
};

std::string first_member_field(const EventType& type) {
  for (const Field& field : type.fields)
    if (field.type.kind == FieldKind::member) return field.name;
  return {};
}

const std::string words_beside = "motivation/K-ST-07";  // Sealed beside an event.

/// A case with an event of every type, those about a member once for each of two members.
class Aviary {
 public:
  Aviary() {
    world_.at("2026-03-02");
    world_.enter("ib-1", "ib", "school-1");
    sing("ClusterCaseOpened", 0);
    sing("ExtensionCycleStarted", 0);
    for (const auto& [id, type] : world_.definition().catalogue.types()) {
      if (system_catalogue()->types.find(id) != nullptr || type.name == "ClusterCaseOpened" ||
          type.name == "ExtensionCycleStarted" || type.name == "ClusterCaseClosed")
        continue;
      sing(type.name, 1);
      if (!first_member_field(type).empty()) sing(type.name, 2);
    }
    for (const auto& [role, view] : world_.definition().procedure.views)
      world_.enter("someone", role, "school-1");
    world_.restart();
  }

  void sing(const std::string& name, std::int64_t member) {
    const EventType& type = *world_.definition().catalogue.find(name);
    const bool about_one = !first_member_field(type).empty();
    Event event;
    event.type = type.id;
    event.occurred_on = {day("2026-03-02"), "2026-03-02"};
    for (const Field& field : type.fields) fill(event, type, field, about_one ? member : 0);
    event.deviations = {
        {{"K-ST-07"}, new_canary(type, words_beside, about_one ? member : 0, false)}};
    event.subjects["motivation/K-ST-07"] = {"actor/ib-1"};
    append(std::move(event), type);
  }

  std::vector<Canary> canaries;
  World& world() { return world_; }

  Reader reader(const std::string& role, Language language) {
    const auto& view = world_.definition().procedure.views.at(role);
    Reader reader{{{"someone"}, {role}, {"school-1"}, {}}, &view, {}, language};
    if (view.own) reader.own_members = {1};
    return reader;
  }

  /// All that the role is told about the case, in both languages.
  std::string answers(const std::string& role) {
    std::string text;
    const Sources sources{world_.log(), world_.vault(), world_.definitions(), world_.directory()};
    const LoadedCase& loaded = *world_.processor().find({"c1"}).value();
    const Definition& definition = world_.definition();
    const Circumstances given{world_.now(), day("2026-03-02"), definition, {}, true};
    for (const Language language : {Language::nl, Language::en}) {
      const Reader who = reader(role, language);
      text += boost::json::serialize(
          handed(case_answer(sources, who, loaded.state, day("2026-03-02"))));
      text += boost::json::serialize(
          handed(history_answer(sources, who, {"c1"}, {}, Detail::events_with_changes)));
      text += boost::json::serialize(
          compliance_answer(who, loaded.state, definition, day("2026-03-02")));
      text += boost::json::serialize(actions_answer(who, loaded, given));
      const auto items = Calendars(sources).of(who, {"c1"}, std::nullopt);
      for (const CalendarItem& item : items.value()) text += item.label + item.name + item.entry;
    }
    return text + bundled(role);
  }

  /// All records and disclosures of an audit bundle made for the role, which verifies.
  std::string bundled(const std::string& role) {
    world_.log().sign_checkpoint().value();
    const Sources sources{world_.log(), world_.vault(), world_.definitions(), world_.directory()};
    const LoadedCase& loaded = *world_.processor().find({"c1"}).value();
    const Bundle bundle = handed(make_bundle(sources, reader(role, Language::nl), loaded.state));
    std::string text = encode(bundle);
    for (const BundledEvent& event : bundle.events) {
      text += event.record.bytes + "\n";
      for (const std::string& disclosure : event.disclosures) text += disclosure + "\n";
    }
    return text;
  }

  /// What the access log says of the role.
  std::vector<Record> entries(const std::string& role) const {
    std::vector<Record> all = accessed_.entries();
    std::erase_if(all, [&role](const Record& entry) { return entry.actor.role.text != role; });
    return all;
  }

 private:
  template <class T>
  T handed(Result<Guarded<T>> guarded) {
    return accessed_.access().hand_out(std::move(guarded), {"ask"}).value();
  }
  std::string new_canary(const EventType& type, const std::string& field, std::int64_t member,
                         bool of_pupil) {
    const std::string words = "canary" + std::to_string(canaries.size()) + "x";
    canaries.push_back({words, type.name, field, member, of_pupil, type.audience});
    return words;
  }
  /// The last canary as a number of its own.
  std::int64_t as_number() {
    const auto number = std::int64_t{730'000'000} + static_cast<std::int64_t>(canaries.size());
    canaries.back().words = std::to_string(number);
    return number;
  }
  void fill(Event& event, const EventType& type, const Field& field, std::int64_t member) {
    const Pick first = [](std::size_t) { return std::size_t{0}; };
    if (field.type.kind == FieldKind::member) {
      event.fields[field.name] = member;
    } else if (field.privacy == PrivacyClass::open) {
      event.fields[field.name] = made_up(field.type, "K-ST-07", first);
    } else {
      const Field* subject = type.field(field.subject);
      const bool of_pupil = subject != nullptr && subject->type.refers_to == Referent::subject;
      const std::string words = new_canary(type, field.name, member, of_pupil);
      event.fields[field.name] = made_up(field.type, words, first);
      if (field.type.kind == FieldKind::integer) event.fields[field.name] = as_number();
      event.subjects[field.name] = {of_pupil ? "pupil-" + std::to_string(member) : "case/c1"};
    }
  }
  void append(Event event, const EventType& type) {
    Batch batch;
    batch.case_id = {"c1"};
    batch.any_version = true;
    batch.procedure = world_.definition().reference;
    batch.action = {"sing"};
    batch.command = {random_uuid()};
    batch.actor = {{"ib-1"}, {"ib"}, {"school-1"}, {}};
    batch.purpose = "plan";
    batch.events.push_back(seal(std::move(event), type, {"ib-1"}, random_seed()).value());
    append_one(world_.log(), std::move(batch), world_.now()).value();
  }

  World world_{clusters()};
  Accessed accessed_;
};

class Canaries : public testing::Test {
 protected:
  static Aviary& aviary() {
    static Aviary aviary;
    return aviary;
  }
  static bool audience_admits(const Canary& canary, const Role& role) {
    if (canary.audience == Audience::shared) return true;
    if (canary.audience == Audience::school) return role.organisation == "school";
    if (canary.audience == Audience::swv) return role.organisation == "swv";
    return role.organisation == "governance";
  }
  /// The words beside an event are for those who are shown the words of an exception, and the rule.
  static bool lists_words(const RoleView& view, const Role& role) {
    const Rule& rule = *aviary().world().definition().procedure.rule("K-ST-07");
    const auto exception = view.events.find("FrameExceptionMotivated");
    return exception != view.events.end() && exception->second.contains("ground") &&
           (view.all_rules || view.rules.contains(rule.id.text)) &&
           is_open_to(rule.audience, role.organisation);
  }
  static bool listed(const Canary& canary, const RoleView& view, const Role& role) {
    const auto event = view.events.find(canary.event);
    if (view.records || event == view.events.end()) return false;
    const bool is_named = canary.field == words_beside
                              ? event->second.contains("motivation") || lists_words(view, role)
                              : event->second.contains(canary.field);
    if (!is_named) return false;
    const bool own = !view.own || canary.member == 0 || canary.member == 1;
    return own && audience_admits(canary, role);
  }
};

TEST_F(Canaries, SingOnlyToThoseWhoseViewListsThem) {
  const Procedure& procedure = aviary().world().definition().procedure;
  ASSERT_GT(aviary().canaries.size(), 100u);
  for (const auto& [role, view] : procedure.views) {
    const std::string answers = aviary().answers(role);
    for (const Canary& canary : aviary().canaries) {
      const bool heard = answers.find(canary.words) != std::string::npos;
      EXPECT_EQ(heard, listed(canary, view, procedure.roles.at(role)))
          << role << " " << canary.event << "." << canary.field << " of member " << canary.member;
    }
  }
}

TEST_F(Canaries, OfAViewAreInItsBundle) {
  const std::string bundled = aviary().bundled("ib");
  std::size_t heard = 0;
  for (const Canary& canary : aviary().canaries)
    heard += bundled.find(canary.words) != std::string::npos ? 1 : 0;
  EXPECT_GT(heard, 60U);
}

TEST_F(Canaries, OfAPupilNeverReachTheOtherSide) {
  for (const char* role : {"consultant", "swv-admin", "executor", "auditor", "privacy-officer"}) {
    const std::string answers = aviary().answers(role);
    for (const Canary& canary : aviary().canaries) {
      if (!canary.of_pupil) continue;
      EXPECT_EQ(answers.find(canary.words), std::string::npos)
          << role << " " << canary.event << "." << canary.field;
    }
  }
}

TEST_F(Canaries, OfAnotherMemberNeverReachAParent) {
  const std::string answers = aviary().answers("parent");
  int own = 0;
  for (const Canary& canary : aviary().canaries) {
    const bool heard = answers.find(canary.words) != std::string::npos;
    own += heard && canary.member == 1 ? 1 : 0;
    EXPECT_FALSE(heard && canary.member == 2) << canary.event << "." << canary.field;
  }
  EXPECT_GT(own, 10);
}

TEST_F(Canaries, OfAMemberThatWasErasedAreSilent) {
  Aviary erased;
  ASSERT_TRUE(erased.world().vault().destroy({"pupil-1"}));
  for (const auto& [role, view] : erased.world().definition().procedure.views) {
    const std::string answers = erased.answers(role);
    for (const Canary& canary : erased.canaries)
      EXPECT_FALSE(canary.of_pupil && canary.member == 1 &&
                   answers.find(canary.words) != std::string::npos)
          << role << " " << canary.event << "." << canary.field;
  }
  EXPECT_THAT(erased.answers("ib"), testing::HasSubstr(R"({"erased":true})"));
  EXPECT_THAT(erased.answers("ib"), testing::HasSubstr("[gewist]"));
  EXPECT_THAT(erased.answers("ib"), testing::HasSubstr("[erased]"));
}

TEST_F(Canaries, AreInNoEntryOfTheAccessLogButTheirFieldsAre) {
  for (const auto& [role, view] : aviary().world().definition().procedure.views) {
    const std::string answers = aviary().answers(role);
    std::string entries;
    std::set<std::string> fields;
    for (const Record& entry : aviary().entries(role)) {
      entries += encode(entry);
      for (const auto& field : entry.data.at("fields").as_array())
        fields.emplace(field.as_string());
    }
    EXPECT_EQ(entries.find("canary"), std::string::npos) << role;
    for (const Canary& canary : aviary().canaries) {
      const bool seen = answers.find(canary.words) != std::string::npos;
      const std::string& field = canary.field;
      EXPECT_TRUE(!seen || fields.contains(field)) << role << " " << canary.event << "." << field;
    }
  }
}

}  // namespace
}  // namespace verloop::test
