#pragma once
// The shell around the pure core: loads a case, asks decide, seals, appends, answers. What the new
// state turns into findings is recorded in the same commit. Commands that come while others are
// being recorded are decided ahead, on the state that those will leave, and recorded together. One
// processor is used by one thread at a time.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/command_group.hpp"
#include "engine/decide.hpp"
#include "engine/definitions.hpp"
#include "engine/directory.hpp"
#include "engine/findings.hpp"
#include "engine/judge.hpp"
#include "engine/known_names.hpp"
#include "engine/recent_cases.hpp"
#include "engine/rehearsal.hpp"
#include "engine/rights.hpp"
#include "events/event_log.hpp"
#include "events/vault.hpp"

namespace verloop {

/// A case with what its records say of its members; kept in memory between commands.
struct LoadedCase {
  CaseState state;
  std::map<SubjectId, std::int64_t> members;  // All numbers that were ever given.
  /// At this version the case was judged for this day, by so many changes of its procedure's
  /// settings, and nothing was due.
  struct Judged {
    Version version;
    Date day;
    std::size_t changes = 0;
    bool operator==(const Judged&) const = default;
  };
  std::optional<Judged> judged;
  static Judged judged_as(const CaseState& state, const Definition& definition, Date day);

  /// The number of a subject that some record speaks of which counts; none when it is no member.
  std::optional<std::int64_t> member(const SubjectId& subject) const;
  /// Gives up what takes much memory and can be made anew.
  void rest() { state.made = {}; }
};

/// Who asks to look into a case in an emergency, and why; `minutes` none: as long as may be.
struct EmergencyWanted {
  CaseId case_id;
  ActorId actor;
  std::string reason;
  std::optional<std::int64_t> minutes;
};

/// One that may be opened. `subjects` are all whom the case is about.
struct Emergency {
  CaseId case_id;
  Actor by;
  RoleId view;
  Timestamp until{};
  std::string reason;
  std::set<SubjectId> subjects;
};

/// Under which records and entries of the access log fall that an emergency led to.
inline const std::string emergency_purpose = "emergency";

/// The actor in its first role that may look in an emergency; none when it has none of them.
std::optional<Actor> acting_in_emergency(const Rights& rights, const ActorId& actor,
                                         const BreakGlass& glass);

class Processor {
 public:
  /// All four must outlive the processor.
  Processor(EventLog& log, Vault& vault, const Definitions& definitions, const Directory& directory,
            SeedSource seed)
      : log_(log),
        vault_(vault),
        definitions_(definitions),
        directory_(directory),
        seed_(std::move(seed)),
        names_(log, vault) {}

  /// Decides a command on the state that all commands enqueued before it leave, and has it wait for
  /// the group that records it. A refusal that rests on nothing that is on its way, and a known
  /// command's answer, are told at once; all else by whoever gets it from settle.
  void enqueue(Command command, Timestamp now, Told told);

  /// The same for what time alone has turned into findings of a case; nothing when there is no such
  /// case. `told` gets the receipt of the first finding, and nothing when none is due.
  void enqueue_notice(const CaseId& id, Timestamp now, Told told = {});

  /// How many commands wait for a group.
  std::size_t waiting() const { return waiting_.commands.size(); }

  /// All that wait, to be appended as they are. The next group is taken when this one was settled.
  CommandGroup take();

  /// After the append. When that failed nothing of the group is left behind: its cases are read
  /// anew, and so is what was decided on them meanwhile. Commands that were decided for a place
  /// which they did not get are decided anew and wait again.
  Settled settle(CommandGroup group, const Result<Outcomes>& outcomes);

  /// Enqueues and records; nothing else may be on its way. Accepted commands are durable when this
  /// returns. A command id that is known gives the first answer again. The answer of a receipt
  /// holds `events` and `findings`, as far as the actor could see them when it was recorded: no
  /// value, and nothing that depends on later rights.
  Result<Answer> submit(const Command& command, Timestamp now);

  /// The first answer to this very command; none when it was not accepted before.
  Result<std::optional<Receipt>> find_answer(const Command& command) const;

  /// Where the names come from that texts are compared with, for who plays in another log what is
  /// to be recorded in this one: else those of its own log. `all`: whether the one who acts is
  /// shown all names of its case; one who is not may learn nothing of those of other logs.
  using NamesOf = std::function<Result<NamePhrases>(const CaseId&, const std::string& org,
                                                    const TextFind&, bool all)>;
  void take_names_from(NamesOf names_of) { names_of_ = std::move(names_of); }

  /// Decides only; records nothing, makes no keys.
  Result<Decision> rehearse(const Command& command, Timestamp now);

  /// Records what time alone has turned into findings by now: the days that passed are judged one
  /// by one.
  Result<std::size_t> notice(const CaseId& id, Timestamp now);

  /// Whether a notice of the case would record something, as far as this picture of it tells.
  bool is_due(const CaseState& state, Timestamp now) const;

  /// Changes a setting for one case only. Nothing may be on its way. Fails with `malformed` when
  /// the procedure has no such setting, or the value is of another type; with `not_found` when
  /// there is no such case.
  Result<Position> change_setting(const CaseId& id, const NewSetting& setting, const Actor& by,
                                  Timestamp now);

