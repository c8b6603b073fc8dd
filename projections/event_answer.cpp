#include "events/on_behalf.hpp"
#include "projections/case_answers.hpp"
#include "projections/erased_value.hpp"
#include "projections/sentences.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

json::object values_json(const OpenedValues& opened) {
  json::object values;
  for (const auto& [field, value] : opened)
    values[field] = value ? *value : erased_json(value.erased);
  return values;
}

json::array links_json(const Record& record) {
  json::array links;
  for (const Position link : record.links) links.push_back(json::value(link.value));
  return links;
}

/// `for`: who gave the mandate.
json::object actor_json(const Actor& actor) {
  json::object object{{"id", actor.id.text}, {"role", actor.role.text}, {"org", actor.org.text}};
  if (!actor.on_behalf_of.empty()) object["for"] = author_of(actor).text;
  return object;
}

}  // namespace

Result<std::optional<json::object>> event_answer(const Sources& sources, const Reader& reader,
                                                 const Record& record, const Definition& definition,
                                                 Looks& looks) {
  if (!sees_event(reader, record, definition)) return std::optional<json::object>();
  const std::set<std::string> seen = seen_fields(reader, record, definition);
  auto opened = open_values(sources.log, sources.vault, record, seen, looks);
  if (opened.has_error()) return opened.error();
  const EventType* type = definition.catalogue.find(record.type.text);
  json::object data;
  for (const auto& member : record.data) {
    if (seen.contains(std::string(member.key()))) data[member.key()] = member.value();
  }
  // Who caused a derived event may be one whom the reader may not know of.
  const bool shows_cause = record.basis != Basis::derived || reader.view->records;
  const Actor actor = shows_cause ? record.actor : Actor{{"engine"}, {"engine"}, {}, {}};
  json::object row{{"position", record.position.value},
                   {"version", record.version.value},
                   {"type", record.type.text},
                   {"label", type == nullptr ? record.type.text : type->label.in(reader.language)},
                   {"sentence", sentence(record, *opened, reader, definition)},
                   {"occurredOn", record.occurred_on.text},
                   {"recordedAt", format(record.recorded_at)},
                   {"actor", actor_json(actor)},
                   {"action", shows_cause ? record.action.text : std::string("derive")},
                   {"data", std::move(data)}};
  if (record.basis == Basis::derived) row["basis"] = "derived";
  if (record.basis == Basis::attested) row["basis"] = "attested";
  if (record.basis == Basis::imported) row["basis"] = "imported";
  if (!record.links.empty()) row["links"] = links_json(record);
  if (!opened->empty()) row["values"] = values_json(*opened);
  json::array findings;
  for (const RuleId& rule : record.findings) {
    const Rule* described = definition.procedure.rule(rule.text);
    if (described != nullptr && sees_rule(reader, *described, definition))
      findings.push_back(json::string(rule.text));
  }
  if (!findings.empty()) row["findings"] = std::move(findings);
  return std::optional<json::object>(std::move(row));
}

}  // namespace verloop
