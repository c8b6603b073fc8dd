#pragma once
// A random catalogue, as text, and what is known of it to those who write expressions about it.

#include <map>
#include <string>
#include <vector>

#include "tests/simulation/dice.hpp"

namespace verloop::test {

/// What an expression sees of a value.
enum class Seen : std::uint8_t { date, integer, boolean, text, other };

struct MadeField {
  std::string name;
  std::string type;  // As in the file: `type: cents, min: 0`.
  Seen seen = Seen::other;
  std::vector<std::string> values;  // Of an enum.
  bool open = true;
  bool computable = false;  // An expression can give it.
};

/// Value of the case, or column of a list of the case.
struct MadePath {
  std::string path;
  Seen seen = Seen::other;
};

struct MadeList {
  std::string path;
  std::string key;  // Empty: entries are appended.
  std::vector<MadePath> columns;
};

struct MadeEvent {
  std::string name;
  std::string audience;
  std::vector<MadeField> fields;
  bool about_member = false;
};

struct MadeCatalogue {
  std::string text;
  std::vector<MadeEvent> acted;    // By actions; the first opens a case, the second admits.
  std::vector<MadeEvent> derived;  // By the engine.
  std::string closes, opens_cycle, motivates;  // Names of events; empty: none.
  std::vector<MadePath> paths;
  std::vector<MadeList> lists;
};

MadeCatalogue make_catalogue(Dice& dice);

/// `{nl: ..., en: ...}`
std::string label(const std::string& words);
/// `[a, b]`
std::string list_of(const std::vector<std::string>& items);

}  // namespace verloop::test
