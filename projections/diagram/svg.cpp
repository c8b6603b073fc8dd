#include "projections/diagram/svg.hpp"

#include <algorithm>

#include "projections/diagram/text_box.hpp"
#include "projections/diagram/xml.hpp"

namespace verloop {
namespace {

using Kind = ChartNode::Kind;

constexpr int start_size = 20;
constexpr int choice_size = 24;
constexpr int state_label_width = 120;
constexpr int inset = 10;

/// What is told apart by a colour is told apart by its border too, for print.
constexpr std::string_view style = R"(<style>
text{font:12px Arial,"Liberation Sans",Helvetica,"DejaVu Sans",sans-serif;fill:#111}
.frame{fill:#fff;stroke:#444}
.header{fill:#eee;stroke:#444}
.title{font-weight:bold}
.state{fill:#e4eefb;stroke:#1f4e8c;stroke-width:1.5}
.end{fill:#e4eefb;stroke:#1f4e8c;stroke-width:4}
.marked{fill:#ffe08a;stroke:#8a4b00;stroke-width:3;stroke-dasharray:none}
.mark{fill:#8a4b00;font-weight:bold}
.action{fill:#fff;stroke:#333}
.automatic{fill:#fff;stroke:#333;stroke-dasharray:5 3}
.choice{fill:#fff;stroke:#333}
.start{fill:#333}
.edge{fill:none;stroke:#555;stroke-linejoin:round}
.tip{fill:#555}
.who{fill:#333;font-style:italic}
</style>
)";

std::string box(std::string_view kind, const Box& at, int radius) {
  return "<rect" + attribute("class", kind) + attribute("x", at.x) + attribute("y", at.y) +
         attribute("width", at.width) + attribute("height", at.height) +
         (radius > 0 ? attribute("rx", radius) : "") + "/>";
}

std::string diamond(const Box& at) {
  const Point left = at.left(), right = at.right();
  const int x = at.x + at.width / 2;
  std::string points = std::to_string(left.x) + "," + std::to_string(left.y) + " " +
                       std::to_string(x) + "," + std::to_string(at.y) + " " +
                       std::to_string(right.x) + "," + std::to_string(right.y) + " " +
                       std::to_string(x) + "," + std::to_string(at.y + at.height);
  return "<polygon class=\"choice\"" + attribute("points", points) + "/>";
}

std::string circle(std::string_view kind, const Box& at) {
  return "<circle" + attribute("class", kind) + attribute("cx", at.x + at.width / 2) +
         attribute("cy", at.y + at.height / 2) + attribute("r", at.width / 2) + "/>";
}

std::string line(std::string_view kind, int x, int y, std::string_view text) {
  return "<text" + (kind.empty() ? "" : attribute("class", kind)) + attribute("x", x) +
         attribute("y", y) + " text-anchor=\"middle\">" + xml_escaped(text) + "</text>";
}

/// The lines of a text in the middle of a box, the first `plain` of them upright.
std::string lines_in(const Box& at, const std::vector<std::string>& lines, std::size_t plain) {
  const int height = static_cast<int>(lines.size()) * line_height;
  int y = at.y + (at.height - height) / 2 + line_height - 4;
  std::string out;
  for (std::size_t number = 0; number < lines.size(); ++number) {
    out += line(number < plain ? "" : "who", at.x + at.width / 2, y, lines[number]);
    y += line_height;
  }
  return out;
}

std::string shape_of(const ChartNode& node, const Box& at) {
  const std::string marked = node.marked ? " marked" : "";
  switch (node.kind) {
    case Kind::start:
      return circle("start", at);
    case Kind::state:
      return box("state" + marked, at, at.height / 2);
    case Kind::end:
      return box("end" + marked, at, at.height / 2);
    case Kind::choice:
      return diamond(at);
    case Kind::action:
      return box("action", at, 4);
    case Kind::automatic:
      return box("automatic", at, 4);
  }
  return "";
}

std::string mark_word(Language language) {
  return language == Language::nl ? "\xE2\x96\xB6 nu hier" : "\xE2\x96\xB6 now here";
}

std::string node_svg(const ChartNode& node, const PlacedNode& placed, Language language) {
  std::size_t plain = placed.lines.size();
  if (node.kind == Kind::action || node.kind == Kind::automatic) {
    ChartNode alone = node;
    alone.roles.clear();
    alone.deadlines.clear();
    plain = svg_look(alone).lines.size();
  }
  std::string title = node.label;
  if (node.marked) title += " (" + mark_word(language) + ")";
  if (!node.explanation.empty()) title += (title.empty() ? "" : ". ") + node.explanation;
  std::string out = "<g" + attribute("id", node.id) + ">";
  if (!title.empty()) out += "<title>" + xml_escaped(title) + "</title>";
  out += shape_of(node, placed.shape) + lines_in(placed.label, placed.lines, plain);
  if (node.marked)
    out += line("mark", placed.shape.x + placed.shape.width / 2, placed.shape.y - 5,
                mark_word(language));
  return out + "</g>\n";
}

std::string edge_svg(const ChartEdge& edge, const PlacedEdge& placed) {
  std::string points;
  for (const Point& point : placed.way)
    points += (points.empty() ? "" : " ") + std::to_string(point.x) + "," + std::to_string(point.y);
  return "<g" + attribute("id", edge.id) + "><polyline class=\"edge\"" +
         attribute("points", points) + " marker-end=\"url(#tip)\"/>" +
         lines_in(placed.label, placed.lines, placed.lines.size()) + "</g>\n";
}

std::string track_svg(const ChartTrack& track, const PlacedTrack& placed, Language language) {
  const Box header{placed.frame.x, placed.frame.y, header_width, placed.frame.height};
  const int x = header.x + header.width / 2 + 4, y = header.y + header.height / 2;
  std::string out = "<g" + attribute("id", "track_" + track.id) + ">" + "<title>" +
                    xml_escaped(track.label) + "</title>" + box("frame", placed.frame, 0) +
                    box("header", header, 0) + "<text class=\"title\"" +
                    attribute("transform", "translate(" + std::to_string(x) + " " +
                                               std::to_string(y) + ") rotate(-90)") +
                    " text-anchor=\"middle\">" + xml_escaped(track.label) + "</text>\n";
  for (std::size_t at = 0; at < placed.edges.size(); ++at)
    out += edge_svg(track.edges[at], placed.edges[at]);
  for (std::size_t at = 0; at < placed.nodes.size(); ++at)
    out += node_svg(track.nodes[at], placed.nodes[at], language);
  return out + "</g>\n";
}

}  // namespace

NodeLook svg_look(const ChartNode& node) {
  switch (node.kind) {
    case Kind::start:
      return small_look(node, start_size);
    case Kind::choice:
      return small_look(node, choice_size);
    case Kind::action:
    case Kind::automatic:
      return step_look(node);
    case Kind::state:
    case Kind::end:
      break;
  }
  NodeLook look;
  look.lines = wrapped(node.label, state_label_width, font_size);
  int width = node.marked ? text_width(mark_word(Language::en), font_size) : 0;
  for (const std::string& text : look.lines) width = std::max(width, text_width(text, font_size));
  look.height = 2 * std::max(16, (static_cast<int>(look.lines.size()) * line_height + inset) / 2);
  look.width = 2 * ((width + 3 * inset) / 2);
  return look;
}

std::string to_svg(const Chart& chart, const Layout& layout) {
  const std::string width = std::to_string(layout.width), height = std::to_string(layout.height);
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"" +
      attribute("lang", chart.language == Language::nl ? "nl" : "en") +
      attribute("width", layout.width) + attribute("height", layout.height) +
      attribute("viewBox", "0 0 " + width + " " + height) +
      " role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">" +
      xml_escaped(chart.title) + "</title>\n<desc id=\"desc\">" + xml_escaped(chart.description) +
      "</desc>\n" + std::string(style) +
      "<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" "
      "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"tip\" "
      "d=\"M0 1L9 5L0 9z\"/></marker></defs>\n<rect width=\"" +
      width + "\" height=\"" + height + "\" fill=\"#fff\"/>\n";
  for (std::size_t at = 0; at < layout.tracks.size(); ++at)
    out += track_svg(chart.tracks[at], layout.tracks[at], chart.language);
  return out + "</svg>\n";
}

}  // namespace verloop
