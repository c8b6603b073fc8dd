#include "engine/settings.hpp"

#include <algorithm>

#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"
#include "events/json/text_in.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

bool fits(const json::value& value, const cel::Value& as) {
  return value.is_bool() == (as.get_if<bool>() != nullptr);
}

cel::Value as_value(const json::value& value) {
  return value.is_bool() ? cel::Value::of(value.get_bool())
                         : cel::Value::of(value.to_number<std::int64_t>());
}

bool is_newer(const SettingChange& a, const SettingChange& b) {
  if (a.from != b.from) return b.from < a.from;  // None is before all days.
  return b.position < a.position;
}

/// Null when there is none.
const SettingChange* in_force(const SettingChanges& changes, const Setting& setting,
                              const SettingsAt& at) {
  const SettingChange* found = nullptr;
  for (const SettingChange& one : changes) {
    const bool holds = (!one.from || *one.from <= at.day) &&
                       (!at.before || one.position < *at.before) && one.setting == setting.name &&
                       fits(one.value, setting.value);
    if (holds && (found == nullptr || is_newer(one, *found))) found = &one;
  }
  return found;
}

constexpr std::size_t reason_bytes_max = 2000;

/// What a setting can be at most. A number of days is that of a term: a century at most, as longer
/// terms have no last day.
std::int64_t most_of(const Procedure& procedure, const std::string& name) {
  constexpr std::int64_t days_max = 36'525;
  constexpr std::int64_t number_max = 1'000'000'000'000;
  const auto counts_days = [&name](const Deadline& deadline) {
    if (!deadline.days) return false;
    const auto paths = deadline.days->paths();
    return std::find(paths.begin(), paths.end(), "settings." + name) != paths.end();
  };
  const bool is_days =
      name == "retentionDays" ||
      std::any_of(procedure.deadlines.begin(), procedure.deadlines.end(), counts_days);
  return is_days ? days_max : number_max;
}

/// What this picture of the case does not know, no judgement of it does.
SettingsAt as_known(const CaseState& state, SettingsAt at) {
  const std::optional<Position>& known = state.known_until.position;
  if (known && (!at.before || *known < *at.before)) at.before = known;
  return at;
}

}  // namespace

std::optional<SettingChange> change_in(const Record& record) {
  if (!record.type.text.starts_with("SettingChanged@")) return std::nullopt;
  const json::value* integer = record.data.if_contains("integer");
  const json::value* boolean = record.data.if_contains("boolean");
  if (integer == nullptr && boolean == nullptr) return std::nullopt;
  SettingChange change;
  change.setting = text_in(record.data, "setting");
  change.value = integer != nullptr ? *integer : *boolean;
  change.position = record.position;
  if (const auto from = parse_date(text_in(record.data, "validFrom")); from.has_value())
    change.from = *from;
  return change;
}

void note_setting(CaseState& state, const Record& record) {
  auto change = change_in(record);
  const auto is_known = [&](const SettingChange& one) { return one.position == record.position; };
  if (!change || std::any_of(state.settings.begin(), state.settings.end(), is_known)) return;
  state.settings.push_back(std::move(*change));
}

SettingInForce setting_in_force(const Setting& setting, const CaseState& state,
                                const Definition& definition, const SettingsAt& at) {
  const SettingsAt known = as_known(state, at);
  const SettingChange* change = in_force(state.settings, setting, known);
  if (change == nullptr && definition.changes != nullptr)
    change = in_force(*definition.changes, setting, known);
  if (change == nullptr) return {setting.value, {}, {}};
  return {as_value(change->value), change->from, change->position};
}

cel::Value settings_value(const CaseState& state, const Definition& definition,
                          const SettingsAt& at) {
  cel::RecordValue settings{"settings", {}};
  for (const auto& [name, setting] : definition.procedure.settings)
    settings.fields.emplace(name, setting_in_force(setting, state, definition, at).value);
  return cel::Value::of(std::move(settings));
}

bool are_dated(const CaseState& state, const Definition& definition) {
  const auto is_dated = [](const SettingChange& one) { return one.from.has_value(); };
  const auto any_of = [&](const SettingChanges& changes) {
    return std::any_of(changes.begin(), changes.end(), is_dated);
  };
  return any_of(state.settings) || (definition.changes != nullptr && any_of(*definition.changes));
}

Position known_by(const SettingChanges& changes, Timestamp moment) {
  Position until;
  for (const SettingChange& one : changes)
    if (one.recorded_at <= moment) until = one.position.next();
  return until;
}

Result<> check_setting(const Procedure& procedure, const NewSetting& setting) {
  const auto known = procedure.settings.find(setting.setting);
  if (known == procedure.settings.end()) {
    std::vector<std::string> names;
    for (const auto& [each, described] : procedure.settings) names.push_back(each);
    const auto near = nearest(setting.setting, names);
    return Error{Errc::malformed, "procedure " + procedure.name + " has no such setting" +
                                      (near ? "; did you mean " + *near + "?" : "")};
  }
  const bool is_boolean = known->second.value.get_if<bool>() != nullptr;
  const bool fits = is_boolean ? setting.value.get_if<bool>() != nullptr
                               : setting.value.get_if<std::int64_t>() != nullptr;
  if (!fits)
    return Error{Errc::malformed, "setting " + setting.setting + " is " +
                                      (is_boolean ? "a boolean: true or false" : "a whole number")};
  if (setting.reason.size() > reason_bytes_max)
    return Error{Errc::malformed, "the reason is longer than 2000 bytes"};
  const std::int64_t most = most_of(procedure, setting.setting);
  const auto* number = setting.value.get_if<std::int64_t>();
  if (number == nullptr || (*number >= 0 && *number <= most)) return {};
  return Error{Errc::malformed,
               "setting " + setting.setting + " can be 0 to " + std::to_string(most)};
}

Event setting_event(const NewSetting& setting, Timestamp now) {
  const Date day = day_in_amsterdam(now);
  Event event;
  event.type = setting_changed;
  event.occurred_on = {day, format(day)};
  event.fields = {{"setting", setting.setting}};
  if (const bool* boolean = setting.value.get_if<bool>()) event.fields["boolean"] = *boolean;
  if (const auto* integer = setting.value.get_if<std::int64_t>())
    event.fields["integer"] = *integer;
  if (setting.from) event.fields["validFrom"] = format(*setting.from);
  if (!setting.reason.empty()) event.fields["reason"] = setting.reason;
  return event;
}

}  // namespace verloop
