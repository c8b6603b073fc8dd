#include "tools/verloop/compliance_trial.hpp"

#include <map>

#include "engine/evidence.hpp"
#include "engine/trial_rules.hpp"
#include "projections/cases.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/case_text.hpp"
#include "tools/verloop/definition_files.hpp"
#include "tools/verloop/read_file.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;

/// What a rule comes to in one case.
struct Tried {
  CaseId id;
  RuleId rule;
  Status status{};
  std::optional<Status> was;  // Under the rule of that name by which the case is judged.
  std::optional<Date> since;
  std::vector<Position> evidence;
};

struct Outcome {
  std::vector<Tried> tried;
  // Reference of a definition under which the rules can't be read -> how many cases follow it.
  std::map<std::string, std::size_t> not_judged;
  bool is_judged = false;  // Under one definition at least.
  std::vector<DefinitionFault> faults;
};

bool is_deviation(Status status) {
  return status == Status::violated || status == Status::late || status == Status::not_followed;
}

/// Judges case by case; each definition gets the rules once.
class RuleTrial {
 public:
  RuleTrial(Instance& instance, const Trial& trial, SourceFile rules)
      : instance_(instance),
        trial_(trial),
        rules_(std::move(rules)),
        procedure_(tried_procedure(rules_)) {}

  Result<Outcome> run() {
    for (std::string after;;) {
      const auto page = stored_cases(instance_.views(), after, page_size);
      if (page.has_error()) return page.error();
      for (const CaseState& state : *page) {
        if (trial_.only && *trial_.only != state.id) continue;
        const auto added = add(state);
        if (added.has_error()) return added.error();
      }
      if (page->size() < page_size) return std::move(outcome_);
      after = page->back().id.text;
    }
  }

 private:
  struct Compiled {
    std::shared_ptr<const Definition> definition;  // Null: the rules can't be read under it.
    std::vector<RuleId> rules;
  };

  const Compiled& compiled(const Definition& definition) {
    const auto known = compiled_.find(definition.reference);
    if (known != compiled_.end()) return known->second;
    Compiled& made = compiled_[definition.reference];
    auto with_rules = with_trial_rules(definition, rules_, made.rules);
    if (with_rules.has_error())
      outcome_.faults = std::move(with_rules.error());
    else
      made.definition = std::move(*with_rules);
    return made;
  }

  /// The case as it is, or as it was when that is asked for; none before it began.
  Result<std::optional<CaseState>> asked_for(const CaseState& state) const {
    const Until& until = trial_.until;
    if (!until.position && !until.moment && !trial_.on) return std::optional(state);
    return state_until(instance_.sources(), state.id, until, trial_.on);
  }

  Result<> add(const CaseState& stored) {
    const Definition* own = instance_.definitions().find(stored.definition);
    ensure(own != nullptr, "a stored case has its definition");
    if (!procedure_.empty() && own->procedure.name != procedure_) return {};
    const Compiled& with_rules = compiled(*own);
    if (with_rules.definition == nullptr) {
      ++outcome_.not_judged[own->reference];
      return {};
    }
    outcome_.is_judged = true;
    const auto state = asked_for(stored);
    if (state.has_error()) return state.error();
    if (*state) judge_case(**state, *own, with_rules);
    return {};
  }

  void judge_case(const CaseState& state, const Definition& own, const Compiled& with_rules) {
    const Judgements after = judge(state, *with_rules.definition, trial_.today);
    const Judgements before = judge(state, own, trial_.today);
    for (const RuleId& id : with_rules.rules) {
      const JudgedRule* judged = after.rule(id.text);
      ensure(judged != nullptr, "a rule that was loaded is judged");
      const JudgedRule* was = before.rule(id.text);
      const Procedure& procedure = with_rules.definition->procedure;
      outcome_.tried.push_back(
          {state.id, id, judged->status, was == nullptr ? std::nullopt : std::optional(was->status),
           judged->since, evidence_of(*procedure.rule(id.text), state, procedure)});
    }
  }

  Instance& instance_;
  const Trial& trial_;
  SourceFile rules_;
  std::string procedure_;
  std::map<std::string, Compiled> compiled_;
  Outcome outcome_;
};

using Counts = std::map<std::string, std::map<std::string, std::size_t>>;  // Rule, status.

Counts counts_of(const Outcome& outcome) {
  Counts counts;
  for (const Tried& one : outcome.tried) ++counts[one.rule.text][std::string(name_of(one.status))];
  return counts;
}

