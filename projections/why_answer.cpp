#include "projections/why_answer.hpp"

#include <algorithm>
#include <set>

#include "engine/evolve.hpp"
#include "projections/each_record.hpp"
#include "projections/values_by_path.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::string_view tracks_prefix = "tracks.";

/// Places of a case with the records that set them, in the order of the log.
using Setters = std::map<std::string, std::vector<Position>>;

void note(Setters& setters, const std::string& path, Position by) {
  std::vector<Position>& known = setters[path];
  if (known.empty() || known.back() != by) known.push_back(by);
}

/// Who set each of the places. Where a record altered another, its case is folded anew, and what
/// counts then is noted after what counted before.
Result<Setters> setters_of(const Sources& sources, const CaseState& state, const Until& until,
                           const std::set<std::string>& places) {
  Setters setters;
  CaseFolding folding((CaseState()));
  std::map<std::string, std::string> tracks;
  const auto add = [&](const Record& record, const Definition& definition) -> Result<> {
    folding.add(record, definition);
    for (const auto& [path, position] : folding.state().origins)
      if (places.contains(path)) note(setters, path, position);
    for (const auto& [track, at] : folding.state().tracks) {
      const std::string path = std::string(tracks_prefix) + track;
      if (places.contains(path) && tracks[track] != at) note(setters, path, record.position);
      tracks[track] = at;
    }
    return {};
  };
  auto read = each_record(sources, state.id, until, add);
  return read.has_error() ? Result<Setters>(read.error()) : Result<Setters>(std::move(setters));
}

/// Whether the reader sees the value at `path` and, in a list, which entry it is of.
bool may_ask(const Reader& reader, const std::string& path, const Definition& definition) {
  if (!sees_origin(reader, path, definition)) return false;
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) return true;
  const SchemaNode* list = definition.schema.find(path.substr(0, slash));
  if (list == nullptr || list->key.empty()) return true;
  return sees_origin(reader, path.substr(0, path.rfind('/') + 1) + list->key, definition);
}

/// An answer under construction.
struct Why {
  const Sources& sources;
  const Reader& reader;
  const CaseState& state;
  const Definition& definition;
  Looks looks;
};

/// Adds to the row the events at these positions that the reader may know of, and says how many it
/// may not.
Result<> add_events(Why& why, const std::vector<Position>& positions, json::object& row) {
  json::array events;
  std::int64_t hidden = 0;
  for (const Position position : positions) {
    const auto page = why.sources.log.read(position, 1);
    if (page.has_error()) return page.error();
    if (page->empty())
      return Error{Errc::not_found, "no record at position " + std::to_string(position.value)};
    const Record& record = page->front().record;
    const Definition* definition = why.sources.definitions.find(record.procedure);
    ensure(definition != nullptr, "the records of a loaded case have their definitions");
    auto event = event_answer(why.sources, why.reader, record, *definition, why.looks);
    if (event.has_error()) return event.error();
    if (*event)
      events.push_back(std::move(**event));
    else
      ++hidden;
  }
  row["set"] = std::move(events);
  if (hidden > 0) row["hidden"] = hidden;
  return {};
}

/// Rows of the values that were asked for and that the reader sees.
Result<json::array> value_rows(Why& why, const WhyAsked& asked, const Setters& setters) {
  json::array rows;
  CaseState narrowed = why.state;
  narrowed.fields = narrowed_to(asked.what, why.state.fields, why.definition.schema.root());
  auto seen = seen_state(why.reader, narrowed, why.definition, why.sources.log, why.sources.vault,
                         why.looks);
  if (seen.has_error()) return seen.error();
  for (auto& [path, value] : values_by_path(*seen, why.definition.schema.root())) {
    const auto by = setters.find(path);
    if (by == setters.end()) continue;
    json::object row{{"path", path}, {"value", value}};
    auto added = add_events(why, by->second, row);
    if (added.has_error()) return added.error();
    rows.push_back(std::move(row));
  }
  for (auto& [track, at] : seen_tracks(why.reader, why.state)) {
    const std::string path = std::string(tracks_prefix) + std::string(track);
    if (!lies_at(path, asked.what)) continue;
    json::object row{{"path", path}, {"value", at}};
    const auto by = setters.find(path);
    auto added = add_events(why, by == setters.end() ? std::vector<Position>() : by->second, row);
    if (added.has_error()) return added.error();
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The rule that was asked for, with its evidence.
Result<json::array> rule_rows(Why& why, const WhyAsked& asked) {
  json::array rows;
  for (json::value& judged : compliance_answer(why.reader, why.state, why.definition, asked.on)) {
    json::object& row = judged.as_object();
    const Rule* rule = why.definition.procedure.rule(row.at("rule").as_string());
    const bool by_deadline = rule->deadline && rule->deadline->text == asked.what;
    if (rule->id.text != asked.what && !by_deadline) continue;
    std::vector<Position> evidence;
    for (const json::value& position : row.at("evidence").as_array())
      evidence.push_back(Position{position.to_number<std::uint64_t>()});
    row["path"] = rule->id.text;
    auto added = add_events(why, evidence, row);
    if (added.has_error()) return added.error();
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::vector<std::string> askable(const Reader& reader, const CaseState& state,
                                 const Definition& definition) {
  std::vector<std::string> names;
  for (const auto& [path, position] : state.origins)
    if (may_ask(reader, path, definition)) names.push_back(path);
  for (const auto& track : seen_tracks(reader, state))
    names.push_back(std::string(tracks_prefix) + std::string(track.key()));
  for (const Rule& rule : definition.procedure.rules) {
    if (!sees_rule(reader, rule, definition)) continue;
    names.push_back(rule.id.text);
    if (rule.deadline) names.push_back(rule.deadline->text);
  }
  return names;
}

Result<Guarded<json::object>> why_answer(const Sources& sources, const Reader& reader,
                                         const CaseState& state, const WhyAsked& asked) {
  const Definition* definition = sources.definitions.find(state.definition);
  ensure(definition != nullptr, "an answer is about a case that exists");
  Why why{sources, reader, state, *definition, {}};
  std::set<std::string> places;
  for (const std::string& name : askable(reader, state, *definition))
    if (lies_at(name, asked.what)) places.insert(name);
  const auto setters = setters_of(sources, state, asked.until, places);
  if (setters.has_error()) return setters.error();
  auto rows = rule_rows(why, asked);
  if (rows.has_error()) return rows.error();
  auto values = value_rows(why, asked, *setters);
  if (values.has_error()) return values.error();
  for (json::value& row : *values) rows->push_back(std::move(row));
  const LogTail tail = sources.log.tail();
  json::object answer{{"case", state.id.text},
                      {"position", state.position.value},
                      {"size", tail.size},
                      {"root", to_base64url(view(tail.root))},
                      {"definition", state.definition},
                      {"on", format(asked.on)},
                      {"asked", asked.what},
                      {"values", std::move(*rows)}};
  return Guarded(std::move(answer), sight_of(reader, std::move(why.looks), state.position));
}

}  // namespace verloop
