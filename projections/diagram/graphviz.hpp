#pragma once
// Boxes of given sizes and edges between them, laid out from left to right. Nothing of the library
// that does it is seen outside graphviz.cpp.

#include <string>
#include <vector>

#include "events/result.hpp"
#include "projections/diagram/layout.hpp"

namespace verloop {

struct DrawnNode {
  int width = 0, height = 0;  // As asked for.
  Point middle;               // As laid out.
};

struct DrawnEdge {
  std::size_t from = 0, to = 0;  // Indices of nodes.
  int label_width = 0;           // As asked for; 0: no label.
  int label_height = 0;
  Point label_middle;      // As laid out.
  std::vector<Point> way;  // From the middle of the right side to the middle of a left side.
};

struct Drawing {
  int width = 0, height = 0;  // As laid out.
  std::vector<DrawnNode> nodes;
  std::vector<DrawnEdge> edges;
};

/// Fills in what is laid out. One caller at a time: the library keeps state of its own.
Result<Drawing> draw(Drawing asked);

}  // namespace verloop
