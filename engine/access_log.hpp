#pragma once
// The access log: a second log of the same kind that says who was handed sealed values, and what
// was refused, erased or administered. Its entries hold names and random ids, never a value. An
// answer made from sealed values is guarded: it is had from here alone, after its entry is durable.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/decision.hpp"
#include "engine/procedure_load.hpp"
#include "engine/system_events.hpp"
#include "events/erasure.hpp"
#include "events/event_log.hpp"
#include "events/looks.hpp"

namespace verloop {

/// What one reader was shown, as of a position of the log.
struct Sight {
  Actor by;
  Looks looks;
  Position position;
  std::string view = {};     // Whose; empty: that of its own role.
  std::string purpose = {};  // Empty: that of the occasion.
};

/// Adds to what the same reader was shown before.
void add_sight(std::vector<Sight>& sights, const Actor& by, Looks looks, Position position);

/// An answer that nobody has seen yet, and what was opened to make it.
template <class T>
class Guarded {
 public:
  Guarded(T answer, std::vector<Sight> sights)
      : answer_(std::move(answer)), sights_(std::move(sights)) {}
  Guarded(T answer, Sight sight) : Guarded(std::move(answer), std::vector{std::move(sight)}) {}

 private:
  friend class AccessLog;
  T answer_;
  std::vector<Sight> sights_;
};

enum class Via : std::uint8_t { local, socket };

/// On what occasion something is entered.
struct Occasion {
  std::string asked;  // The subcommand or the method.
  Via via = Via::local;
  Timestamp at{};
  std::string purpose = "administration";
};

/// What was refused, and no word of its content: names that the definition or the log has already.
struct RefusedCommand {
  std::string outcome;  // The kind of refusal.
  std::optional<CaseId> case_id;
  std::optional<ActionId> action;
  RuleId rule;                       // Empty: none.
  std::set<std::string> finds = {};  // What its texts seemed to hold, as the procedure names it.
};

/// Of an action that the definition does not have, only that it was refused. `existing` is the case
/// if there is one; a definition may be missing too.
RefusedCommand told_of(const Refusal& refusal, const ActionId& asked, const Definition* definition,
                       std::optional<CaseId> existing);

class AccessLog {
 public:
  enum class Handing : std::uint8_t { shown, exported };

  /// `log` outlives it.
  AccessLog(EventLog& log, std::shared_ptr<const SystemCatalogue> types, SeedSource seed)
      : log_(log), types_(std::move(types)), seed_(std::move(seed)) {}

  /// Gives the answer once the log says, durably, who saw what: one entry for each case of which
  /// something was opened, all in one write, and none where nothing was. When that fails the answer
  /// is withheld.
  template <class T>
  Result<T> hand_out(Guarded<T> guarded, const Occasion& occasion, Handing how = Handing::shown) {
    const auto entered = enter_sights(guarded.sights_, occasion, how);
    if (entered.has_error()) return entered.error();
    return std::move(guarded.answer_);
  }
  /// The same for an answer that may have failed.
  template <class T>
  Result<T> hand_out(Result<Guarded<T>> guarded, const Occasion& occasion,
                     Handing how = Handing::shown) {
    if (guarded.has_error()) return guarded.error();
    return hand_out(std::move(*guarded), occasion, how);
  }

  /// The same with the next `write_waiting`, which calls `told`, so that what is asked in one
  /// moment shares a write. At once where there is nothing to enter.
  template <class T>
  void hand_out_later(Guarded<T> guarded, Occasion occasion, std::function<void(Result<T>)> told) {
    auto entries = entries_of(guarded.sights_, Handing::shown);
    wait(std::move(entries), std::move(occasion),
         [answer = std::move(guarded.answer_), told = std::move(told)](Result<> entered) mutable {
           told(entered.has_error() ? Result<T>(withheld(entered.error()))
                                    : Result<T>(std::move(answer)));
         });
  }

  Result<> refused(const Actor& by, const RefusedCommand& what, const Occasion& occasion);
  /// The same with the next `write_waiting`.
  void refused_later(const Actor& by, const RefusedCommand& what, Occasion occasion,
                     std::function<void(Result<>)> told);

  /// How many entries wait.
  std::size_t waiting() const { return waiting_entries_; }
  /// Enters all that waits in one write, as of the last of it, and then tells each.
  void write_waiting();

  /// That somebody may look into a case without access to it, for all whom it is about. To be
  /// entered before that is so.
  struct EmergencyLook {
    CaseId case_id;
    RoleId view;
    Timestamp until{};
    std::set<SubjectId> subjects;
  };
  Result<> emergency_opened(const Actor& by, const EmergencyLook& look, const Occasion& occasion);

  Result<> login_failed(const Occasion& occasion);
  Result<> erased(const Actor& by, const SubjectId& subject, ErasureGround ground,
                  const Occasion& occasion);
  /// `about`: a person of the directory, or a subject, that it concerns.
  Result<> administered(const Actor& by, const Occasion& occasion);
  Result<> administered(const Actor& by, const ActorId& about, const Occasion& occasion);
  Result<> administered(const Actor& by, const SubjectId& about, const Occasion& occasion);
  /// Something of which no sealed value was opened, but that is entered all the same: a search in
  /// this log, an export.
  Result<> handed(const Actor& by, Position position, const Occasion& occasion, Handing how);

  /// Records what its entries mean, unless it was: so that the log explains itself. `system` holds
  /// the types of the events that do.
  Result<> explain(const SystemCatalogue& system, Timestamp now);

  /// Signs what was entered since the last time.
  Result<> sign();

  /// Nothing can be entered any more, for this reason.
  void close(Error why) { closed_ = std::move(why); }

  EventLog& log() { return log_; }
  const EventLog& log() const { return log_; }
  const SystemCatalogue& types() const { return *types_; }

 private:
  /// An entry without what all entries of an occasion share.
  struct Entry {
    Actor by;
    const char* type;
    boost::json::object data;
    std::string purpose = {};  // Empty: that of the occasion.
  };
  using Told = std::function<void(Result<>)>;
  /// What is entered on one occasion, whole or not at all as far as its asker is told.
  struct Waiting {
    std::vector<Entry> entries;
    Occasion occasion;
    Told told;
  };

  static void add_entries(const Sight& sight, const char* type, std::vector<Entry>& entries);
  static std::vector<Entry> entries_of(const std::vector<Sight>& sights, Handing how);
  static Entry refusal_entry(const Actor& by, const RefusedCommand& what);
  static Error withheld(Error error);
  Result<> enter_sights(const std::vector<Sight>& sights, const Occasion& occasion, Handing how);
  Result<> enter(std::vector<Entry> entries, const Occasion& occasion);
  void wait(std::vector<Entry> entries, Occasion occasion, Told told);
  Result<std::vector<Batch>> batches_of(std::vector<Entry> entries, const Occasion& occasion) const;
  Result<Batch> batch_of(Entry entry, const Occasion& occasion, const std::string& trace) const;

  EventLog& log_;
  std::shared_ptr<const SystemCatalogue> types_;
  SeedSource seed_;
  std::optional<Error> closed_;
  bool is_signed_ = true;
  std::vector<Waiting> waiting_;
  std::size_t waiting_entries_ = 0;
};

/// The types of its entries. Fails with `malformed` when the text has a fault.
Result<SystemCatalogue> load_access_catalogue(std::string text);

/// The stream of the entries of a day, in Amsterdam.
CaseId access_stream(Date day);

/// Somebody whom nobody knows: who gave a wrong token.
Actor unknown_actor();

}  // namespace verloop
