#include "projections/whole_records.hpp"

#include <algorithm>

#include "engine/system_events.hpp"
#include "projections/role_view.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// Fields of positions say which events count, not what they hold: who sees those events may see
/// the positions.
bool is_of_positions(const json::value& value, const std::set<Position>& seen) {
  if (!value.is_array()) return false;
  const json::array& list = value.get_array();
  return std::all_of(list.begin(), list.end(), [&seen](const json::value& position) {
    return position.is_int64() && position.get_int64() >= 0 &&
           seen.contains({static_cast<std::uint64_t>(position.get_int64())});
  });
}

}  // namespace

WholeRecords::WholeRecords(const Reader& reader, const Definitions& definitions,
                           const std::vector<StoredRecord>& records)
    : reader_(reader), definitions_(definitions) {
  for (const auto& [record, bytes] : records) {
    const Definition* definition = definitions_.find(record.procedure);
    if (definition == nullptr || !sees_event(reader_, record, *definition)) continue;
    seen_.insert(record.position);
    if (record.basis != Basis::derived) seen_causes_.insert(record.command);
  }
}

Handing WholeRecords::of(const Record& record) const {
  if (!seen_.contains(record.position)) return Handing::unseen;
  if (reader_.view->records) return Handing::whole;
  const Definition& definition = *definitions_.find(record.procedure);
  const bool sees_all = sees_all_fields(record, definition) &&
                        sees_all_findings(record, definition) && sees_cause(record);
  return sees_all ? Handing::whole : Handing::partly;
}

bool WholeRecords::sees_all_fields(const Record& record, const Definition& definition) const {
  const std::set<std::string> fields = seen_fields(reader_, record, definition);
  const bool is_finding = record.actor == engine_actor();
  return std::all_of(record.data.begin(), record.data.end(), [&](const auto& member) {
    return fields.contains(std::string(member.key())) ||
           (is_finding && is_of_positions(member.value(), seen_));
  });
}

bool WholeRecords::sees_all_findings(const Record& record, const Definition& definition) const {
  return std::all_of(record.findings.begin(), record.findings.end(), [&](const RuleId& id) {
    const Rule* rule = definition.procedure.rule(id.text);
    return rule != nullptr && sees_rule(reader_, *rule, definition);
  });
}

/// Who caused a derived event may be one whom the reader may not know of.
bool WholeRecords::sees_cause(const Record& record) const {
  return record.basis != Basis::derived || record.actor == engine_actor() ||
         seen_causes_.contains(record.command);
}

}  // namespace verloop
