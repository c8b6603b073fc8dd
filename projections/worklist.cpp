#include "projections/worklist.hpp"

#include <algorithm>
#include <tuple>

#include "engine/bindings.hpp"
#include "engine/what_first.hpp"
#include "events/json/text_in.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

bool is_open(std::string_view status) {
  return status == "pending" || status == "violated";
}

bool is_broken(std::string_view status) {
  return status == "violated" || status == "notFollowed";
}

bool is_of(const RoleId& role, const std::vector<RoleId>& roles) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

/// The list of one case under construction.
struct Work {
  const Reader& reader;
  const LoadedCase& loaded;
  const Circumstances& given;
  json::array rows;

  const Procedure& procedure() const { return given.definition.procedure; }

  /// Those that the reader's role may take.
  std::set<ActionId> own(const std::vector<ActionId>& actions) const {
    std::set<ActionId> own;
    for (const ActionId& id : actions) {
      const Action* action = procedure().action(id.text);
      if (action != nullptr && is_of(reader.actor.role, action->by)) own.insert(id);
    }
    return own;
  }

  void add(json::object row, std::string_view kind, const std::set<ActionId>& actions) {
    row["case"] = loaded.state.id.text;
    row["kind"] = kind;
    row["actions"] =
        actions.empty() ? json::array() : actions_answer(reader, loaded, given, actions);
    rows.push_back(std::move(row));
  }
};

void add_deadlines(Work& work) {
  for (const json::value& one :
       deadlines_answer(work.reader, work.loaded.state, work.given.definition, work.given.today)) {
    const json::object& judged = one.as_object();
    const Deadline* deadline = work.procedure().deadline(text_in(judged, "deadline"));
    if (!is_open(text_in(judged, "status"))) continue;
    if (!judged.contains("due") && !judged.contains("withheld")) continue;  // No clock runs.
    const std::set<ActionId> own = work.own(deadline->meets);
    if (own.empty()) continue;
    json::object row{
        {"id", deadline->id.text}, {"label", judged.at("label")}, {"status", judged.at("status")}};
    for (const char* name : {"due", "entries"})
      if (const json::value* value = judged.if_contains(name)) row[name] = *value;
    work.add(std::move(row), "deadline", own);
  }
}

/// The actions that record what the rule asks for and does not find.
std::vector<ActionId> actions_for(const Rule& rule, const Work& work) {
  std::vector<ActionId> ids;
  if (!rule.judge || rule.judge->over || !rule.judge->satisfied) return ids;
  const cel::Bindings bindings =
      decision_bindings(work.loaded.state, cel::Value::of(cel::RecordValue{"data", {}}),
                        work.reader.actor, work.given);
  for (const Action* action :
       actions_that_bear_on(*rule.judge->satisfied, bindings, work.loaded.state,
                            work.reader.actor.role, work.given.definition))
    ids.push_back(action->id);
  return ids;
}

void add_rules(Work& work) {
  for (const json::value& one :
       compliance_answer(work.reader, work.loaded.state, work.given.definition, work.given.today)) {
    const json::object& judged = one.as_object();
    const Rule* rule = work.procedure().rule(text_in(judged, "rule"));
    if (rule->deadline || !is_broken(text_in(judged, "status"))) continue;
    const std::set<ActionId> own = work.own(actions_for(*rule, work));
    const bool may_motivate = is_of(work.reader.actor.role, rule->motivated_by);
    if (own.empty() && !may_motivate) continue;
    json::object row{{"id", rule->id.text},
                     {"label", judged.at("label")},
                     {"status", judged.at("status")},
                     {"sentence", judged.at("sentence")}};
    if (may_motivate) row["motivate"] = true;
    work.add(std::move(row), "rule", own);
  }
}

}  // namespace

json::array worklist_of(const Reader& reader, const LoadedCase& loaded,
                        const Circumstances& given) {
  Work work{reader, loaded, given, {}};
  if (loaded.state.closed) return {};
  add_deadlines(work);
  add_rules(work);
  return std::move(work.rows);
}

void sort_worklist(json::array& rows) {
  const auto key = [](const json::value& row) {
    const json::object& object = row.as_object();
    const std::string due = text_in(object, "due");
    return std::tuple(due.empty(), due, text_in(object, "case"), text_in(object, "id"));
  };
  std::sort(rows.begin(), rows.end(),
            [&key](const json::value& a, const json::value& b) { return key(a) < key(b); });
}

}  // namespace verloop
