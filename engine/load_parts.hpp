#pragma once
// The parts of a procedure, each from its key in the file. They read structure and compile
// expressions; whether the names in them exist is for procedure_check.

#include <vector>

#include "engine/case_schema.hpp"
#include "engine/load_scope.hpp"
#include "engine/outward.hpp"
#include "engine/procedure.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// What the parts share. `scope` has all variables but `data`; each part narrows it.
struct LoadContext {
  const Catalogue& catalogue;
  LoadScope scope;
  Procedure procedure;
  std::vector<YamlFault>& faults;
};

/// name, version, label, purposes, settings, holidays: all that the scope needs.
void load_head(YamlMap& root, LoadContext& context);
void load_settings(YamlMap& root, LoadContext& context);  // One that is there is replaced.
/// Declares case, actor, today, now and settings, and the open fields of each event type.
void declare_scope(const YamlNode& root, const CaseSchema& schema, LoadContext& context);

void load_roles(YamlMap& root, LoadContext& context);
void load_break_glass(YamlMap& root, LoadContext& context);
void load_tracks(YamlMap& root, LoadContext& context);  // And what closes, opens and motivates.
void load_actions(YamlMap& root, LoadContext& context);
void load_derived(YamlMap& root, LoadContext& context);
void load_deadlines(YamlMap& root, LoadContext& context);
void load_rules(YamlMap& root, LoadContext& context);
void load_views(YamlMap& root, LoadContext& context);
void load_import(YamlMap& root, LoadContext& context);    // After the actions, which it names.
void load_takeover(YamlMap& root, LoadContext& context);  // The same.

/// What a mapping of other data names: null, after a fault at the place, when no action bears the
/// name, or when the action's payload has no such field.
const Action* find_action(YamlMap& map, const YamlPlace& place, const std::string& name,
                          const LoadContext& context);
const Field* take_field(YamlMap& map, const YamlPlace& place, const Action& action,
                        const std::string& name);
Outward load_outward(YamlMap& root, LoadContext& context);
void load_text_checks(YamlMap& root, LoadContext& context);

/// What deadlines, judgements and what leaves the log may read.
LoadScope judging_scope(const LoadContext& context);
/// The same with room for the name of an entry; none where there is no list of entries.
std::optional<LoadScope> entry_scope(const YamlMap& map, const LoadScope& judging);
/// `stops` of deadlines and appointments.
std::vector<cel::Program> load_stops(YamlMap& map, const LoadScope& scope);
/// `over` and `as` of deadlines and judgements; `scope` gets the variable.
std::optional<Over> load_over(YamlMap& map, LoadScope& scope);

/// Whether payloads under these two types are the same: kind, values, limits, and what is inside.
bool is_same_type(const FieldType& one, const FieldType& other);

}  // namespace verloop
