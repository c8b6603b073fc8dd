#pragma once
// How a document was read: which keys each of its maps was asked for, and as what. A document that
// was read so tells the language that its reader knows (yaml_schema.hpp).

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace verloop {

/// As what the value of a key was asked for; what is asked for twice is the more special one.
enum class YamlAsked : std::uint8_t { anything, list, map, texts, text, name, boolean, integer };

struct YamlKey {
  std::string name;
  YamlAsked as = YamlAsked::anything;
  bool is_required = false;
  std::vector<std::string> names;  // Of `name`: those that it can be.
};

struct YamlMapRead {
  std::string what;           // As it is called in messages.
  std::vector<YamlKey> keys;  // In the order in which they were asked for.
  bool is_finished = false;   // It has no other keys; else its keys are names of the author's.
  YamlKey& key(std::string_view name);
};

/// By the place of the map, line and column.
struct YamlRecording {
  std::map<std::pair<std::size_t, std::size_t>, YamlMapRead> maps;
};

}  // namespace verloop
