#pragma once
// The parts of scrutinise(), and what they share.

#include <string>
#include <vector>

#include "engine/cel/functions.hpp"
#include "engine/cel/possible.hpp"
#include "engine/procedure_check.hpp"
#include "engine/reach.hpp"

namespace verloop {

/// What the parts read, and where they note what they find.
class Scrutiny {
 public:
  using Path = std::vector<std::string>;

  /// `text` is that of the procedure's file. All of it outlives this.
  Scrutiny(const CheckedProcedure& checked, std::string_view text, std::vector<YamlFault>& faults)
      : procedure(checked.procedure),
        catalogue(checked.catalogue),
        schema(checked.schema),
        system_events(checked.system_events),
        reach(reach_of(checked.procedure)),
        root_(checked.root),
        text_(text),
        faults_(faults) {}

  /// Where a path of keys and indices leads to, as locate() reads it.
  void fault(const Path& place, const std::string& message);
  /// At a byte of the expression that stands there.
  void fault(const Path& expression, std::uint32_t offset, const std::string& message);

  const Procedure& procedure;
  const Catalogue& catalogue;
  const CaseSchema& schema;
  const std::set<std::string>& system_events;
  const Reach reach;
  /// For all conditions together; what comes after it is used up is taken to be right.
  cel::Meter meter{2'000'000};

 private:
  const YamlNode& root_;
  std::string_view text_;
  std::vector<YamlFault>& faults_;
};

void check_reach(Scrutiny& scrutiny);       // What never comes about.
void check_conditions(Scrutiny& scrutiny);  // What never holds, or always.
void check_terms(Scrutiny& scrutiny);       // The same of deadlines, and whether they can be met.
void check_flow(Scrutiny& scrutiny);        // What expressions would tell to others.
void check_outlets(Scrutiny& scrutiny);     // What views, notices and exchanges would.

}  // namespace verloop
