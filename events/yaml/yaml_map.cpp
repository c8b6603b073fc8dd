#include <algorithm>
#include <charconv>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "events/catalogue.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {
namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

std::string format(const std::vector<YamlFault>& faults, std::string_view file) {
  std::string text;
  for (const YamlFault& fault : faults)
    text += std::string(file) + ':' + std::to_string(fault.place.line) + ':' +
            std::to_string(fault.place.column) + ": " + fault.message + '\n';
  return text;
}

boost::json::value to_json(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return nullptr;
    case YamlNode::Kind::list: {
      boost::json::array items;
      for (const YamlNode& item : node.items) items.push_back(to_json(item));
      return items;
    }
    case YamlNode::Kind::map: {
      boost::json::object members;
      for (const YamlNode::Entry& entry : node.entries) members[entry.key] = to_json(entry.value);
      return members;
    }
    case YamlNode::Kind::scalar:
      break;
  }
  if (node.quoted) return boost::json::string(node.text);
  if (node.text == "true" || node.text == "false") return node.text == "true";
  if (const auto number = whole_number(node.text)) return *number;
  return boost::json::string(node.text);
}

YamlKey& YamlMapRead::key(std::string_view name) {
  const auto known = std::find_if(keys.begin(), keys.end(),
                                  [name](const YamlKey& one) { return one.name == name; });
  if (known != keys.end()) return *known;
  return keys.emplace_back(YamlKey{std::string(name), YamlAsked::anything, false, {}});
}

YamlMap::YamlMap(const YamlNode& node, std::string what, std::vector<YamlFault>& faults)
    : node_(node), what_(std::move(what)), faults_(faults) {
  if (node.kind != YamlNode::Kind::map) fault(node.place, "expected a map of names to values");
}

void YamlMap::fault(const YamlPlace& place, const std::string& problem) {
  faults_.push_back({place, what_ + ": " + problem});
}

YamlMapRead* YamlMap::noted() {
  if (node_.recording == nullptr || node_.kind != YamlNode::Kind::map) return nullptr;
  YamlMapRead& read = node_.recording->maps[{node_.place.line, node_.place.column}];
  if (read.what.empty()) read.what = what_;
  return &read;
}

void YamlMap::note(std::string_view key, YamlAsked as, const std::vector<std::string>& names) {
  YamlMapRead* read = noted();
  if (read == nullptr) return;
  YamlKey& known = read->key(key);
  known.as = std::max(known.as, as);
  if (!names.empty()) known.names = names;
}

const YamlNode* YamlMap::optional(std::string_view key) {
  note(key, YamlAsked::anything);
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  return node_.find(key);
}

const YamlNode* YamlMap::required(std::string_view key) {
  const YamlNode* value = optional(key);
  if (YamlMapRead* read = noted()) read->key(key).is_required = true;
  const bool missing = value == nullptr || value->kind == YamlNode::Kind::null;
  if (missing && node_.kind == YamlNode::Kind::map)
    fault(value == nullptr ? node_.place : value->place,
          "`" + std::string(key) + "` is missing; expected a value for it");
  return missing ? nullptr : value;
}

const YamlNode* YamlMap::of_kind(std::string_view key, YamlNode::Kind kind, const char* expected) {
  const YamlNode* value = optional(key);
  if (value == nullptr || value->kind == kind) return value;
  fault(value->place, "`" + std::string(key) + "` must be " + expected);
  return nullptr;
}

const YamlNode* YamlMap::map(std::string_view key) {
  note(key, YamlAsked::map);
  return of_kind(key, YamlNode::Kind::map, "a map of names to values");
}

const YamlNode* YamlMap::list(std::string_view key) {
  note(key, YamlAsked::list);
  return of_kind(key, YamlNode::Kind::list, "a list");
}

std::string YamlMap::text(std::string_view key, std::string fallback) {
  note(key, YamlAsked::text);
  const YamlNode* value = of_kind(key, YamlNode::Kind::scalar, "a text");
  return value == nullptr ? fallback : value->text;
}

std::string YamlMap::required_text(std::string_view key) {
  return required(key) == nullptr ? std::string() : text(key);
}

std::optional<std::int64_t> YamlMap::integer(std::string_view key) {
  note(key, YamlAsked::integer);
  const YamlNode* value = of_kind(key, YamlNode::Kind::scalar, "a whole number");
  if (value == nullptr) return std::nullopt;
  const auto number = value->quoted ? std::nullopt : whole_number(value->text);
  if (!number) fault(value->place, "`" + std::string(key) + "` must be a whole number");
  return number;
}

bool YamlMap::boolean(std::string_view key, bool fallback) {
  note(key, YamlAsked::boolean);
  const YamlNode* value = of_kind(key, YamlNode::Kind::scalar, "true or false");
  if (value == nullptr) return fallback;
  if (!value->quoted && (value->text == "true" || value->text == "false"))
    return value->text == "true";
  fault(value->place, "`" + std::string(key) + "` must be true or false");
  return fallback;
}

std::vector<std::string> YamlMap::texts(std::string_view key) {
  note(key, YamlAsked::texts);
  const YamlNode* value = optional(key);
  if (value == nullptr) return {};
  if (value->kind == YamlNode::Kind::scalar) return {value->text};
  std::vector<std::string> result;
  if (value->kind != YamlNode::Kind::list)
    fault(value->place, "`" + std::string(key) + "` must be a list of names, or one name");
  for (const YamlNode& item : value->items) {
    if (item.kind == YamlNode::Kind::scalar)
      result.push_back(item.text);
    else
      fault(item.place, "`" + std::string(key) + "` must hold names only");
  }
  return result;
}

std::optional<std::string> YamlMap::one_of(std::string_view key,
                                           const std::vector<std::string>& names) {
  note(key, YamlAsked::name, names);
  const YamlNode* value = of_kind(key, YamlNode::Kind::scalar, "a name");
  if (value == nullptr) return std::nullopt;
  if (std::find(names.begin(), names.end(), value->text) != names.end()) return value->text;
  const auto near = nearest(value->text, names);
  fault(value->place, "`" + std::string(key) + "` cannot be \"" + value->text + "\"; expected " +
                          (near ? "\"" + *near + "\", or one of: " : "one of: ") +
                          quoted_list(names));
  return std::nullopt;
}

void YamlMap::finish() {
  if (YamlMapRead* read = noted()) read->is_finished = true;
  for (const YamlNode::Entry& entry : node_.entries) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    const auto near = nearest(entry.key, asked_);
    // `{nl: one, two}` has a key `two` without a value: its author forgot the quotes.
    const bool torn =
        entry.value.kind == YamlNode::Kind::null && entry.key.find(' ') != std::string::npos;
    fault(entry.key_place, "unknown key \"" + entry.key + "\"; " +
                               (near ? "did you mean \"" + *near + "\"? " : "") +
                               "expected: " + quoted_list(asked_) +
                               (torn ? "; a text with a comma needs quotes" : ""));
  }
}

}  // namespace verloop
