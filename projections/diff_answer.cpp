#include "projections/diff_answer.hpp"

#include <set>

#include "projections/each_record.hpp"
#include "projections/values_by_path.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

using Values = std::map<std::string, json::value>;

/// What a reader is shown of one moment, by name.
struct Picture {
  Values tracks, values, rules, deadlines;
};

Values by_name(const json::object& object) {
  Values values;
  for (const auto& member : object) values[std::string(member.key())] = member.value();
  return values;
}

/// Of each deadline that the answer shows, the day that is due.
Values due_days(const json::array& deadlines) {
  Values days;
  for (const json::value& row : deadlines) {
    const json::value* due = row.as_object().if_contains("due");
    if (due != nullptr) days[std::string(row.at("deadline").as_string())] = *due;
  }
  return days;
}

Result<Picture> picture_of(const Sources& sources, const Reader& reader, const Moment& moment,
                           Looks& looks) {
  if (!moment.state) return Picture();
  const Definition* definition = sources.definitions.find(moment.state->definition);
  ensure(definition != nullptr, "an answer is about a case that exists");
  auto seen = case_picture(sources, reader, *moment.state, moment.on, looks);
  if (seen.has_error()) return seen.error();
  return Picture{by_name(seen->at("tracks").as_object()),
                 values_by_path(seen->at("state").as_object(), definition->schema.root()),
                 by_name(seen->at("rules").as_object()),
                 due_days(seen->at("deadlines").as_array())};
}

/// Rows of what is not the same, by name.
json::array differences(std::string_view named, const Values& before, const Values& after) {
  std::set<std::string> names;
  for (const Values* side : {&before, &after})
    for (const auto& [name, value] : *side) names.insert(name);
  json::array rows;
  for (const std::string& name : names) {
    const auto from = before.find(name);
    const auto to = after.find(name);
    const bool both = from != before.end() && to != after.end();
    if (both && from->second == to->second) continue;
    json::object row{{named, name}};
    if (from != before.end()) row["from"] = from->second;
    if (to != after.end()) row["to"] = to->second;
    rows.push_back(std::move(row));
  }
  return rows;
}

json::object moment_json(const Moment& moment) {
  json::object object{{"on", format(moment.on)}};
  if (moment.state) object["position"] = moment.state->position.value;
  return object;
}

/// The events recorded after the first moment, up to the second, that the reader may know of.
Result<json::array> events_between(const Sources& sources, const Reader& reader, const Moment& from,
                                   const Moment& to, Looks& looks) {
  json::array events;
  const auto add = [&](const Record& record, const Definition& definition) -> Result<> {
    if (from.state && record.position <= from.state->position) return {};
    auto event = event_answer(sources, reader, record, definition, looks);
    if (event.has_error()) return event.error();
    if (*event) events.push_back(std::move(**event));
    return {};
  };
  auto read = each_record(sources, to.state->id, Until{to.state->position, {}}, add);
  return read.has_error() ? Result<json::array>(read.error())
                          : Result<json::array>(std::move(events));
}

}  // namespace

Result<Guarded<json::object>> diff_answer(const Sources& sources, const Reader& reader,
                                          const Moment& from, const Moment& to) {
  ensure(to.state.has_value(), "the later moment is one of a case that exists");
  Looks looks;
  const auto before = picture_of(sources, reader, from, looks);
  if (before.has_error()) return before.error();
  const auto after = picture_of(sources, reader, to, looks);
  if (after.has_error()) return after.error();
  auto events = events_between(sources, reader, from, to, looks);
  if (events.has_error()) return events.error();
  const LogTail tail = sources.log.tail();
  json::object answer{{"case", to.state->id.text},
                      {"from", moment_json(from)},
                      {"to", moment_json(to)},
                      {"size", tail.size},
                      {"root", to_base64url(view(tail.root))},
                      {"definition", to.state->definition},
                      {"tracks", differences("track", before->tracks, after->tracks)},
                      {"values", differences("path", before->values, after->values)},
                      {"rules", differences("rule", before->rules, after->rules)},
                      {"deadlines", differences("deadline", before->deadlines, after->deadlines)},
                      {"events", std::move(*events)}};
  return Guarded(std::move(answer), sight_of(reader, std::move(looks), to.state->position));
}

}  // namespace verloop
