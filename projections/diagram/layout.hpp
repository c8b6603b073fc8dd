#pragma once
// Where the parts of a chart lie: each track is laid out by Graphviz from left to right in a frame
// of its own, and the frames stand below each other. Whole pixels, the same for the same chart.

#include <string>
#include <vector>

#include "events/result.hpp"
#include "projections/diagram/chart.hpp"

namespace verloop {

struct Point {
  int x = 0, y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Box {
  int x = 0, y = 0, width = 0, height = 0;
  Point left() const { return {x, y + height / 2}; }
  Point right() const { return {x + width, y + height / 2}; }
};

/// How large a node is drawn. What is written below its shape gets room, above it too, so that the
/// edges reach the middle of the shape.
struct NodeLook {
  int width = 0, height = 0;         // Even numbers.
  std::vector<std::string> lines{};  // Of the label.
  bool below = false;                // The label stands below the shape.
};

struct PlacedNode {
  Box shape;
  Box label;  // Where the text stands: within the shape, or below it.
  std::vector<std::string> lines;
};

struct PlacedEdge {
  std::vector<Point> way;  // From the right of a shape to the left of another.
  Box label;               // Empty when there is none.
  std::vector<std::string> lines;
};

struct PlacedTrack {
  Box frame;
  std::vector<PlacedNode> nodes;  // As in the chart.
  std::vector<PlacedEdge> edges;
};

struct Layout {
  int width = 0, height = 0;
  std::vector<PlacedTrack> tracks;
};

constexpr int font_size = 12;
constexpr int line_height = 15;
constexpr int header_width = 30;  // Of a frame: its title stands there, turned.

/// The text of a node: its label, who may take the step and the deadlines it meets, each from a
/// line of its own.
std::vector<std::string> node_text(const ChartNode& node);

/// Fails with `malformed` when Graphviz gives no layout.
Result<Layout> lay_out(const Chart& chart, NodeLook (*look)(const ChartNode& node));

/// The looks of the parts that all formats have alike.
NodeLook step_look(const ChartNode& node);
NodeLook small_look(const ChartNode& node, int size);  // A shape with its label below.

}  // namespace verloop
