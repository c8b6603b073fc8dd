#pragma once
// Opening the sealed values of a record: decrypted, decoded, and checked against the digests that
// the record commits to.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "events/disclosure.hpp"
#include "events/event_log.hpp"
#include "events/vault.hpp"

namespace verloop {

/// Field -> its value; none where the subject's key was destroyed.
using OpenedValues = std::map<std::string, std::optional<boost::json::value>>;

/// Opens the fields named in `wanted` only; the others are not even decrypted. Fails with
/// `tampered`, naming the position and the field, when a value is not the one that was recorded.
Result<OpenedValues> open_values(const EventLog& log, const Vault& vault, const Record& record,
                                 const std::set<std::string>& wanted);

/// The same with their salts, for whoever is to check them; without those whose subject's key was
/// destroyed.
Result<std::vector<Disclosure>> open_disclosures(const EventLog& log, const Vault& vault,
                                                 const Record& record,
                                                 const std::set<std::string>& wanted);

}  // namespace verloop
