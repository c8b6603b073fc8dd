#include "adapters/xes/xes_writer.hpp"

#include <array>

#include "adapters/xml_text.hpp"

namespace verloop {
namespace {

struct Extension {
  std::string_view name, prefix, uri;
};

constexpr std::array<Extension, 5> extensions{{
    {"Concept", "concept", "http://www.xes-standard.org/concept.xesext"},
    {"Time", "time", "http://www.xes-standard.org/time.xesext"},
    {"Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"},
    {"Organizational", "org", "http://www.xes-standard.org/org.xesext"},
    {"Verloop", "verloop", "https://verloop.invalid/xes/verloop.xesext"},
}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// An `xs:Name` of plain characters: XML allows more, and nobody needs them.
std::string as_key(std::string_view text) {
  std::string key;
  for (const char c : text) {
    const bool is_later = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
    if (key.empty() && is_later) key += '_';
    key += is_letter(c) || is_later ? c : '_';
  }
  return key.empty() ? "_" : key;
}

}  // namespace

void XesWriter::begin(const std::vector<XesAttribute>& attributes) {
  out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<log xes.version=\"1849.2016\" xes.features=\"\">\n";
  for (const Extension& one : extensions)
    out_ << " <extension name=\"" << one.name << "\" prefix=\"" << one.prefix << "\" uri=\""
         << one.uri << "\"/>\n";
  out_ << " <global scope=\"trace\">\n"
          "  <string key=\"concept:name\" value=\"\"/>\n"
          " </global>\n"
          " <global scope=\"event\">\n"
          "  <string key=\"concept:name\" value=\"\"/>\n"
          "  <date key=\"time:timestamp\" value=\"1970-01-01T00:00:00Z\"/>\n"
          "  <string key=\"org:resource\" value=\"\"/>\n"
          "  <string key=\"lifecycle:transition\" value=\"complete\"/>\n"
          " </global>\n"
          " <classifier name=\"Activity\" scope=\"event\" keys=\"concept:name\"/>\n"
          " <classifier name=\"Resource\" scope=\"event\" keys=\"org:resource\"/>\n";
  write(attributes, 1);
}

void XesWriter::add(const XesTrace& trace) {
  out_ << " <trace>\n";
  write(trace.attributes, 2);
  for (const XesEvent& event : trace.events) {
    out_ << "  <event>\n";
    write(event.attributes, 3);
    out_ << "  </event>\n";
  }
  out_ << " </trace>\n";
}

void XesWriter::end() {
  out_ << "</log>\n";
}

void XesWriter::write(const std::vector<XesAttribute>& attributes, std::size_t depth) {
  for (const XesAttribute& one : attributes) write(one, depth);
}

/// A list is left out: nothing of ours is one.
void XesWriter::write(const XesAttribute& attribute, std::size_t depth) {
  if (attribute.kind == XesKind::list) return;
  const std::string indent(depth, ' ');
  const std::string_view element = element_of(attribute.kind);
  out_ << indent << '<' << element << " key=\"" << as_key(attribute.key) << "\" value=\""
       << xml_text(attribute.value) << '"';
  if (attribute.nested.empty()) {
    out_ << "/>\n";
    return;
  }
  out_ << ">\n";
  write(attribute.nested, depth + 1);
  out_ << indent << "</" << element << ">\n";
}

}  // namespace verloop
