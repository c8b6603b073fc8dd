#pragma once
// A chart as SVG: one file that needs nothing from elsewhere, to be printed or read aloud.

#include <string>

#include "projections/diagram/layout.hpp"

namespace verloop {

NodeLook svg_look(const ChartNode& node);
std::string to_svg(const Chart& chart, const Layout& layout);  // Laid out with svg_look.

}  // namespace verloop
