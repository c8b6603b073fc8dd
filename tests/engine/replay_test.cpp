// Live state equals a replay from the log after every command, whatever the commands.

#include <random>

#include <gtest/gtest.h>

#include "tests/support/made_up.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

/// Random commands of the shipped procedure on one case after another, many of them refused.
class RandomWork {
 public:
  explicit RandomWork(unsigned seed) : random_(seed) {
    world_.enter("ib-1", "ib", "school-1");
    world_.enter("con-1", "consultant", "swv");
    world_.enter("adm-1", "swv-admin", "swv");
    open();
  }

  std::string step() {
    today_ = add_days(today_, static_cast<std::int64_t>(pick(9)));
    world_.at(format(today_));
    if (world_.state(case_).closed && pick(4) == 0) open();
    if (pick(10) == 0) world_.processor().notice({case_}, world_.now()).value();
    if (pick(10) == 0) world_.restart();
    const auto& actions = world_.definition().procedure.actions;
    const bool alters = pick(6) == 0;  // The last two of the procedure.
    const Action& action =
        alters ? actions.at(actions.size() - 1 - pick(2)) : actions.at(pick(actions.size()));
    const std::string by = actor_for(action);
    Command command = world_.command(by, action.id.text, case_, payload(action));
    if (pick(4) == 0) command.occurred_on = {add_days(today_, -3), format(add_days(today_, -3))};
    const bool accepted = kind_of(world_.submit(command)) == "accepted";
    accepted_ += accepted ? 1 : 0;
    return action.id.text + (accepted ? " accepted" : " refused");
  }

  CaseState live() { return world_.state(case_); }
  CaseState replayed() const { return world_.replayed(case_); }
  int accepted() const { return accepted_; }

 private:
  void open() {
    case_ = "c" + std::to_string(++cases_);
    world_.act("ib-1", "openCase", {{"title", "a cluster"}}, case_);
    world_.act("adm-1", "assignConsultant", {{"consultant", "con-1"}}, case_);
  }
  std::size_t pick(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }
  static std::string actor_for(const Action& action) {
    for (const RoleId& role : action.by) {
      if (role.text == "ib") return "ib-1";
      if (role.text == "consultant") return "con-1";
    }
    return "adm-1";
  }
  boost::json::object payload(const Action& action) {
    boost::json::object data;
    for (const Field& field : action.payload) {
      if (!field.required && pick(2) == 0) continue;
      const std::string words = field.type.refers_to == Referent::actor
                                    ? std::string("con-1")
                                    : "p-" + std::to_string(pick(3));
      data[field.name] = made_up(field.type, words, [this](std::size_t n) { return pick(n); });
    }
    if (alteration_of(action) != nullptr) name_entry(data);
    return data;
  }
  /// Some record of the case, and what its own action could have said instead.
  void name_entry(boost::json::object& data) {
    const auto records = world_.records(case_);
    const Record& record = records.at(pick(records.size())).record;
    data["entry"] = static_cast<std::int64_t>(record.version.value);
    const Action* action = world_.definition().procedure.action(record.action.text);
    if (!data.contains("fields") || action == nullptr) return;
    boost::json::object fields;
    for (const Field& field : action->payload) {
      if (field.type.kind == FieldKind::reference || pick(2) == 0) continue;
      fields[field.name] =
          made_up(field.type, "other words", [this](std::size_t n) { return pick(n); });
    }
    data["fields"] = std::move(fields);
    if (data.contains("occurredOn"))
      data["occurredOn"] = format(add_days(today_, -static_cast<std::int64_t>(pick(20))));
  }

  std::mt19937 random_;
  World world_{clusters()};
  Date today_ = day("2026-03-02");
  std::string case_;
  int cases_ = 0;
  int accepted_ = 0;
};

class Replay : public testing::TestWithParam<unsigned> {};

TEST_P(Replay, GivesTheLiveStateAfterEveryCommand) {
  RandomWork work(GetParam());
  for (int number = 0; number < 120; ++number) {
    const std::string step = work.step();
    ASSERT_EQ(work.live(), work.replayed())
        << "seed " << GetParam() << ", step " << number << ": " << step;
    ASSERT_EQ(case_state_from(to_json(work.live())).value(), work.live());
  }
  EXPECT_GT(work.accepted(), 10) << "seed " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Seeds, Replay, testing::Range(1U, 31U));

}  // namespace
}  // namespace verloop::test
