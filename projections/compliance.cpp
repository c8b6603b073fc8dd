#include "projections/compliance.hpp"

#include "events/json/canonical_json.hpp"

namespace verloop {

Result<> Compliance::apply(const Applied& applied, View& view) const {
  const Record& record = applied.stored.record;
  const bool raised = record.type.text == "FindingRaised@1";
  if (applied.after == nullptr || (!raised && record.type.text != "FindingCleared@1")) return {};
  const std::string rule(record.data.at("rule").as_string());
  const FindingState& finding = applied.after->findings.at(rule);
  const std::string cycle = std::to_string(record.data.at("cycle").to_number<std::int64_t>());
  const std::string value = canonical_json(boost::json::object{
      {"on", record.occurred_on.text},
      {"open", finding.open},
      {"position", record.position.value},
      {"raised", finding.raised},
      {"status", raised ? record.data.at("status") : record.data.at("how")},
  });
  view.put("case/" + record.case_id.text + "/" + rule + "/" + cycle, value);
  view.put("rule/" + rule + "/" + record.case_id.text + "/" + cycle, value);
  return {};
}

}  // namespace verloop
