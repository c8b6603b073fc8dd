#pragma once
// A chart as BPMN 2.0 with its layout. What becomes what is told in docs/authors/diagrams.md.

#include <string>

#include "projections/diagram/layout.hpp"

namespace verloop {

NodeLook bpmn_look(const ChartNode& node);
std::string to_bpmn(const Chart& chart, const Layout& layout);  // Laid out with bpmn_look.

}  // namespace verloop
