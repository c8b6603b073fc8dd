#include "engine/load_parts.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

constexpr std::int64_t emergency_minutes_max = 24 * 60;

Move load_move(const YamlNode& item, const std::string& what, LoadContext& context) {
  YamlMap map(item, what, context.faults);
  Move move;
  if (item.kind != YamlNode::Kind::map) return move;
  move.on = map.required_text("on");
  move.to = map.required_text("to");
  LoadScope scope = context.scope.with({});
  scope.add("data", cel::record_named("data." + move.on));
  const bool known = scope.open.records.contains("data." + move.on);
  if (!known)
    map.optional("when");  // That the event is unknown is told by procedure_check.
  else
    move.when = compile_key(map, "when", scope, cel::Kind::boolean);
  map.finish();
  return move;
}

Track load_track(const YamlNode::Entry& entry, LoadContext& context) {
  YamlMap map(entry.value, "track " + entry.key, context.faults);
  Track track;
  track.name = entry.key;
  if (entry.value.kind != YamlNode::Kind::map) return track;
  track.label = required_label(map);
  track.initial = map.required_text("initial");
  map.required("states");
  if (const YamlNode* states = map.map("states"))
    for (const YamlNode::Entry& state : states->entries)
      track.states.emplace_back(
          state.key,
          read_label(state.value, "state " + state.key + " of track " + entry.key, context.faults));
  if (const YamlNode* moves = map.list("moves"))
    for (const YamlNode& item : moves->items)
      track.moves.push_back(load_move(item, "move of track " + entry.key, context));
  map.finish();
  return track;
}

void load_cycle(YamlMap& root, LoadContext& context) {
  const YamlNode* node = root.map("cycle");
  if (node == nullptr) return;
  YamlMap map(*node, "cycle", context.faults);
  Cycle cycle;
  cycle.opens = map.required_text("opens");
  cycle.clears = map.texts("clears");
  if (const YamlNode* tracks = map.map("tracks"))
    for (const YamlNode::Entry& entry : tracks->entries) cycle.tracks[entry.key] = entry.value.text;
  map.finish();
  context.procedure.cycle = std::move(cycle);
}

}  // namespace

void load_roles(YamlMap& root, LoadContext& context) {
  root.required("roles");
  const YamlNode* roles = root.map("roles");
  if (roles == nullptr) return;
  const LoadScope scope = context.scope.with({"case", "actor"});
  for (const YamlNode::Entry& entry : roles->entries) {
    YamlMap map(entry.value, "role " + entry.key, context.faults);
    if (entry.value.kind != YamlNode::Kind::map) continue;
    Role role;
    role.id.text = entry.key;
    role.label = required_label(map);
    role.organisation = map.required_text("organisation");
    role.own = map.required("access") != nullptr && map.text("access") == "own";
    if (!role.own) role.access = compile_key(map, "access", scope, cel::Kind::boolean);
    map.finish();
    context.procedure.roles[entry.key] = std::move(role);
  }
}

void load_break_glass(YamlMap& root, LoadContext& context) {
  const YamlNode* node = root.map("breakGlass");
  if (node == nullptr) return;
  YamlMap map(*node, "breakGlass", context.faults);
  BreakGlass glass;
  for (const std::string& role : map.texts("by")) glass.by.push_back({role});
  glass.view = {map.required_text("view")};
  for (const std::string& role : map.texts("notifies")) glass.notifies.push_back({role});
  const std::int64_t minutes = map.integer("minutes").value_or(glass.minutes.count());
  if (minutes < 1 || minutes > emergency_minutes_max)
    map.fault(locate(*node, {"minutes"}), "breakGlass: `minutes` is from 1 to 1440");
  glass.minutes = std::chrono::minutes(minutes);
  map.finish();
  context.procedure.break_glass = std::move(glass);
}

void load_tracks(YamlMap& root, LoadContext& context) {
  Procedure& procedure = context.procedure;
  root.required("tracks");
  if (const YamlNode* tracks = root.map("tracks"))
    for (const YamlNode::Entry& entry : tracks->entries)
      procedure.tracks.push_back(load_track(entry, context));
  load_cycle(root, context);
  for (std::string& event : root.texts("closes")) procedure.closes.insert(std::move(event));
  if (const YamlNode* motivates = root.map("motivates")) {
    YamlMap map(*motivates, "motivates", context.faults);
    procedure.motivates_event = map.required_text("event");
    procedure.motivates_field = map.required_text("field");
    map.finish();
  }
}

}  // namespace verloop
