#include "engine/used_settings.hpp"

#include <map>
#include <set>

namespace verloop {
namespace {

using Programs = std::vector<const std::optional<cel::Program>*>;

void add_names(const cel::Program& program, std::set<std::string>& names) {
  constexpr std::string_view root = "settings.";
  for (const std::string& path : program.paths())
    if (path.starts_with(root)) names.insert(path.substr(root.size()));
}

std::set<std::string> names_in(const Programs& programs) {
  std::set<std::string> names;
  for (const auto* program : programs)
    if (*program) add_names(**program, names);
  return names;
}

/// Those that bear on whether the deadline is there and when it starts and stops.
std::set<std::string> names_beside_term(const Deadline& deadline) {
  std::set<std::string> names = names_in({&deadline.applies, &deadline.from, &deadline.expects});
  for (const EarlierClock& clock : deadline.earlier) {
    add_names(clock.from, names);
    add_names(clock.until, names);
  }
  for (const cel::Program& stop : deadline.stops) add_names(stop, names);
  add_names(deadline.done, names);
  return names;
}

/// Gathers each setting once with each change of it.
class Gathering {
 public:
  Gathering(const CaseState& state, const Definition& definition)
      : state_(state), definition_(definition) {}

  void add(const std::set<std::string>& names, Date day) {
    for (const std::string& name : names) {
      const auto setting = definition_.procedure.settings.find(name);
      if (setting == definition_.procedure.settings.end()) continue;
      SettingInForce in_force =
          setting_in_force(setting->second, state_, definition_, {day, std::nullopt});
      const auto place = std::pair(name, in_force.position);
      found_.emplace(place, UsedSetting{name, std::move(in_force)});
    }
  }

  std::vector<UsedSetting> take() {
    std::vector<UsedSetting> all;
    for (auto& [place, used] : found_) all.push_back(std::move(used));
    return all;
  }

 private:
  const CaseState& state_;
  const Definition& definition_;
  std::map<std::pair<std::string, std::optional<Position>>, UsedSetting> found_;
};

}  // namespace

std::vector<UsedSetting> settings_of(const JudgedDeadline& judged, const CaseState& state,
                                     const Definition& definition, Date on) {
  const Deadline* deadline = definition.procedure.deadline(judged.id.text);
  if (deadline == nullptr) return {};
  const Date today = day_of_judging(state, on);
  const auto term = names_in({&deadline->days, &deadline->due, &deadline->roll});
  Gathering gathering(state, definition);
  for (const Due& due : judged.dues) gathering.add(term, due.from.value_or(today));
  gathering.add(names_beside_term(*deadline), today);
  return gathering.take();
}

std::vector<UsedSetting> settings_of(const Rule& rule, const CaseState& state,
                                     const Definition& definition, Date on) {
  if (!rule.judge) return {};
  const Judgement& judge = *rule.judge;
  Gathering gathering(state, definition);
  gathering.add(
      names_in({&judge.applies, &judge.satisfied, &judge.late, &judge.violated, &judge.expects}),
      day_of_judging(state, on));
  return gathering.take();
}

}  // namespace verloop