json::object row_of(const Tried& one) {
  json::array evidence;
  for (const Position position : one.evidence) evidence.push_back(position.value);
  json::object row{{"case", one.id.text},
                   {"evidence", std::move(evidence)},
                   {"rule", one.rule.text},
                   {"status", name_of(one.status)}};
  if (one.was) row["was"] = name_of(*one.was);
  if (one.since) row["since"] = format(*one.since);
  return row;
}

void print_json(const Console& console, const Outcome& outcome) {
  json::array rows;
  for (const Tried& one : outcome.tried) rows.push_back(row_of(one));
  json::object counts;
  for (const auto& [rule, of_rule] : counts_of(outcome)) {
    json::object row;
    for (const auto& [status, count] : of_rule) row[status] = count;
    counts[rule] = std::move(row);
  }
  json::object not_judged;
  for (const auto& [reference, count] : outcome.not_judged) not_judged[reference] = count;
  console.print(json::value(json::object{{"cases", std::move(rows)},
                                         {"counts", std::move(counts)},
                                         {"notJudged", std::move(not_judged)}}));
}

void print_case(const Console& console, const Tried& one) {
  const Language language = console.language();
  std::string line = padded(one.id.text, 32) + " " + padded(one.rule.text, 12) + " ";
  if (one.was) line += status_text(name_of(*one.was), language) + " > ";
  line += status_text(name_of(one.status), language);
  if (one.since) line += console.choose(" sinds ", " since ") + format(*one.since);
  std::string positions;
  for (const Position position : one.evidence)
    positions += (positions.empty() ? "" : ", ") + std::to_string(position.value);
  if (!positions.empty()) line += console.choose("; positie ", "; position ") + positions;
  console.print(line);
}

/// The cases that would not have kept a rule, or no longer break it; then how many came to what.
void print_text(const Console& console, const Outcome& outcome) {
  for (const Tried& one : outcome.tried)
    if (is_deviation(one.status) || (one.was && *one.was != one.status)) print_case(console, one);
  for (const auto& [rule, of_rule] : counts_of(outcome)) {
    std::string line;
    for (const auto& [status, count] : of_rule)
      line += (line.empty() ? "" : ", ") + std::to_string(count) + " " +
              status_text(status, console.language());
    console.print(rule + ": " + line);
  }
  if (outcome.tried.empty() && outcome.not_judged.empty())
    console.print(console.choose("Er is geen zaak om op te proberen.", "There is no case to try."));
}

/// The administrator, the privacy officer or an auditor. False after a message.
bool may_try(Console& console, Instance& instance, const std::string& as) {
  const ActorId actor{as.empty() ? administrator().id.text : as};
  if (!console.check_actor(instance, actor)) return false;
  if (instance.rights().acting_as(actor, {"administrator", "privacy-officer", "auditor"}))
    return true;
  console.fail(Exit::answer_is_no,
               console.choose("dit is aan de beheerder, de privacyfunctionaris of een auditor",
                              "this is for the administrator, the privacy officer or an auditor"));
  return false;
}

void say_not_judged(Console& console, const Outcome& outcome) {
  for (const auto& [reference, count] : outcome.not_judged)
    console.warn(console.choose("niet beoordeeld: " + std::to_string(count) + " zaken onder " +
                                    reference + ", waar deze regels niet te lezen zijn",
                                "not judged: " + std::to_string(count) + " cases under " +
                                    reference + ", where these rules can't be read"));
}

}  // namespace

void try_rules(Console& console, const Trial& trial) {
  auto text = read_text(console, trial.file);
  if (!text) return;
  auto instance = console.open(Access::read_only);
  if (instance == nullptr || !may_try(console, *instance, trial.as)) return;
  if (trial.only) {
    const auto known = stored_case(instance->views(), *trial.only);
    if (known.has_error()) return console.fail(known.error());
    if (!*known)
      return say_no_such_case(console, *instance, trial.only->text,
                              {trial.as.empty() ? administrator().id.text : trial.as});
  }
  auto outcome = RuleTrial(*instance, trial, {trial.file, std::move(*text)}).run();
  if (outcome.has_error()) return console.fail(outcome.error());
  if (!outcome->is_judged && !outcome->faults.empty())
    return print_faults(console, std::move(outcome->faults));
  say_not_judged(console, *outcome);
  if (console.json) return print_json(console, *outcome);
  print_text(console, *outcome);
}

}  // namespace verloop
