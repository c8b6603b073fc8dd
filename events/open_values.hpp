#pragma once
// Opening the sealed values of a record: decrypted, decoded, and checked against the digests that
// the record commits to. What was opened is added to `looks`, for the access log; a value that was
// erased is not opened.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "events/disclosure.hpp"
#include "events/event_log.hpp"
#include "events/looks.hpp"
#include "events/vault.hpp"

namespace verloop {

/// A value as it was recorded; none where the subject's key was destroyed, with what is told there.
class OpenedValue : public std::optional<boost::json::value> {
 public:
  using std::optional<boost::json::value>::optional;
  explicit OpenedValue(const Erased& told) : erased(told) {}
  Erased erased;  // Counts when there is no value.
};

using OpenedValues = std::map<std::string, OpenedValue>;  // By field.

/// Opens the fields named in `wanted` only; the others are not even decrypted. Fails with
/// `tampered`, naming the position and the field, when a value is not the one that was recorded.
Result<OpenedValues> open_values(const EventLog& log, const Vault& vault, const Record& record,
                                 const std::set<std::string>& wanted, Looks& looks);

/// The same with their salts, for whoever is to check them; without those whose subject's key was
/// destroyed.
Result<std::vector<Disclosure>> open_disclosures(const EventLog& log, const Vault& vault,
                                                 const Record& record,
                                                 const std::set<std::string>& wanted, Looks& looks);

}  // namespace verloop
