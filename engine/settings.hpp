#pragma once
// Settings that were changed: which value a setting has for a case, on a day. A change is an event:
// of a procedure in the stream of the definitions, of one case in that case's own stream. What
// counts is the day and what was recorded by then, so that a case is the same live and replayed.

#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "engine/cel/value.hpp"
#include "events/event.hpp"
#include "events/ids.hpp"
#include "events/record.hpp"
#include "events/result.hpp"
#include "events/time.hpp"

namespace verloop {

struct CaseState;
struct Definition;
struct Procedure;
struct Setting;

inline const EventTypeId setting_changed{"SettingChanged@2"};

struct SettingChange {
  std::string setting;
  boost::json::value value;  // A whole number or a boolean.
  std::optional<Date> from;  // The first day on which it holds; none: it holds on all days.
  Position position;         // Of the event that says so.
  Timestamp recorded_at{};   // Of a change for a procedure only.
  bool operator==(const SettingChange&) const = default;
};
using SettingChanges = std::vector<SettingChange>;  // In the order of the log.

/// What the record changes; none when it changes no setting.
std::optional<SettingChange> change_in(const Record& record);
/// Adds the record's change to the case's own, once.
void note_setting(CaseState& state, const Record& record);

/// Settings as they hold on a day, by what was recorded before a position; none: by all that is
/// known.
struct SettingsAt {
  Date day;
  std::optional<Position> before = {};
};

struct SettingInForce {
  cel::Value value;
  std::optional<Date> from;          // As of the change.
  std::optional<Position> position;  // Of the change; none: as the definition has it.
};

/// Of the changes that hold on the day, one for the case goes before one for its procedure; of
/// those the one that holds since the latest day, of one day the one that was recorded last. A
/// change to another type than the definition's setting has is none.
SettingInForce setting_in_force(const Setting& setting, const CaseState& state,
                                const Definition& definition, const SettingsAt& at);
/// All settings, as conditions see them.
cel::Value settings_value(const CaseState& state, const Definition& definition,
                          const SettingsAt& at);
/// Whether some setting of the case may have one value on one day and another on another.
bool are_dated(const CaseState& state, const Definition& definition);

/// The first position at which changes are not known yet at a moment.
Position known_by(const SettingChanges& changes, Timestamp moment);

/// A new value, to be recorded.
struct NewSetting {
  std::string setting;
  cel::Value value;
  std::optional<Date> from;  // None: on all days.
  std::string reason;        // Empty: none is recorded.
};

/// Fails with `malformed` when the procedure has no such setting, or the value is of another type.
Result<> check_setting(const Procedure& procedure, const NewSetting& setting);
/// The event, of the day on which it is recorded; nothing is said yet of under whom its reason is
/// sealed.
Event setting_event(const NewSetting& setting, Timestamp now);

}  // namespace verloop
