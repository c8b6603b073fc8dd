// One text of a case goes, and nothing else of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/erase_subject.hpp"
#include "events/case_key.hpp"
#include "events/documents.hpp"
#include "events/json/text_in.hpp"
#include "events/memory/memory_documents.hpp"
#include "events/open_values.hpp"
#include "events/verify_log.hpp"
#include "tests/support/faulty_ports.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const SubjectId first_key{"case/c1"};
const SubjectId second_key{"case/c1#2"};
const SubjectId third_key{"case/c1#3"};

/// Two requests in one case, with a plan each, and one in another.
class RedactValue : public testing::Test {
 protected:
  RedactValue() {
    world_.enter("clerk-1", "clerk", "office-1");
    request("a shed");
    EXPECT_EQ(
        kind_of(world_.act("clerk-1", "decide", {{"verdict", "refused"}, {"reason", "too big"}})),
        "accepted");
    request("a house", "c2");
  }

  void request(const std::string& plan, const std::string& on_case = "c1") {
    const Command command =
        world_.command("clerk-1", "requestPermit", on_case,
                       {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", plan}});
    if (!first_) first_ = command;
    EXPECT_EQ(kind_of(world_.submit(command)), "accepted");
  }
  ErasureWork work() {
    return {log_,         vault_, documents_, list_, world_.definitions(), *system_catalogue(),
            world_.seed()};
  }
  Position position_of(const std::string& type, const std::string& on_case = "c1") const {
    for (const StoredRecord& stored : world_.records(on_case))
      if (stored.record.type.text.starts_with(type)) return stored.record.position;
    ADD_FAILURE() << type;
    return {};
  }
  FieldPlace plan() const { return {position_of("PermitRequested"), "plan"}; }
  FieldPlace reason() const { return {position_of("PermitDecided"), "reason"}; }

  Result<std::variant<Redacted, Refusal>> redact(const FieldPlace& place) {
    return redact_value(work(), {place, steward_}, world_.now());
  }
  RefusalKind refused(const FieldPlace& place) {
    return std::get<Refusal>(redact(place).value()).kind;
  }
  /// What is to be read there; `[erased]` where nothing is.
  std::string read(const FieldPlace& place) {
    Looks looks;
    const Record record = world_.log().read(place.position, 1)->front().record;
    const auto opened = open_values(world_.log(), world_.vault(), record, {place.field}, looks);
    if (!opened) return opened.error().detail;
    const OpenedValue& value = opened->at(place.field);
    return value ? std::string(value->as_string())
                 : "[" + std::string(name_of(value.erased.ground)) + "]";
  }
  std::vector<std::string> faults() {
    EXPECT_TRUE(world_.log().sign_checkpoint());
    std::vector<std::string> all;
    for (const auto& fault : verify_log(world_.log(), world_.vault()).faults)
      all.push_back(fault.text);
    return all;
  }
  std::vector<StoredRecord> told() {
    return world_.log().read_stream(subjects_stream, {}, 100).value();
  }
  void expect_plan_alone_is_gone() {
    EXPECT_EQ(read(plan()), "[redaction]");
    EXPECT_EQ(read(reason()), "too big");
    EXPECT_EQ(read({position_of("PermitRequested", "c2"), "plan"}), "a house");
    EXPECT_FALSE(world_.vault().has_key(first_key).value());
    EXPECT_THAT(world_.log().places_of({first_key}).value(), SizeIs(1));
    for (const SealedValue& value : world_.log().sealed_values(plan().position).value())
      EXPECT_EQ(value.bytes.empty(), value.field == "plan");
    EXPECT_THAT(told(), SizeIs(1));
    EXPECT_THAT(faults(), IsEmpty());
  }

  World world_;
  std::optional<Command> first_;
  Disk disk_;
  FaultyLog log_{world_.log(), disk_};
  FaultyVault vault_{world_.vault(), disk_};
  MemoryDocuments stored_;
  FaultyDocuments documents_{stored_, disk_};
  ErasureList list_;
  const Actor steward_{{"adm-1"}, {"administrator"}, {"verloop"}, {}};
};

TEST_F(RedactValue, TakesOneTextAndLeavesTheOthersReadable) {
  const std::vector<StoredRecord> before = world_.records();
  const auto done = std::get<Redacted>(redact(plan()).value());
  EXPECT_EQ(done.key, first_key);
  EXPECT_EQ(done.erased, (Erased{day("2026-03-02"), ErasureGround::redaction}));
  expect_plan_alone_is_gone();
  ASSERT_EQ(world_.records().size(), before.size());
  for (std::size_t at = 0; at < before.size(); ++at)
    EXPECT_EQ(world_.records()[at].bytes, before[at].bytes);
  EXPECT_EQ(kind_of(world_.submit(*first_)), "duplicate") << "its content is forgotten";
}

TEST_F(RedactValue, SaysWhichTextWentWhenAndByWhom) {
  ASSERT_TRUE(redact(plan()));
  const Record event = told().front().record;
  EXPECT_EQ(event.actor, steward_);
  EXPECT_EQ(text_in(event.data, "subject"), first_key.text);
  EXPECT_EQ(text_in(event.data, "ground"), "redaction");
  EXPECT_EQ(text_in(event.data, "field"), "plan");
  EXPECT_EQ(event.data.at("position").to_number<std::uint64_t>(), plan().position.value);
  EXPECT_EQ(event.data.at("values").to_number<int>(), 1);
}

TEST_F(RedactValue, LetsTheCaseGoOnUnderItsNextKey) {
  ASSERT_TRUE(redact(plan()));
  ASSERT_EQ(kind_of(world_.act("clerk-1", "decide", {{"verdict", "refused"}, {"reason", "again"}})),
            "accepted");
  EXPECT_THAT(world_.log().places_of({second_key}).value(), SizeIs(2));
  ASSERT_TRUE(redact(reason()));
  EXPECT_EQ(read(plan()), "[redaction]");
  EXPECT_EQ(read(reason()), "[redaction]");
  EXPECT_FALSE(world_.vault().has_key(second_key).value());
  EXPECT_THAT(world_.log().places_of({third_key}).value(), SizeIs(1)) << "the second reason";
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(RedactValue, OfTheOnlyTextMakesNoKeyBeforeItIsNeeded) {
  const FieldPlace only{position_of("PermitRequested", "c2"), "plan"};
  ASSERT_TRUE(redact(only));
  EXPECT_FALSE(world_.vault().has_key({"case/c2#2"}).value());
  ASSERT_EQ(
      kind_of(world_.act("clerk-1", "decide", {{"verdict", "refused"}, {"reason", "no"}}, "c2")),
      "accepted");
  EXPECT_TRUE(world_.vault().has_key({"case/c2#2"}).value());
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(RedactValue, IsDoneOnce) {
  ASSERT_TRUE(redact(plan()));
  world_.at("2026-05-05");
  const auto again = std::get<Redacted>(redact(plan()).value());
  EXPECT_EQ(again.erased.on, day("2026-03-02"));
  EXPECT_THAT(told(), SizeIs(1));
}

TEST_F(RedactValue, IsRefusedWhereNothingOfTheCaseLies) {
  const Position requested = plan().position;
  EXPECT_EQ(refused({requested, "kind"}), RefusalKind::unknown) << "an open field";
  EXPECT_EQ(refused({requested, "nothing"}), RefusalKind::unknown);
  EXPECT_EQ(refused({Position{1'000'000}, "plan"}), RefusalKind::unknown);
  EXPECT_EQ(refused({requested, "applicant"}), RefusalKind::state) << "a person's";
  EXPECT_THAT(list_.of({world_.log().origin()}), IsEmpty());
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(RedactValue, IsHeldBackWithItsCaseAlsoAfterAnEarlierOne) {
  ASSERT_TRUE(redact(plan()));
  ASSERT_FALSE(hold_subject(work(), first_key, "an objection", steward_, world_.now()).value());
  EXPECT_EQ(refused(reason()), RefusalKind::state);
  const auto erased =
      erase_subject(work(), {first_key, ErasureGround::request, steward_}, world_.now());
  EXPECT_TRUE(std::holds_alternative<Refusal>(erased.value()));
  ASSERT_FALSE(release_subject(work(), second_key, steward_, world_.now()).value());
  EXPECT_TRUE(std::holds_alternative<Redacted>(redact(reason()).value()));
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(RedactValue, IsFollowedByTheErasureOfTheWholeCase) {
  ASSERT_TRUE(redact(plan()));
  const auto erased =
      erase_subject(work(), {first_key, ErasureGround::retention, steward_}, world_.now());
  ASSERT_TRUE(std::holds_alternative<Erased>(erased.value()));
  EXPECT_EQ(read(plan()), "[redaction]");
  EXPECT_EQ(read(reason()), "[retention]");
  EXPECT_THAT(faults(), IsEmpty());
  const auto sealed = world_.processor().submit(
      world_.command("clerk-1", "decide", "c1", {{"verdict", "refused"}, {"reason", "no"}}),
      world_.now());
  ASSERT_FALSE(sealed);
  EXPECT_EQ(static_cast<Errc>(sealed.error().code.value()), Errc::not_found)
      << "as in any erased case";
  EXPECT_EQ(std::get<Redacted>(redact(reason()).value()).erased.ground, ErasureGround::retention)
      << "what was said then";
}

TEST_F(RedactValue, IsFinishedByARepeatWhereverItStopped) {
  int stopped = 0;
  for (;; ++stopped) {
    ASSERT_LT(stopped, 50);
    disk_.writes_left = stopped;
    const auto outcome = redact(plan());
    disk_.writes_left = -1;
    if (outcome) break;
    EXPECT_EQ(static_cast<Errc>(outcome.error().code.value()), Errc::storage_failed);
    EXPECT_EQ(read(reason()), "too big") << "after " << stopped << " writes";
    ASSERT_TRUE(log_.recover());
  }
  EXPECT_GE(stopped, 2);
  expect_plan_alone_is_gone();
}

TEST_F(RedactValue, IsFinishedByAnOpeningAfterEachOfItsSteps) {
  for (int left = 0; left < 3; ++left) {
    World& world = world_;
    disk_.writes_left = left;
    const auto outcome = redact(plan());
    disk_.writes_left = -1;
    ASSERT_TRUE(log_.recover());
    ASSERT_TRUE(finish_erasures(work(), world.now()));
    if (!outcome) break;
  }
  expect_plan_alone_is_gone();
}

TEST_F(RedactValue, DoesNothingWhileAnotherTextOfTheCaseIsDamaged) {
  SealedValue damaged;
  for (const SealedValue& value : world_.log().sealed_values(reason().position).value())
    if (value.field == "reason") damaged = value;
  const SealedValue whole = damaged;
  damaged.bytes.back() = static_cast<char>(damaged.bytes.back() ^ 1);
  world_.log().change_sealed(reason().position, "reason", damaged);
  const auto outcome = redact(plan());
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().detail, HasSubstr("field reason: it does not open"));
  EXPECT_EQ(read(plan()), "a shed");
  EXPECT_THAT(list_.of({world_.log().origin()}), IsEmpty());
  world_.log().change_sealed(reason().position, "reason", whole);
  ASSERT_TRUE(redact(plan()));
  expect_plan_alone_is_gone();
}

TEST_F(RedactValue, DoesNothingWhileADocumentOfTheCaseIsDamaged) {
  ASSERT_TRUE(stored_.put({reason().position, "reason", first_key}, {"no part of a document"}));
  const auto outcome = redact(plan());
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().detail,
              HasSubstr("field reason: part 1 is not what was handed over"));
  EXPECT_EQ(read(plan()), "a shed");
  EXPECT_THAT(list_.of({world_.log().origin()}), IsEmpty());
}

TEST_F(RedactValue, IsNoCoverForTakingAnotherText) {
  ASSERT_TRUE(redact(plan()));
  const SealedValue taken{"reason", first_key, {}};
  world_.log().change_sealed(reason().position, "reason", taken);
  EXPECT_THAT(faults(), testing::Contains(HasSubstr("that does not name it")));
}

TEST_F(RedactValue, MakesTheNextKeyThePresentOne) {
  ASSERT_TRUE(redact(plan()));
  EXPECT_EQ(present_key(world_.vault(), first_key).value(), second_key);
  EXPECT_EQ(present_key(world_.vault(), {"s-somebody"}).value(), SubjectId{"s-somebody"});
  EXPECT_EQ(keys_until_present(world_.vault(), second_key).value(),
            (std::set<SubjectId>{first_key, second_key}));
}

TEST(CaseKey, TellsTheEarlierOfTwoByNumber) {
  SubjectId key = case_key({"c1"});
  for (int number = 2; number < 12; ++number) {
    const SubjectId next = next_case_key(key);
    EXPECT_EQ(next.text, "case/c1#" + std::to_string(number));
    EXPECT_EQ(as_ordered(next), first_key);
    EXPECT_TRUE(is_earlier_key(key, next));
    EXPECT_FALSE(is_earlier_key(next, key));
    key = next;
  }
}

}  // namespace
}  // namespace verloop::test
