#pragma once
// A file of XES into a data folder: first examined whole, then recorded, many commands to a commit.
// What an earlier run recorded is known and left, so that one that was cut short goes on where it
// stopped.

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "adapters/xes/xes_commands.hpp"
#include "adapters/xes/xes_reader.hpp"
#include "tools/verloop/instance.hpp"

namespace verloop {

/// What a file holds, and what keeps it from being imported.
struct ExaminedXes {
  XesSummary summary;
  std::set<std::string> people;  // By their names in the source.
  ImportFaults faults;
};

/// Reads all of the file; a fault when it is no XES.
boost::system::result<ExaminedXes, XesFault> examine_xes(std::istream& bytes,
                                                         const ImportContext& context);

struct ImportOutcome {
  std::size_t recorded = 0;  // Commands.
  std::size_t known = 0;     // From an earlier run.
  struct Refused {
    XesPlace place;
    Refusal refusal;
  };
  std::optional<Refused> refused;  // The first; nothing behind it was submitted.
};

/// How many commands were gone through.
using Progress = std::function<void(std::size_t)>;

using PeopleIds = std::map<std::string, ActorId>;  // By their names in the source.

/// The ids of those who act in the source. Fails with `malformed` when one is somebody else's.
Result<PeopleIds> ids_of(const std::set<std::string>& people, const Definition& definition,
                         Instance& instance);
/// Enters them in the directory.
Result<> enter_people(const PeopleIds& people, const Definition& definition, Instance& instance);

/// Records what was examined before and had no faults; signs on the way.
Result<ImportOutcome> import_xes(std::istream& bytes, Instance& instance,
                                 const ImportContext& context, const Progress& progress);

}  // namespace verloop
