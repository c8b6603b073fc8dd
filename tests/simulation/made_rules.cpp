#include "tests/simulation/made_rules.hpp"

#include <utility>

namespace verloop::test {
namespace {

class RuleMaker {
 public:
  RuleMaker(const MadeScope& scope, const std::vector<MadeAction>& actions)
      : scope_(scope), actions_(actions) {}

  std::string deadlines() {
    const std::size_t count = scope_.dice.pick(4);
    if (count > 0) text_ += "deadlines:\n";
    for (std::size_t at = 1; at <= count; ++at) deadline("T-" + std::to_string(at));
    return std::exchange(text_, {});
  }

  std::string rules() {
    const std::size_t count = scope_.dice.pick(7);
    if (count > 0) text_ += "rules:\n";
    for (std::size_t at = 1; at <= count; ++at) rule("M-" + std::to_string(at));
    return std::exchange(text_, {});
  }

  const std::vector<std::string>& names() const { return rules_; }

 private:
  /// With the entries of a list where it goes over one; the lines that say so.
  std::string over(Readable& readable, const std::string& indent) {
    const MadeList& list = scope_.dice.one_of(scope_.catalogue.lists);
    for (const MadePath& column : list.columns)
      if (column.seen != Seen::other) readable.add("one." + column.path, column.seen);
    return indent + "over: case." + list.path + "\n" + indent + "as: one\n";
  }

  void deadline(const std::string& id) {
    Readable readable = scope_.of_case();
    std::string text = "  " + id + ":\n    label: " + label(id) + "\n";
    const bool over_list = scope_.dice.chance(35);
    if (over_list) text += over(readable, "    ");
    ExpressionMaker maker(scope_.dice, readable);
    if (scope_.dice.chance(30)) text += "    applies: " + quoted(maker.boolean(1)) + "\n";
    const bool is_due = scope_.dice.chance(20);
    if (is_due) text += "    due: " + quoted(maker.date(1)) + "\n";
    if (!is_due) text += "    from: " + quoted(maker.date(scope_.dice.chance(70) ? 0 : 1)) + "\n";
    if (!is_due && scope_.dice.chance(85))
      text += "    days: " + std::string(scope_.dice.chance(70) ? "settings.term" : "3") + "\n";
    if (scope_.dice.chance(40)) text += "    roll: settings.rolls\n";
    if (scope_.dice.chance(25))
      text += "    earlier:\n      - {from: " + quoted(maker.date(0)) +
              ", until: " + quoted(maker.date(0)) + "}\n";
    if (scope_.dice.chance(25)) text += "    stops: [" + quoted(maker.date(0)) + "]\n";
    if (over_list && scope_.dice.chance(30))
      text += "    expects: " + quoted(ExpressionMaker(scope_.dice, scope_.of_case()).boolean(1)) +
              "\n";
    text += "    done: " + quoted(maker.date(0)) + "\n    meets: [" +
            scope_.dice.one_of(actions_).name + "]";
    text_ += text + "\n";
    deadlines_.push_back(id);
  }

  std::string judgement() {
    Readable readable = scope_.of_case();
    std::string text = "    judge:\n";
    const bool over_list = scope_.dice.chance(30);
    if (over_list) text += over(readable, "      ");
    ExpressionMaker maker(scope_.dice, readable);
    if (scope_.dice.chance(30)) text += "      applies: " + quoted(maker.boolean(1)) + "\n";
    text += "      satisfied: " + quoted(maker.boolean(2)) + "\n";
    if (scope_.dice.chance(30)) text += "      late: " + quoted(maker.boolean(1)) + "\n";
    if (scope_.dice.chance(60)) text += "      violated: " + quoted(maker.boolean(1)) + "\n";
    if (over_list && scope_.dice.chance(30))
      text +=
          "      expects: " + quoted(ExpressionMaker(scope_.dice, scope_.of_case()).boolean(1)) +
          "\n";
    return text;
  }

  std::string check(const std::string& kind, const std::string& condition) {
    const MadeAction& action = scope_.dice.one_of(actions_);
    ExpressionMaker maker(scope_.dice, scope_.of_decision(action.payload, false));
    const std::string expression = kind == "refuse"
                                       ? "(" + maker.boolean(1) + " && " + maker.boolean(1) + ")"
                                       : "(" + maker.boolean(1) + " || " + maker.boolean(1) + ")";
    return "    " + kind + ": {actions: [" + action.name + "], " + condition + ": " +
           quoted(expression) + "}\n";
  }

  void rule(const std::string& id) {
    const std::vector<std::string> strengths = {"legal", "explicit", "advice"};
    const std::vector<std::string> audiences = {"shared", "school", "swv", "governance"};
    std::string text = "  " + id + ":\n    label: " + label(id) +
                       "\n    sentence: " + label("Regel " + id + ".") +
                       "\n    strength: " + scope_.dice.one_of(strengths) +
                       "\n    audience: " + scope_.dice.one_of(audiences) + "\n";
    const bool by_deadline = !deadlines_.empty() && scope_.dice.chance(45);
    const bool judges = !by_deadline && scope_.dice.chance(75);
    if (by_deadline) text += "    deadline: " + scope_.dice.one_of(deadlines_) + "\n";
    if (judges) text += judgement();
    const bool refuses = scope_.dice.chance(20) || (!by_deadline && !judges);
    if (refuses) text += check("refuse", "when");
    if (scope_.dice.chance(15)) text += check("gate", "until");
    if (scope_.dice.chance(50))
      text += "    motivatedBy: " + list_of(scope_.some_roles(true)) + "\n";
    text_ += text;
    rules_.push_back(id);
  }

  const MadeScope& scope_;
  const std::vector<MadeAction>& actions_;
  std::string text_;
  std::vector<std::string> deadlines_, rules_;
};

}  // namespace

MadeRules make_rules(const MadeScope& scope, const std::vector<MadeAction>& actions) {
  RuleMaker maker(scope, actions);
  MadeRules made;
  made.text = maker.deadlines();
  made.text += maker.rules();
  made.names = maker.names();
  return made;
}

}  // namespace verloop::test
