#pragma once
// A procedure as values: tracks, actions, derived events, deadlines, rules, views, settings,
// holidays. Made by procedure_load from YAML with every expression compiled and checked, then only
// read.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/cel/cel.hpp"
#include "engine/cel/regex.hpp"
#include "engine/import_mapping.hpp"
#include "engine/takeover.hpp"
#include "events/catalogue.hpp"
#include "events/ids.hpp"

namespace verloop {

struct Setting {
  std::string name;
  Label label;
  cel::Value value;  // Integer or boolean.
  std::vector<std::string> source;
};

/// A day that is no working day, beside weekends: a fixed month and day, or a distance from Easter
/// Sunday.
struct Holiday {
  Label label;
  std::optional<std::chrono::month_day> fixed;
  int easter_offset = 0;    // When not fixed.
  int on_sunday_shift = 0;  // Fixed days that move when they fall on a Sunday.
};

struct Role {
  RoleId id;
  Label label;
  std::string organisation;            // Kind; `school`, `swv` and `governance` are audiences too.
  std::optional<cel::Program> access;  // Over case and actor; none: `own`.
  bool own = false;                    // The cases in which a subject of its own is a member.
};

struct Move {
  std::string on;                    // Event type name.
  std::optional<cel::Program> when;  // Over data: the event's open fields.
  std::string to;
};

struct Track {
  std::string name;
  Label label;
  std::string initial;
  std::vector<std::pair<std::string, Label>> states;  // In the order of the file.
  std::vector<Move> moves;
};

struct Cycle {
  std::string opens;                          // Event type name.
  std::vector<std::string> clears;            // Paths.
  std::map<std::string, std::string> tracks;  // Track -> state at the start of the cycle.
};

struct Made {
  std::string event;  // Event type name.
  std::map<std::string, cel::Program> computed;
};

struct Action {
  ActionId id;
  Label label;
  std::vector<RoleId> by;
  bool creates = false;
  bool after_closing = false;
  std::map<std::string, std::set<std::string>> from;
  std::string purpose;
  std::vector<Made> events;
  std::vector<Field> payload;
  std::vector<RoleId> informs;
};

struct Derived {
  std::string event;
  std::set<std::string> after;
  std::optional<cel::Program> when;
  std::optional<cel::Program> since;  // A date: it occurred on that day at the earliest.
  std::map<std::string, cel::Program> fields;
};

/// A list of the case whose entries are judged one by one, under the name `as`.
struct Over {
  cel::Program list;
  std::string as;
};

/// A clock that ran before the present one. When it had run out by `until`, it is the one that
/// counts.
struct EarlierClock {
  cel::Program from, until;  // Dates.
};

struct Deadline {
  RuleId id;
  Label label;
  std::vector<std::string> source;
  std::optional<Over> over;
  std::optional<cel::Program> applies;
  std::optional<cel::Program> from;  // Date.
  std::optional<cel::Program> days;  // Integer.
  std::optional<cel::Program> due;   // Date; instead of from and days.
  std::optional<cel::Program> roll;  // Boolean.
  std::vector<EarlierClock> earlier;
  std::vector<cel::Program> stops;      // Dates; on or before the due day nothing is due any more.
  std::optional<cel::Program> expects;  // As of a judgement.
  cel::Program done;                    // Date.
  std::vector<ActionId> meets;
};

enum class Strength : std::uint8_t { legal, explicit_rule, advice };

struct Judgement {
  std::optional<Over> over;
  std::optional<cel::Program> applies, satisfied, late, violated;
  // Boolean: what has no entry to judge is pending while this holds.
  std::optional<cel::Program> expects;
};

struct Check {
  std::set<std::string> actions;
  cel::Program condition;
};

struct Rule {
  RuleId id;
  Label label;
  Label sentence;
  std::vector<std::string> source;
  Strength strength{};
  Audience audience{};
  std::optional<Judgement> judge;
  std::optional<RuleId> deadline;
  std::optional<Check> refuse;  // Refused when the condition holds.
  std::optional<Check> gate;    // Refused until the condition holds.
  std::vector<RoleId> motivated_by;
};

struct RoleView {
  RoleId role;
  bool own = false;
  bool records = false;
  bool all_rules = false;
  std::set<std::string> rules;
  std::set<std::string> tracks;
  std::map<std::string, std::set<std::string>> events;  // Event type name -> fields.
  /// Id of a former version that an upcaster lifts -> what the fields were called then.
  std::map<std::string, std::set<std::string>> former;
};

/// Who may look into one case in an emergency, without access to it: with which view, for how long
/// at most, and whose views tell of it.
struct BreakGlass {
  std::vector<RoleId> by;
  RoleId view;
  std::vector<RoleId> notifies;
  std::chrono::minutes minutes{60};
};

/// Something that is looked for in texts.
struct TextFind {
  enum class Kind : std::uint8_t { pattern, known_names, eleven_test, past_date };
  std::string id;
  Label label;
  Kind kind{};
  std::shared_ptr<const cel::Regex> pattern;  // pattern.
  std::set<std::string> except;               // pattern: found, and not meant.
  /// known_names: event type name -> fields; those of `identifiers` hold no text, and count whole.
  std::map<std::string, std::set<std::string>> names, identifiers;
  std::set<std::string> particles;         // known_names: folded words that are no name alone.
  std::map<std::string, unsigned> months;  // past_date: folded name -> 1 to 12.
  std::int64_t years_ago = 0;              // past_date: as long ago at least.
};

/// In which texts something is looked for, and what a hit does.
struct TextCheck {
  RuleId rule;                                          // By which it is refused.
  std::map<std::string, std::set<std::string>> fields;  // Event type name -> fields.
  std::vector<std::string> refuses, warns;              // Finds.
  std::optional<cel::Program> unless;                   // While it holds nothing is refused.
  Label appeal;                                         // What to do about a false alarm.
};

struct TextChecks {
  std::vector<TextFind> finds;
  std::vector<TextCheck> checks;
  const TextFind* find(std::string_view id) const;  // Null when there is none.
};

struct Procedure {
  std::string name;
  std::int64_t version = 1;
  Label label;
  std::string source;
  std::vector<std::string>
      catalogues;              // Names of those that it uses; empty: whatever is beside it.
  bool on_request = false;     // A shipped one that a new folder does not have by itself.
  bool second_person = false;  // Whoever proposes it, or the version after it, does not approve it.
  std::map<std::string, Label> purposes;
  std::map<std::string, Setting> settings;
  std::vector<Holiday> holidays;
  std::map<std::string, Role> roles;
  std::vector<Track> tracks;
  std::optional<Cycle> cycle;
  std::set<std::string> closes;  // Event type names.
  std::string motivates_event;
  std::string motivates_field;
  std::vector<Action> actions;  // In the order of the file, which is that of the work.
  std::vector<Derived> derived;
  std::vector<Deadline> deadlines;
  std::vector<Rule> rules;
  std::map<std::string, RoleView> views;
  std::optional<BreakGlass> break_glass;  // None: nobody may.
  std::optional<ImportMapping> import;
  std::optional<Takeover> takeover;
  TextChecks text_checks;

  const Action* action(std::string_view id) const;
  const Rule* rule(std::string_view id) const;
  const Deadline* deadline(std::string_view id) const;
  const Track* track(std::string_view name) const;
  /// Who may take the action, by their labels: `clerk, applicant`.
  std::string role_labels(const Action& action, Language language) const;
};

}  // namespace verloop
