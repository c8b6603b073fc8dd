#pragma once
// A procedure as a chart: per track its states, the steps that lead from one to another (an action
// or what follows by itself), and the choices between them. Made from a definition alone; how it is
// laid out and written is the business of the other files here.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/procedure_load.hpp"

namespace verloop {

struct ChartNode {
  enum class Kind : std::uint8_t { start, state, end, choice, action, automatic };
  std::string id;  // The same for the same definition, unique in the chart, an XML name.
  Kind kind{};
  std::string label{};               // Empty for a start and for most choices.
  std::vector<std::string> roles{};  // Who may take the step.
  std::vector<RoleId> role_ids{};
  std::vector<std::string> deadlines{};  // That the step meets.
  std::string explanation{};             // Sentences for who wants to know more.
  std::string condition{};               // CEL, of an automatic step.
  bool marked = false;                   // Where a case is now.
};

/// From one node of a track to another, by their indices.
struct ChartEdge {
  std::string id;
  std::size_t from = 0, to = 0;
  std::string label{};      // When it is taken, for people; empty: always.
  std::string condition{};  // The same in CEL; empty for what is otherwise.
  bool otherwise = false;   // Taken when no condition holds.
};

struct ChartTrack {
  std::string id, label;
  std::vector<ChartNode> nodes;
  std::vector<ChartEdge> edges;
};

struct Chart {
  std::string name{};  // Of the procedure, with its version: `permit@1`.
  std::string title{}, description{};
  Language language{};
  std::map<std::string, std::string> roles{};  // Id -> label.
  std::vector<ChartTrack> tracks{};
};

/// Where a case is: track -> state. Tracks that are not named get no mark.
using ChartMarks = std::map<std::string, std::string>;

Chart make_chart(const Definition& definition, Language language, const ChartMarks& marks = {});

}  // namespace verloop
