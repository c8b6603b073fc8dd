#pragma once
// Entries of a case against the rules that refuse, once more: each by the case as it is before it,
// when something was entered or altered that lies before. Pure.

#include <set>

#include "engine/decide.hpp"
#include "engine/make_alteration.hpp"

namespace verloop {

/// An entry as the command that it came from, as far as its records tell, for a day on which its
/// actor knew of these members; with what is corrected, by the names of its records.
struct Retold {
  const Action* action = nullptr;
  Command command;
  Circumstances given;
};
Retold retell(const std::vector<const Record*>& whole, const std::set<std::int64_t>& known,
              const Definition& definition, const boost::json::object& corrected = {});

/// The versions of entries that a rule would refuse at their place. Conditions that read what is
/// sealed refuse nothing here.
std::set<Version> refused_entries(const std::vector<Record>& records, const Definition& definition);

}  // namespace verloop
