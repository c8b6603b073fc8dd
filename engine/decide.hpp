#pragma once
// Whether a command is accepted, and which events it makes. The checks come in a fixed order, and
// the first that fails is the refusal: the action exists, the case exists (or not), the actor may,
// the case's version, the tracks' states, the payload, the day, rules that refuse, texts that hold
// what they may not, rules that hold back, motivations.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/case_state.hpp"
#include "engine/command.hpp"
#include "engine/decision.hpp"
#include "engine/procedure_load.hpp"
#include "engine/text_words.hpp"
#include "events/record.hpp"

namespace verloop {

/// What is known of the subject that a payload field refers to.
struct KnownSubject {
  std::optional<SubjectId> subject;    // None: never heard of.
  std::optional<std::int64_t> member;  // Its number in this case.
  bool own = false;                    // It belongs to the actor (a parent's child).
};

/// Everything a decision may depend on beside state and command.
struct Circumstances {
  Timestamp now{};
  Date today{};
  const Definition& definition;
  std::map<std::string, KnownSubject> subjects;  // By payload field.
  bool own_member = false;  // A subject of the actor's own is a member of the case.
  // Payload fields whose actor nobody knows, or lacks the role that the field asks for.
  std::set<std::string> unfit_actors = {};
  // All records of the case, in the order of the log, when the command asks for them
  // (asks_for_the_past); else they may be left out.
  std::vector<Record> past = {};
  // Changes of settings that were recorded at this position or after it are not known; none: all
  // are. For what was decided before.
  std::optional<Position> known_until = {};
  // Names that texts of the command are compared with, where it has such (reads_names).
  NamePhrases known_names = {};
};

/// Whether a decision needs all records of the case: the command speaks of a day before the latest
/// that the case knows of, or it alters what was recorded.
bool asks_for_the_past(const CaseState& state, const Command& command, const Definition& definition,
                       Date today);

/// Whether the case's tracks stand where the action asks for, and it is not closed to it.
bool fits(const CaseState& state, const Action& action);

/// A subject that has no id yet; the shell gives it one before sealing.
constexpr std::string_view unresolved_prefix = "handle:";
/// `<position>/<field>`: the subject under whose key that value was sealed.
constexpr std::string_view sealed_in_prefix = "sealed:";

/// Pure and total: the same arguments give the same decision, for ever.
Decision decide(const CaseState& state, const Command& command, const Circumstances& given);

/// The first of the checks that need no payload; none when the actor may do the action now. Also
/// answers "what can be done, by whom, and why not the rest".
std::optional<Refusal> check_possible(const CaseState& state, const Action& action,
                                      const Actor& actor, const Circumstances& given);

}  // namespace verloop
