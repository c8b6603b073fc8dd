#pragma once
// YAML narrowed to what catalogue, procedures and scenarios use: plain and quoted scalars, block
// and flow maps and lists. Refused with line and column: duplicate keys, tabs as indentation, zero
// characters, anchors that refer to themselves, several documents, more than 64 levels or 1 MiB.
// The only folder that includes yaml-cpp.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "events/result.hpp"
#include "events/yaml/yaml_recording.hpp"

namespace verloop {

/// A place in a file, as an editor counts: from 1.
struct YamlPlace {
  std::size_t line = 1;
  std::size_t column = 1;
  friend bool operator==(const YamlPlace&, const YamlPlace&) = default;
};

/// A node with its place. Scalars keep their text; `quoted` tells "12" from 12.
struct YamlNode {
  enum class Kind : std::uint8_t { null, scalar, list, map } kind = Kind::null;
  YamlPlace place;
  YamlPlace content;            // scalar: where its text begins, behind a quote or `|`.
  std::string text;             // scalar
  bool quoted = false;          // scalar
  std::vector<YamlNode> items;  // list
  struct Entry;
  std::vector<Entry> entries;                        // map, in the order of the file
  YamlRecording* recording = nullptr;                // Who notes how it is read; null: nobody.
  const YamlNode* find(std::string_view key) const;  // Null when the map has no such key.
};

struct YamlNode::Entry {
  std::string key;
  YamlPlace key_place;
  YamlNode value;
};

/// One thing that is wrong in a file.
struct YamlFault {
  YamlPlace place;
  std::string message;
};

/// `file:line:column: message` for each, one a line.
std::string format(const std::vector<YamlFault>& faults, std::string_view file);

/// How it is read from then on is noted in `recording`, which outlives the nodes.
boost::system::result<YamlNode, YamlFault> parse_yaml(std::string_view text,
                                                      YamlRecording* recording = nullptr);

/// The place of what a path of names leads to: a key of a map, a scalar of a list or of a map by
/// its text, an item of a list by its index or by its first key. The deepest place that exists.
YamlPlace locate(const YamlNode& root, const std::vector<std::string>& path);

/// Plain scalars become null, true/false, integers; all else text. Quoted ones stay text.
boost::json::value to_json(const YamlNode& node);

/// Reads the entries of a map one by one, notes faults with place and nearest valid name, and, at
/// finish(), each entry that nobody asked for. Collects rather than stops, so that an author sees
/// all faults at once.
class YamlMap {
 public:
  /// `what` names the map in messages, e.g. "action fileReport".
  YamlMap(const YamlNode& node, std::string what, std::vector<YamlFault>& faults);

  const YamlNode* optional(std::string_view key);
  const YamlNode* required(std::string_view key);                     // Notes a fault when missing.
  std::string text(std::string_view key, std::string fallback = {});  // Optional scalar.
  std::string required_text(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key);
  bool boolean(std::string_view key, bool fallback);
  std::vector<std::string> texts(std::string_view key);  // A list of scalars, or one scalar.
  /// One of `names`; notes a fault with the nearest one otherwise.
  std::optional<std::string> one_of(std::string_view key, const std::vector<std::string>& names);
  /// An optional map (else a fault and null), and an optional list.
  const YamlNode* map(std::string_view key);
  const YamlNode* list(std::string_view key);
  void fault(const YamlPlace& place, const std::string& problem);  // `<what>: <problem>`
  const YamlNode& node() const { return node_; }
  const std::string& what() const { return what_; }
  std::vector<YamlFault>& faults() { return faults_; }
  void finish();

 private:
  const YamlNode* of_kind(std::string_view key, YamlNode::Kind kind, const char* expected);
  /// Where it is noted how the map is read; null: nowhere.
  YamlMapRead* noted();
  void note(std::string_view key, YamlAsked as, const std::vector<std::string>& names = {});

  const YamlNode& node_;
  std::string what_;
  std::vector<YamlFault>& faults_;
  std::vector<std::string> asked_;
};

}  // namespace verloop
