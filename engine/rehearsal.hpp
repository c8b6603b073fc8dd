#pragma once
// What a case would become under another definition, before it is moved there: read-only, and a
// pure function of its records, both definitions and the day. Names, numbers and days only, no
// value.

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "engine/judge.hpp"
#include "events/digest.hpp"
#include "events/record.hpp"

namespace verloop {

/// What differs; empty on the side that does not have it.
struct Difference {
  std::string what;
  std::string before, after;
};

struct RehearsedCase {
  CaseId id;
  Version version;                 // Of its last event then.
  std::string from, to;            // References of definitions.
  std::vector<Difference> tracks;  // Track: state.
  std::vector<Difference> due;     // Deadline, or deadline/entry: due day.
  std::vector<Difference> rules;   // Rule: status.
  std::vector<Difference>
      actions;  // Action: `possible` where its state is one that it starts from.
  std::vector<std::string> unknown_events;  // Types that it holds and the other definition has not.
  std::vector<std::string> unknown_states;  // `track=state` that the other definition has not.
  std::vector<std::string> widened_events;  // Types that it holds, which others could see there.

  /// It can't go on there: it holds what is not known there, or was recorded for fewer than who may
  /// see it there, or nothing more can be done in it, where now something can.
  bool is_stuck = false;
  bool is_changed() const;
};

/// `records`: all of a case that is open, in the order of the log. `today`: as of which both are
/// judged.
RehearsedCase rehearse_case(const std::vector<Record>& records, const Definition& from,
                            const Definition& to, Date today);

boost::json::object to_json(const RehearsedCase& rehearsed);
/// SHA-256 of the JCS form of it: what a migration commits to.
Digest digest(const RehearsedCase& rehearsed);

}  // namespace verloop
