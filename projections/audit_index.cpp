#include "projections/audit_index.hpp"

#include <cstdio>

namespace verloop {
namespace {

/// An id as a part of a key: what parts the key is escaped, so that no id reaches into another's.
std::string part(std::string_view id) {
  std::string escaped;
  for (const char c : id) {
    if (c == '/')
      escaped += "%2F";
    else if (c == '%')
      escaped += "%25";
    else
      escaped += c;
  }
  return escaped;
}

}  // namespace

Result<> AuditIndex::apply(const Applied& applied, View& view) const {
  const Record& record = applied.stored.record;
  char position[20];
  std::snprintf(position, sizeof position, "/%016llx",
                static_cast<unsigned long long>(record.position.value));
  const std::string type = record.type.text.substr(0, record.type.text.find('@'));
  for (const std::string& key :
       {"actor/" + part(record.actor.id.text), "org/" + part(record.actor.org.text),
        "type/" + part(type), "day/" + format(record.occurred_on.day),
        "purpose/" + part(record.purpose), "case/" + part(record.case_id.text)}) {
    view.put(key + position, "");
  }
  return {};
}

}  // namespace verloop