  /// What the open case would become under another version of its procedure. Refused (`state`)
  /// when it is closed, or of another procedure, or under that version already.
  Result<std::variant<RehearsedCase, Refusal>> rehearse_migration(const CaseId& id,
                                                                  const Definition& to,
                                                                  Timestamp now);
  /// Moves it there, with the rehearsal that it was done by. Refused as that is, and when the case
  /// would be stuck; `conflict` when another rehearsal than this one holds by now.
  Result<std::optional<Refusal>> migrate(const RehearsedCase& rehearsed, const std::string& reason,
                                         const Actor& by, Timestamp now);

  /// Whether the actor may look into the case in an emergency; records nothing yet. Refused
  /// (`unauthorised`) when no role of the actor ever may, (`unknown`) when there is no such case or
  /// its procedure does not let that role, (`state`) when it has access already.
  Result<std::variant<Emergency, Refusal>> check_emergency(const EmergencyWanted& wanted,
                                                           Timestamp now);
  /// Records one that was checked just now: from then on the actor may look. To be entered in the
  /// access log before.
  Result<> open_emergency(const Emergency& emergency, Timestamp now);

  /// The pointer holds until the next call. Fails with `not_found` when there is no such case.
  Result<const LoadedCase*> find(const CaseId& id);

  /// The same, as far as the actor may know of the case: one that none of its roles reaches is not
  /// there for it.
  Result<const LoadedCase*> find_for(const ActorId& actor, const CaseId& id, Timestamp now);

  /// The definition by which a command of the actor is decided: that of the case, be it on its way
  /// only, or, when the case is not there for it, the newest of the procedure. Null when there is
  /// none.
  const Definition* definition_for(const ActorId& actor, const CaseId& id,
                                   const std::string& procedure, Timestamp now);

  /// What a decision about the case would rest on, for a payload.
  Result<Circumstances> circumstances(const LoadedCase& loaded, const Definition& definition,
                                      const Actor& actor, const Action* action,
                                      const boost::json::object& data, Timestamp now) const;

 private:
  struct Prepared {
    const Definition* definition = nullptr;
    LoadedCase loaded;
    Decision decision;
    std::vector<Record> past;  // As Circumstances have it.
  };
  /// A case as the commands on their way will leave it, and how many those are.
  struct Ahead {
    LoadedCase loaded;
    std::size_t commands = 0;
  };

  Result<const LoadedCase*> find_ahead(const CaseId& id);
  /// Whether a decision is for recording, or only to see how it would come out.
  enum class Asking : std::uint8_t { to_record, to_try };
  Result<Prepared> prepare(const Command& command, Timestamp now,
                           const Result<const LoadedCase*>& found, Asking asking);
  Result<> add_names(Circumstances& given, const Command& command, Asking asking);
  std::optional<Refusal> check_emergency_role(const ActorId& actor, Timestamp now) const;
  bool reaches(const ActorId& actor, const LoadedCase& loaded, Timestamp now) const;
  /// Whether the log holds the case, be it under a definition that is not here.
  bool exists(const CaseId& id) const;
  /// Folds what the log holds beyond what was loaded.
  Result<> extend(LoadedCase& loaded) const;
  void keep_up(const CaseId& id);
  /// A refusal when somebody of whom an entry speaks was erased.
  Result<std::optional<Refusal>> resolve_subjects(std::vector<Event>& events, const Actor& actor);
  Result<SubjectId> key_to_seal(const SubjectId& subject) const;
  Result<SubjectId> subject_in_record(std::string_view place) const;
  Result<Batch> batch_of(const Command& command, std::vector<Event> events, const CaseState& before,
                         const Definition& definition, const Digest& content, Position place);
  Result<std::size_t> add_findings(std::vector<Batch>& batches, LoadedCase& loaded,
                                   const Definition& definition, Timestamp now, Position next,
                                   Cause cause = Cause::course);
  Result<std::optional<Answer>> record(Prepared prepared, WaitingCommand& waiting);

  /// Where the first event of what is enqueued next will lie.
  Position next_place() const;
  void admit(WaitingCommand waiting);
  bool is_put_off(const Command& command, Timestamp now) const;
  Result<std::optional<Answer>> consider(WaitingCommand& waiting);
  Result<std::optional<Answer>> consider_command(WaitingCommand& waiting);
  Result<> consider_notice(WaitingCommand& waiting);
  void set_out(WaitingCommand& waiting, std::vector<Batch> batches, LoadedCase after);
  Result<std::optional<Answer>> outcome_of(const WaitingCommand& waiting, const Outcomes& outcomes,
                                           bool is_shifted) const;
  void land(const CaseId& id, bool is_recorded);
  void reconsider(std::vector<WaitingCommand> again);
  void record_waiting();

  EventLog& log_;
  Vault& vault_;
  const Definitions& definitions_;
  const Directory& directory_;
  SeedSource seed_;
  KnownNames names_;
  RecentCases<LoadedCase> cases_;  // As they are recorded.
  std::map<CaseId, Ahead> ahead_;  // Those that something is on its way for.
  std::set<CommandId> on_their_way_;
  std::uint64_t size_ahead_ = 0;  // Of the log, once all that is on its way is there.
  CommandGroup waiting_;
  NamesOf names_of_;  // Empty: those of names_.
};

/// The members of a case by subject, from the sealed values of its records. Adds those of one more
/// record.
Result<> note_members(const StoredRecord& stored, const Definition& definition, const EventLog& log,
                      std::map<SubjectId, std::int64_t>& members);
/// Those of events that are not recorded yet.
void note_members(const std::vector<SealedEvent>& events, const Definition& definition,
                  std::map<SubjectId, std::int64_t>& members);

}  // namespace verloop
