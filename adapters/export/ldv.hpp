#pragma once
// The access log as records of Logboek Dataverwerkingen (Logius, working version), in the shape of
// OpenTelemetry: one for each action, and below it one for each person concerned. They name no
// user; who it was stands in the access log, in the entries with the same trace id.
//   {"trace_id","span_id","parent_span_id"?,"status","name","start_time","end_time","resource",
//    "attributes"}

#include <functional>
#include <string>

#include <boost/json/object.hpp>

#include "events/record.hpp"
#include "events/vault.hpp"

namespace verloop {

struct LdvSettings {
  std::string register_uri;  // What the id of a processing activity is appended to.
  std::string version;       // Of the program.
};

/// Calls `each` with the records of an entry of the access log; there are none for what processes
/// nothing about anybody: a failed login, administration. A member of staff is told by a pseudonym.
/// Fails when the vault does.
using LdvVisitor = std::function<void(const boost::json::object&)>;
Result<> ldv_records(const Record& entry, const Vault& vault, const LdvSettings& settings,
                     const LdvVisitor& each);

}  // namespace verloop
