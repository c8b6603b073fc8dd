#include "adapters/xes/xes_writer.hpp"

#include <algorithm>
#include <array>

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

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// How many bytes a character of UTF-8 has that XML may hold; 0: none may begin here.
std::size_t character_at(std::string_view text) {
  const auto byte = [&text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  if (first < 0x80U)
    return first >= 0x20U || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  const std::size_t size = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : first >= 0xC2U ? 2 : 0;
  if (size == 0 || first > 0xF4U || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  const std::string_view own = text.substr(0, size);
  const bool is_none = own == "\xEF\xBF\xBE" || own == "\xEF\xBF\xBF";
  const bool is_surrogate = first == 0xEDU && byte(1) >= 0xA0U;
  const bool is_overlong =
      (first == 0xE0U && byte(1) < 0xA0U) || (first == 0xF0U && byte(1) < 0x90U);
  const bool is_beyond = first == 0xF4U && byte(1) >= 0x90U;
  return is_none || is_surrogate || is_overlong || is_beyond ? 0 : size;
}

void append_escaped(std::string_view one, std::string& out) {
  if (one == "&")
    out += "&amp;";
  else if (one == "<")
    out += "&lt;";
  else if (one == ">")
    out += "&gt;";
  else if (one == "\"")
    out += "&quot;";
  else if (one == "\t")
    out += "&#9;";
  else if (one == "\n")
    out += "&#10;";
  else if (one == "\r")
    out += "&#13;";
  else
    out += one;
}

std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = character_at(text);
    if (size == 0) out += replacement;
    append_escaped(text.substr(0, size), out);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

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
       << escaped(attribute.value) << '"';
  if (attribute.nested.empty()) {
    out_ << "/>\n";
    return;
  }
  out_ << ">\n";
  write(attribute.nested, depth + 1);
  out_ << indent << "</" << element << ">\n";
}

}  // namespace verloop
