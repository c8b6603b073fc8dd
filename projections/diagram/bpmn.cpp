#include "projections/diagram/bpmn.hpp"

#include "projections/diagram/text_box.hpp"
#include "projections/diagram/xml.hpp"

namespace verloop {
namespace {

using Kind = ChartNode::Kind;

constexpr int event_size = 36;
constexpr int choice_size = 50;
constexpr int icon_height = 18;  // Of a user task, in its corner: no text shall reach into it.

std::string pool_id(const ChartTrack& track) {
  return "pool_" + track.id;
}

std::string role_id(const std::string& role) {
  return "role_" + role;
}

std::string documentation(const std::string& text) {
  if (text.empty()) return "";
  return "<bpmn:documentation>" + xml_escaped(text) + "</bpmn:documentation>";
}

/// The name of an element; below a label stand those who may take the step and its deadlines. A
/// mark is in the name too, for print.
std::string name_of_node(const ChartNode& node) {
  std::string name;
  for (const std::string& part : node_text(node)) name += (name.empty() ? "" : "\n") + part;
  return (node.marked ? "\xE2\x96\xB6 " : "") + name;
}

std::string_view element_of(Kind kind) {
  switch (kind) {
    case Kind::start:
      return "bpmn:startEvent";
    case Kind::state:
      return "bpmn:intermediateThrowEvent";
    case Kind::end:
      return "bpmn:endEvent";
    case Kind::choice:
      return "bpmn:exclusiveGateway";
    case Kind::action:
      return "bpmn:userTask";
    case Kind::automatic:
      return "bpmn:intermediateCatchEvent";
  }
  return "";
}

std::string direction_of(std::size_t in, std::size_t out) {
  if (in > 1 && out > 1) return "Mixed";
  return out > 1 ? "Diverging" : "Converging";
}

std::string performers(const ChartNode& node) {
  std::string out;
  for (std::size_t at = 0; at < node.role_ids.size(); ++at) {
    const std::string id = node.id + "_by_" + node.role_ids[at].text;
    out += "<bpmn:potentialOwner" + attribute("id", id) + attribute("name", node.roles[at]) +
           "><bpmn:resourceRef>" + xml_escaped(role_id(node.role_ids[at].text)) +
           "</bpmn:resourceRef></bpmn:potentialOwner>";
  }
  return out;
}

std::string expression(std::string_view element, const std::string& cel) {
  return "<bpmn:" + std::string(element) +
         " xsi:type=\"bpmn:tFormalExpression\" language=\"https://cel.dev\">" + xml_escaped(cel) +
         "</bpmn:" + std::string(element) + ">";
}

/// What an automatic step waits for.
std::string trigger(const ChartNode& node) {
  return "<bpmn:conditionalEventDefinition" + attribute("id", node.id + "_when") + ">" +
         expression("condition", node.condition.empty() ? "true" : node.condition) +
         "</bpmn:conditionalEventDefinition>";
}

std::string node_xml(const ChartTrack& track, std::size_t index) {
  const ChartNode& node = track.nodes[index];
  const std::string element(element_of(node.kind));
  std::string flows, otherwise;
  std::size_t in = 0, out = 0;
  for (const ChartEdge& edge : track.edges) {
    if (edge.to != index) continue;
    flows += "<bpmn:incoming>" + edge.id + "</bpmn:incoming>";
    ++in;
  }
  for (const ChartEdge& edge : track.edges) {
    if (edge.from != index) continue;
    flows += "<bpmn:outgoing>" + edge.id + "</bpmn:outgoing>";
    ++out;
    if (edge.otherwise) otherwise = edge.id;
  }
  std::string xml = "    <" + element + attribute("id", node.id);
  if (!node.label.empty()) xml += attribute("name", name_of_node(node));
  if (node.kind == Kind::choice) {
    xml += attribute("gatewayDirection", direction_of(in, out));
    if (!otherwise.empty()) xml += attribute("default", otherwise);
  }
  xml += ">" + documentation(node.explanation) + flows;
  if (node.kind == Kind::action) xml += performers(node);
  if (node.kind == Kind::automatic) xml += trigger(node);
  return xml + "</" + element + ">\n";
}

std::string flow_xml(const ChartTrack& track, const ChartEdge& edge) {
  std::string xml = "    <bpmn:sequenceFlow" + attribute("id", edge.id);
  if (!edge.label.empty()) xml += attribute("name", edge.label);
  xml += attribute("sourceRef", track.nodes[edge.from].id) +
         attribute("targetRef", track.nodes[edge.to].id);
  if (edge.condition.empty()) return xml + "/>\n";
  return xml + ">" + expression("conditionExpression", edge.condition) + "</bpmn:sequenceFlow>\n";
}

std::string process_xml(const ChartTrack& track) {
  std::string xml = "  <bpmn:process" + attribute("id", "process_" + track.id) +
                    attribute("name", track.label) + " isExecutable=\"false\">\n";
  for (std::size_t index = 0; index < track.nodes.size(); ++index) xml += node_xml(track, index);
  for (const ChartEdge& edge : track.edges) xml += flow_xml(track, edge);
  return xml + "  </bpmn:process>\n";
}

std::string bounds(const Box& box) {
  return "<dc:Bounds" + attribute("x", box.x) + attribute("y", box.y) +
         attribute("width", box.width) + attribute("height", box.height) + "/>";
}

std::string label_xml(const Box& box) {
  return "<bpmndi:BPMNLabel>" + bounds(box) + "</bpmndi:BPMNLabel>";
}

/// The colours are those of `BPMN in Color`, and those that older tools know.
std::string mark_colours() {
  return " bioc:stroke=\"#8a4b00\" bioc:fill=\"#ffe08a\" color:background-color=\"#ffe08a\" "
         "color:border-color=\"#8a4b00\"";
}

std::string shape_xml(const ChartNode& node, const PlacedNode& placed) {
  std::string xml = "      <bpmndi:BPMNShape" + attribute("id", node.id + "_shape") +
                    attribute("bpmnElement", node.id);
  if (node.kind == Kind::choice) xml += " isMarkerVisible=\"true\"";
  if (node.marked) xml += mark_colours();
  xml += ">" + bounds(placed.shape);
  if (node.kind != Kind::action && !placed.lines.empty()) xml += label_xml(placed.label);
  return xml + "</bpmndi:BPMNShape>\n";
}

std::string edge_xml(const ChartEdge& edge, const PlacedEdge& placed) {
  std::string xml = "      <bpmndi:BPMNEdge" + attribute("id", edge.id + "_edge") +
                    attribute("bpmnElement", edge.id) + ">";
  for (const Point& point : placed.way)
    xml += "<di:waypoint" + attribute("x", point.x) + attribute("y", point.y) + "/>";
  if (!placed.lines.empty()) xml += label_xml(placed.label);
  return xml + "</bpmndi:BPMNEdge>\n";
}

std::string diagram_xml(const Chart& chart, const Layout& layout) {
  std::string xml =
      "  <bpmndi:BPMNDiagram id=\"diagram\">\n    <bpmndi:BPMNPlane id=\"plane\" "
      "bpmnElement=\"collaboration\">\n";
  for (std::size_t at = 0; at < chart.tracks.size(); ++at) {
    const ChartTrack& track = chart.tracks[at];
    const PlacedTrack& placed = layout.tracks[at];
    xml += "      <bpmndi:BPMNShape" + attribute("id", pool_id(track) + "_shape") +
           attribute("bpmnElement", pool_id(track)) + " isHorizontal=\"true\">" +
           bounds(placed.frame) + "</bpmndi:BPMNShape>\n";
    for (std::size_t node = 0; node < track.nodes.size(); ++node)
      xml += shape_xml(track.nodes[node], placed.nodes[node]);
    for (std::size_t edge = 0; edge < track.edges.size(); ++edge)
      xml += edge_xml(track.edges[edge], placed.edges[edge]);
  }
  return xml + "    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n";
}

std::string collaboration_xml(const Chart& chart) {
  std::string xml = "  <bpmn:collaboration id=\"collaboration\"" + attribute("name", chart.title) +
                    ">" + documentation(chart.description) + "\n";
  for (const ChartTrack& track : chart.tracks) {
    xml += "    <bpmn:participant" + attribute("id", pool_id(track)) +
           attribute("name", track.label) + attribute("processRef", "process_" + track.id) + "/>\n";
  }
  return xml + "  </bpmn:collaboration>\n";
}

}  // namespace

NodeLook bpmn_look(const ChartNode& node) {
  if (node.kind == Kind::action) {
    NodeLook look = step_look(node);
    look.height += 2 * icon_height;
    return look;
  }
  ChartNode named = node;
  if (node.marked) named.label = name_of_node(node);
  return small_look(named, node.kind == Kind::choice ? choice_size : event_size);
}

std::string to_bpmn(const Chart& chart, const Layout& layout) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"\n"
      "  xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\"\n"
      "  xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\"\n"
      "  xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\"\n"
      "  xmlns:bioc=\"http://bpmn.io/schema/bpmn/biocolor/1.0\"\n"
      "  xmlns:color=\"http://www.omg.org/spec/BPMN/non-normative/color/1.0\"\n"
      "  xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
      "  id=\"definitions\"";
  xml += attribute("name", chart.name) +
         attribute("targetNamespace", "urn:verloop:procedure:" + chart.name) +
         " exporter=\"verloop\">\n";
  for (const auto& [role, label] : chart.roles)
    xml += "  <bpmn:resource" + attribute("id", role_id(role)) + attribute("name", label) + "/>\n";
  xml += collaboration_xml(chart);
  for (const ChartTrack& track : chart.tracks) xml += process_xml(track);
  return xml + diagram_xml(chart, layout) + "</bpmn:definitions>\n";
}

}  // namespace verloop
