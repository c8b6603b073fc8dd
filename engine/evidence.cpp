#include "engine/evidence.hpp"

#include <set>

namespace verloop {
namespace {

using MayKnow = std::function<bool(const std::string&)>;

void add_evidence(const cel::Program& program, const std::string& as, const std::string& list,
                  const CaseState& state, const MayKnow& may_know, std::set<Position>& evidence) {
  for (const std::string& path : program.paths()) {
    std::string at = path;
    if (!as.empty() && (at == as || at.starts_with(as + ".")))
      at = list + "[]" + at.substr(as.size());
    if (!at.starts_with("case.")) continue;
    at.erase(0, 5);
    const std::size_t bracket = at.find("[]");
    const std::string base = at.substr(0, bracket);
    const std::string column = bracket == std::string::npos ? "" : at.substr(bracket + 2);
    for (const auto& [origin, position] : state.origins) {
      const bool exact = bracket == std::string::npos && origin == base;
      const bool listed = bracket != std::string::npos && origin.starts_with(base + "/") &&
                          !column.empty() && origin.ends_with("/" + column.substr(1));
      if ((exact || listed) && (!may_know || may_know(origin))) evidence.insert(position);
    }
  }
}

std::vector<Position> set_by(const std::vector<const std::optional<cel::Program>*>& programs,
                             const std::optional<Over>& over, const CaseState& state,
                             const MayKnow& may_know) {
  std::set<Position> evidence;
  const std::string list = over && !over->list.paths().empty() ? over->list.paths().front() : "";
  for (const auto* program : programs) {
    if (*program) add_evidence(**program, over ? over->as : "", list, state, may_know, evidence);
  }
  return {evidence.begin(), evidence.end()};
}

}  // namespace

std::vector<Position> evidence_of(const Rule& rule, const CaseState& state,
                                  const Procedure& procedure, const MayKnow& may_know) {
  if (rule.judge) {
    const Judgement& judgement = *rule.judge;
    return set_by({&judgement.applies, &judgement.satisfied, &judgement.late, &judgement.violated},
                  judgement.over, state, may_know);
  }
  const Deadline* deadline = rule.deadline ? procedure.deadline(rule.deadline->text) : nullptr;
  if (deadline == nullptr) return {};
  std::vector<std::optional<cel::Program>> programs = {deadline->from, deadline->due,
                                                       deadline->done};
  for (const EarlierClock& clock : deadline->earlier) {
    programs.emplace_back(clock.from);
    programs.emplace_back(clock.until);
  }
  std::vector<const std::optional<cel::Program>*> read;
  for (const auto& program : programs) read.push_back(&program);
  return set_by(read, deadline->over, state, may_know);
}

}  // namespace verloop
