#pragma once
// How the event log of another system becomes commands of a procedure, and its events that log
// again: which action stands for which activity, which payload field for which attribute. The part
// `import` of a procedure; see docs/authors/foreign_logs.md.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "events/ids.hpp"

namespace verloop {

/// A payload field and the attribute that it comes from and goes back to.
struct MappedField {
  std::string field;
  std::string attribute;
  std::map<std::string, std::string> values;  // The source's -> ours; empty: as they are.
};

/// An activity of the source: the action that it is, with the payload that tells it from others of
/// that action.
struct MappedActivity {
  std::string name;
  ActionId action;
  boost::json::object data;
};

/// What a trace says of its case as a whole, recorded by an action before its events or after them.
struct MappedCase {
  ActionId action;
  std::string occurred_on;  // The attribute; empty: when the events next to it occurred.
  std::vector<MappedField> fields;
};

struct ImportMapping {
  RoleId role;  // In which those who act in the source act here.
  OrganisationId organisation;
  /// The source's names of people are pseudonyms already and are kept as ids. Else they are sealed
  /// in the directory, and the ids are this log's own.
  bool has_pseudonyms = false;

  std::string case_name;  // The attribute of a trace that its case is called by.
  MappedCase opening;
  std::optional<MappedCase> ending;  // For traces that have its `occurred_on`.

  std::string activity, actor, occurred_on;  // Attributes of an event.
  std::string finer;  // The field for decimals of a second that `occurredOn` has no room for.
  std::vector<MappedField> fields;
  std::map<std::string, std::string> always;  // Attributes that have one value in all events.
  std::vector<MappedActivity> activities;
  std::set<std::string> ignored;  // Attributes that are left out.

  const MappedActivity* find(const std::string& activity_name) const;
  /// The activity that a command was; null when none.
  const MappedActivity* find(const ActionId& action, const boost::json::object& data) const;
};

}  // namespace verloop
