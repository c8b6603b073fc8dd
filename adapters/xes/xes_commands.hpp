#pragma once
// A trace of a foreign event log as the commands of a procedure, by what its `import` says; and
// what keeps it from being so, said once with its count.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/xes/xes.hpp"
#include "engine/command.hpp"
#include "engine/procedure_load.hpp"
#include "events/time.hpp"

namespace verloop {

/// Who records what the source ascribes to nobody: that a case was opened, that it ended.
constexpr std::string_view xes_importer = "xes-import";

/// What is wrong, each problem once: where it was met first, and how often. No message holds a
/// value, but the name of an activity.
class ImportFaults {
 public:
  struct Fault {
    XesPlace first;
    std::size_t count = 0;
    std::string message;
  };

  void note(const XesPlace& place, const std::string& message);
  bool is_empty() const { return faults_.empty(); }
  const std::vector<Fault>& all() const { return faults_; }

 private:
  std::map<std::string, std::size_t> index_;
  std::vector<Fault> faults_;
};

struct TimedCommand {
  Command command;
  Timestamp at{};  // By the source's clock, which does not go back within a trace.
  XesPlace place;
};

struct ImportContext {
  const Definition& definition;        // Has an `import`.
  std::string origin;                  // The log's first name: part of what commands are known by.
  Timestamp now{};                     // Nothing can have happened later.
  std::map<std::string, ActorId> ids;  // Of those who act in the source.
};

/// Those whom the trace names as acting or as actors, by their names in the source.
std::set<std::string> people_in(const XesTrace& trace, const Definition& definition);

/// The commands of a trace, in order. Where a fault was noted they are not to be submitted.
std::vector<TimedCommand> commands_of(const XesTrace& trace, const ImportContext& context,
                                      ImportFaults& faults);

}  // namespace verloop
