#include "projections/audit_index.hpp"

#include <cstdio>

namespace verloop {

Result<> AuditIndex::apply(const Applied& applied, View& view) const {
  const Record& record = applied.stored.record;
  char position[20];
  std::snprintf(position, sizeof position, "/%016llx",
                static_cast<unsigned long long>(record.position.value));
  const std::string type = record.type.text.substr(0, record.type.text.find('@'));
  for (const std::string& key : {"actor/" + record.actor.id.text, "org/" + record.actor.org.text,
                                 "type/" + type, "day/" + format(record.occurred_on.day),
                                 "purpose/" + record.purpose, "case/" + record.case_id.text}) {
    view.put(key + position, "");
  }
  return {};
}

}  // namespace verloop
