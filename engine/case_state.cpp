#include "engine/case_state.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

template <class Map, class Convert>
json::object object_of(const Map& map, Convert convert) {
  json::object object;
  for (const auto& [key, value] : map) object[key] = convert(value);
  return object;
}

json::object finding_json(const FindingState& finding) {
  return {{"open", finding.open}, {"raised", finding.raised}, {"status", finding.status}};
}

json::array settings_json(const SettingChanges& changes) {
  json::array rows;
  for (const SettingChange& one : changes) {
    json::object row{
        {"position", one.position.value}, {"setting", one.setting}, {"value", one.value}};
    if (one.from) row["from"] = format(*one.from);
    rows.push_back(std::move(row));
  }
  return rows;
}

json::object motivation_json(const Motivation& motivation) {
  return {{"command", motivation.command}, {"until", motivation.until.value}};
}

std::optional<Date> day_in(const json::object& object, std::string_view name) {
  const json::value* day = object.if_contains(name);
  if (day == nullptr) return std::nullopt;
  return parse_date(day->as_string()).value();
}

json::object taken_over_json(const TakenOver& taken) {
  return {{"day", format(taken.day)},
          {"doubtful", object_of(taken.doubtful, [](const std::set<std::string>& entries) {
             return json::array(entries.begin(), entries.end());
           })}};
}

TakenOver taken_over_from(const json::object& stored) {
  TakenOver taken{parse_date(stored.at("day").as_string()).value(), {}};
  for (const auto& rule : stored.at("doubtful").as_object())
    for (const json::value& entry : rule.value().as_array())
      taken.doubtful[rule.key()].emplace(entry.as_string());
  return taken;
}

std::map<std::string, Position> positions_from(const json::object& object) {
  std::map<std::string, Position> positions;
  for (const auto& member : object)
    positions[member.key()] = Position{member.value().to_number<std::uint64_t>()};
  return positions;
}

SettingChanges settings_from(const json::array& rows) {
  SettingChanges changes;
  for (const json::value& row : rows) {
    const json::object& stored = row.as_object();
    SettingChange change;
    change.setting = std::string(stored.at("setting").as_string());
    change.value = stored.at("value");
    change.from = day_in(stored, "from");
    change.position = Position{stored.at("position").to_number<std::uint64_t>()};
    changes.push_back(std::move(change));
  }
  return changes;
}

EmergencyLook emergency_from(const json::object& stored) {
  return {{std::string(stored.at("role").as_string())},
          {std::string(stored.at("org").as_string())},
          parse_timestamp(stored.at("until").as_string()).value()};
}

CaseState read(const json::object& object) {
  CaseState state;
  state.id.text = std::string(object.at("id").as_string());
  state.version = Version{object.at("version").to_number<std::uint64_t>()};
  state.position = Position{object.at("position").to_number<std::uint64_t>()};
  state.definition = std::string(object.at("definition").as_string());
  if (const json::value* day = object.if_contains("lastDay"))
    state.last_day = parse_date(day->as_string()).value();
  if (const json::value* day = object.if_contains("lastSeen"))
    state.last_seen = parse_date(day->as_string()).value();
  state.cycle = object.at("cycle").to_number<std::int64_t>();
  state.cycle_since = day_in(object, "cycleSince");
  if (const json::value* opened = object.if_contains("cycleOpened"))
    state.cycle_opened = Version{opened->to_number<std::uint64_t>()};
  state.members = object.at("members").to_number<std::int64_t>();
  for (const json::value& member : object.at("named").as_array())
    state.named.insert(member.to_number<std::int64_t>());
  if (const json::value* taken = object.if_contains("takenOver"))
    state.taken_over = taken_over_from(taken->as_object());
  state.closed = object.at("closed").as_bool();
  state.closed_on = day_in(object, "closedOn");
  for (const auto& track : object.at("tracks").as_object()) {
    state.tracks[track.key()] = std::string(track.value().as_string());
  }
  state.fields = object.at("fields").as_object();
  state.origins = positions_from(object.at("origins").as_object());
  for (const auto& finding : object.at("findings").as_object()) {
    const json::object& stored = finding.value().as_object();
    state.findings[finding.key()] = {std::string(stored.at("status").as_string()),
                                     stored.at("open").as_bool(),
                                     stored.at("raised").to_number<std::int64_t>()};
  }
  for (const auto& motivation : object.at("motivated").as_object()) {
    const json::object& stored = motivation.value().as_object();
    state.motivated[motivation.key()] = {Position{stored.at("until").to_number<std::uint64_t>()},
                                         std::string(stored.at("command").as_string())};
  }
  state.settings = settings_from(object.at("settings").as_array());
  if (const json::value* emergencies = object.if_contains("emergencies"))
    for (const auto& one : emergencies->as_object())
      state.emergencies[{std::string(one.key())}] = emergency_from(one.value().as_object());
  return state;
}

}  // namespace

json::object to_json(const CaseState& state) {
  ensure(state.version.has_value(), "only a case that exists is written");
  const auto position = [](Position at) { return json::value(at.value); };
  json::object object{
      {"closed", state.closed},
      {"cycle", state.cycle},
      {"definition", state.definition},
      {"fields", state.fields},
      {"findings", object_of(state.findings, finding_json)},
      {"id", state.id.text},
      {"members", state.members},
      {"named", json::array(state.named.begin(), state.named.end())},
      {"motivated", object_of(state.motivated, motivation_json)},
      {"origins", object_of(state.origins, position)},
      {"position", state.position.value},
      {"settings", settings_json(state.settings)},
      {"tracks", object_of(state.tracks, [](const std::string& at) { return json::value(at); })},
      {"version", state.version->value},
  };
  if (state.last_day.ok() && static_cast<int>(state.last_day.year()) > 0)
    object["lastDay"] = format(state.last_day);
  if (state.cycle_since) object["cycleSince"] = format(*state.cycle_since);
  if (state.cycle_opened) object["cycleOpened"] = state.cycle_opened->value;
  if (state.taken_over) object["takenOver"] = taken_over_json(*state.taken_over);
  if (state.closed_on) object["closedOn"] = format(*state.closed_on);
  if (!state.emergencies.empty()) {
    json::object emergencies;
    for (const auto& [actor, look] : state.emergencies)
      emergencies[actor.text] = json::object{
          {"org", look.org.text}, {"role", look.role.text}, {"until", format(look.until)}};
    object["emergencies"] = std::move(emergencies);
  }
  if (state.last_seen.ok()) object["lastSeen"] = format(state.last_seen);
  return object;
}

Result<CaseState> case_state_from(const json::object& object) {
  try {
    return read(object);
  } catch (const std::exception& failure) {
    return Error{Errc::malformed, std::string("stored case state: ") + failure.what()};
  }
}

}  // namespace verloop
