#pragma once
// Whether the names that a procedure uses exist; each notes a fault, with the nearest name, at the
// place that a path in the file leads to.

#include <string>
#include <vector>

#include "engine/procedure_check.hpp"

namespace verloop {

class ProcedureNames {
 public:
  using Path = std::vector<std::string>;

  ProcedureNames(const CheckedProcedure& checked, std::vector<YamlFault>& faults)
      : checked_(checked), faults_(faults) {}

  void fault(const Path& place, const std::string& message);
  /// `<problem> "<name>"` and the nearest of `known`.
  void unknown(const Path& place, const std::string& problem, const std::string& name,
               const std::vector<std::string>& known);

  // For these `place` is that of the list, or key, in which the name stands.
  bool role(const std::string& name, const std::string& what, Path place);
  bool action(const std::string& name, const std::string& what, Path place);
  bool track(const std::string& name, const std::string& what, Path place);
  bool state(const std::string& track_name, const std::string& name, const std::string& what,
             Path place);

  // For these it is that of the name itself.
  bool event(const std::string& name, const std::string& what, const Path& place);
  bool makeable(const std::string& name, const std::string& what, const Path& place);
  bool field(const std::string& event_name, const std::string& name, const std::string& what,
             const Path& place);

 private:
  const CheckedProcedure& checked_;
  std::vector<YamlFault>& faults_;
};

template <class Map>
std::vector<std::string> keys(const Map& map) {
  std::vector<std::string> names;
  for (const auto& entry : map) names.push_back(entry.first);
  return names;
}

}  // namespace verloop
