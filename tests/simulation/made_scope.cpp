#include "tests/simulation/made_scope.hpp"

namespace verloop::test {

Readable MadeScope::of_case() const {
  Readable readable;
  for (const MadePath& path : catalogue.paths)
    if (path.seen != Seen::other) readable.add("case." + path.path, path.seen);
  readable.lists = catalogue.lists;
  readable.integers.insert(readable.integers.end(), {"settings.term", "settings.limit"});
  readable.booleans.push_back("settings.rolls");
  readable.dates.push_back("today");
  readable.integers.push_back("case.cycle");
  for (const MadeTrack& track : tracks)
    readable.booleans.push_back("(case.tracks." + track.name + " == '" + dice.one_of(track.states) +
                                "')");
  return readable;
}

Readable MadeScope::of_decision(const std::vector<MadeField>& payload, bool open_only) const {
  Readable readable = of_case();
  readable.dates.push_back("occurredOn");
  readable.texts.insert(readable.texts.end(), {"actor.role", "actor.org"});
  for (const MadeField& field : payload)
    if (field.seen != Seen::other && (field.open || !open_only))
      readable.add("data." + field.name, field.seen);
  return readable;
}

std::vector<std::string> MadeScope::some_roles(bool own_too) const {
  std::vector<std::string> names;
  for (const MadeRole& role : roles)
    if (own_too || role.access != "own") names.push_back(role.name);
  return dice.at_least_one_of(names, 55);
}

}  // namespace verloop::test
