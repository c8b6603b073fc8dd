#pragma once
// What is known of the values that conditions read, from who writes them: whether anything that can
// come about gives a path of the case a value, and which words and numbers it may be. Events of
// former versions may lie in the cases of a later version: there less is certain.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/scrutiny_parts.hpp"

namespace verloop {

/// Where a condition stands, as far as it tells what there is to read.
struct ConditionPlace {
  const Action* action = nullptr;    // Whose payload `data` is.
  const EventType* event = nullptr;  // Whose open fields `data` is.
  std::vector<RoleId> roles;         // In which the actor may be.
  std::map<std::string, std::string> aliases;
};

class KnownValues {
 public:
  explicit KnownValues(const Scrutiny& scrutiny);

  /// This outlives what it gives.
  cel::Knowledge at(ConditionPlace place) const;

 private:
  /// One step of a fold that gives a leaf its value.
  struct Source {
    const EventType* event;
    const FoldStep* step;
    std::string text;
  };
  using Field = std::pair<std::string, std::string>;  // Event and field.

  void note_event(const EventType& event);
  void note_given(const std::string& event, const std::map<std::string, cel::Program>& computed);
  void note_source(const EventType& event, const FoldStep& step, const std::string& path,
                   const std::string& source);
  bool may_happen(const std::string& event) const;
  bool is_certain(const std::string& event) const;
  bool is_given(const EventType& event, const std::string& field) const;

  cel::Known of(const std::string& path, const ConditionPlace& place) const;
  cel::Known of_case(std::string_view path) const;
  cel::Known of_no_case(std::string_view path) const;
  cel::Known of_leaf(const std::string& leaf, std::string_view rest) const;
  cel::Known of_payload(std::string_view path, const Action& action) const;
  cel::Known of_event(std::string_view path, const EventType& event) const;
  cel::Known of_track(std::string_view track) const;
  cel::Known of_roles() const;
  cel::Known of_source(const Source& source, std::string_view rest) const;
  cel::Known of_field(const EventType& event, const std::string& field,
                      std::string_view rest) const;

  const Scrutiny& scrutiny_;
  std::map<std::string, std::vector<Source>> sources_;  // By leaf, columns as `members.name`.
  std::set<std::string> lists_;                         // That something adds entries to.
  std::set<Field> given_, computed_;                    // By something that can come about.
  std::set<std::string> versioned_;  // Events of which there are several versions.
};

}  // namespace verloop
