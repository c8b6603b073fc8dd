#include "projections/diagram/layout.hpp"

#include <algorithm>

#include "projections/diagram/graphviz.hpp"
#include "projections/diagram/text_box.hpp"

namespace verloop {
namespace {

constexpr int small_label_width = 120;
constexpr int edge_label_width = 130;
constexpr int step_width = 170;
constexpr int inset = 8;      // Between a text and the border around it.
constexpr int clearance = 8;  // Around a node, where no edge of others passes.
constexpr int padding = 20;   // Within a frame.
constexpr int margin = 20;    // Around and between the frames.

int even(int size) {
  return size + size % 2;
}

int widest(const std::vector<std::string>& lines) {
  int width = 0;
  for (const std::string& line : lines) width = std::max(width, text_width(line, font_size));
  return width;
}

int height_of(const std::vector<std::string>& lines) {
  return static_cast<int>(lines.size()) * line_height;
}

/// The room that a node takes, with its label and the clearance around both.
Box room_of(const NodeLook& look) {
  int width = look.width, height = look.height;
  if (look.below && !look.lines.empty()) {
    width = std::max(width, even(widest(look.lines)));
    height += 2 * (height_of(look.lines) + inset / 2);
  }
  return {0, 0, width + 2 * clearance, height + 2 * clearance};
}

PlacedNode placed(const NodeLook& look, Point middle) {
  PlacedNode node;
  node.shape = {middle.x - look.width / 2, middle.y - look.height / 2, look.width, look.height};
  node.lines = look.lines;
  node.label = node.shape;
  if (look.below) {
    const int width = even(widest(look.lines));
    node.label = {middle.x - width / 2, node.shape.y + look.height + inset / 2, width,
                  height_of(look.lines)};
  }
  return node;
}

/// Whether the second of three points lies on the way from the first to the third.
bool is_between(Point a, Point b, Point c) {
  return (a.y == b.y && b.y == c.y) || (a.x == b.x && b.x == c.x);
}

void append(std::vector<Point>& way, Point next) {
  if (!way.empty() && way.back() == next) return;
  const std::size_t size = way.size();
  if (size > 1 && is_between(way[size - 2], way[size - 1], next)) way.pop_back();
  way.push_back(next);
}

/// What Graphviz drew from room to room, from shape to shape.
std::vector<Point> way_between(const Box& from, const Box& to, const DrawnEdge& drawn) {
  std::vector<Point> way;
  append(way, from.right());
  for (std::size_t at = 0; at < drawn.way.size(); ++at) {
    // Rounding may have moved its ends off the middle of the shapes.
    Point point = drawn.way[at];
    if (at == 0) point.y = from.right().y;
    if (at + 1 == drawn.way.size()) point.y = to.left().y;
    append(way, point);
  }
  append(way, to.left());
  return way;
}

Point moved(Point point, int x, int y) {
  return {point.x + x, point.y + y};
}

/// One track with its upper left corner at the origin of `y`.
Result<PlacedTrack> place(const ChartTrack& track, NodeLook (*look)(const ChartNode&), int y) {
  Drawing asked;
  std::vector<NodeLook> looks;
  for (const ChartNode& node : track.nodes) {
    looks.push_back(look(node));
    const Box room = room_of(looks.back());
    asked.nodes.push_back({room.width, room.height, {}});
  }
  std::vector<std::vector<std::string>> labels;
  for (const ChartEdge& edge : track.edges) {
    labels.push_back(edge.label.empty() ? std::vector<std::string>{}
                                        : wrapped(edge.label, edge_label_width, font_size));
    asked.edges.push_back(
        {edge.from, edge.to, widest(labels.back()) + inset, height_of(labels.back()), {}, {}});
    if (edge.label.empty()) asked.edges.back().label_width = 0;
  }
  const auto drawn = draw(std::move(asked));
  if (drawn.has_error()) return drawn.error();

  PlacedTrack made;
  const int left = margin + header_width + padding, top = y + padding;
  const int title = text_width(track.label, font_size) + 2 * inset;
  made.frame = {margin, y, header_width + drawn->width + 2 * padding,
                std::max(drawn->height + 2 * padding, title)};
  for (std::size_t at = 0; at < looks.size(); ++at)
    made.nodes.push_back(placed(looks[at], moved(drawn->nodes[at].middle, left, top)));
  for (std::size_t at = 0; at < labels.size(); ++at) {
    DrawnEdge edge = drawn->edges[at];
    for (Point& point : edge.way) point = moved(point, left, top);
    PlacedEdge& kept = made.edges.emplace_back();
    kept.way = way_between(made.nodes[edge.from].shape, made.nodes[edge.to].shape, edge);
    kept.lines = labels[at];
    if (kept.lines.empty()) continue;
    const Point middle = moved(edge.label_middle, left, top);
    kept.label = {middle.x - edge.label_width / 2, middle.y - edge.label_height / 2,
                  edge.label_width, edge.label_height};
  }
  return made;
}

}  // namespace

std::vector<std::string> node_text(const ChartNode& node) {
  std::vector<std::string> parts{node.label};
  if (!node.roles.empty()) {
    std::string roles;
    for (const std::string& role : node.roles) roles += (roles.empty() ? "" : ", ") + role;
    parts.push_back("[" + roles + "]");
  }
  parts.insert(parts.end(), node.deadlines.begin(), node.deadlines.end());
  return parts;
}

NodeLook step_look(const ChartNode& node) {
  NodeLook look;
  for (const std::string& part : node_text(node))
    for (std::string& line : wrapped(part, step_width - 2 * inset, font_size))
      look.lines.push_back(std::move(line));
  look.width = step_width;
  look.height = even(std::max(50, height_of(look.lines) + 2 * inset));
  return look;
}

NodeLook small_look(const ChartNode& node, int size) {
  NodeLook look{size, size, {}, true};
  if (!node.label.empty()) look.lines = wrapped(node.label, small_label_width, font_size);
  return look;
}

Result<Layout> lay_out(const Chart& chart, NodeLook (*look)(const ChartNode& node)) {
  Layout layout;
  layout.height = margin;
  for (const ChartTrack& track : chart.tracks) {
    auto placed_track = place(track, look, layout.height);
    if (placed_track.has_error()) return placed_track.error();
    layout.height += placed_track->frame.height + margin;
    layout.width = std::max(layout.width, placed_track->frame.width);
    layout.tracks.push_back(std::move(*placed_track));
  }
  for (PlacedTrack& track : layout.tracks) track.frame.width = layout.width;
  layout.width += 2 * margin;
  return layout;
}

}  // namespace verloop
