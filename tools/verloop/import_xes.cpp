#include "tools/verloop/import_xes.hpp"

#include <algorithm>

namespace verloop {
namespace {

constexpr std::size_t group_size = 256;                     // Commands to a commit.
constexpr std::chrono::milliseconds signing_interval{500};  // No event is unsigned for long.
constexpr std::size_t id_digits = 20;                       // Of an id that is made here.

/// Submits the commands of traces, in groups.
class Import {
 public:
  Import(Instance& instance, const ImportContext& context, const Progress& progress)
      : instance_(instance), context_(context), progress_(progress) {}

  /// False: stop.
  bool take(const XesTrace& trace) {
    ImportFaults faults;
    const std::vector<TimedCommand> commands = commands_of(trace, context_, faults);
    if (!faults.is_empty()) {
      failed_ = Error{Errc::malformed, "the file changed while it was imported"};
      return false;
    }
    is_begun_ = false;
    for (const TimedCommand& command : commands) {
      if (!submit(command)) return false;
    }
    return true;
  }

  Result<ImportOutcome> finish() {
    if (!failed_ && !outcome_.refused) flush();
    if (failed_) return *failed_;
    return outcome_;
  }

 private:
  bool submit(const TimedCommand& timed) {
    const auto known = instance_.processor().find_answer(timed.command);
    if (known.has_error()) return fail(known.error());
    progress_(outcome_.recorded + outcome_.known);
    if (*known) {
      ++outcome_.known;
      is_begun_ = true;
      return true;
    }
    let_time_pass(timed);
    instance_.processor().enqueue(timed.command, timed.at, [this, place = timed.place](auto came) {
      hear(place, std::move(came));
    });
    if (instance_.processor().waiting() >= group_size) flush();
    return !failed_ && !outcome_.refused;
  }

  /// What the days between two events turned into findings comes before the second.
  void let_time_pass(const TimedCommand& timed) {
    const Date today = day_in_amsterdam(timed.at);
    if (is_begun_ && today != day_)
      instance_.processor().enqueue_notice(timed.command.case_id, timed.at,
                                           [this](const Result<Answer>& came) {
                                             if (came.has_error()) fail(came.error());
                                           });
    is_begun_ = true;
    day_ = today;
  }

  void hear(const XesPlace& place, Result<Answer> came) {
    if (came.has_error()) {
      fail(came.error());
    } else if (auto* refusal = std::get_if<Refusal>(&*came)) {
      if (!outcome_.refused) outcome_.refused = {place, std::move(*refusal)};
    } else {
      ++outcome_.recorded;
    }
  }

  bool fail(const Error& error) {
    if (!failed_) failed_ = error;
    return false;
  }

  /// Decided by the source's clock, recorded by ours.
  void flush() {
    while (!failed_ && instance_.processor().waiting() > 0) {
      CommandGroup group = instance_.processor().take();
      Result<Outcomes> outcomes = Outcomes();
      if (!group.batches.empty())
        outcomes = instance_.log().append(std::move(group.batches), system_now());
      for (auto& [told, answer] : instance_.processor().settle(std::move(group), outcomes))
        told(std::move(answer));
    }
    sign();
  }

  void sign() {
    if (failed_ || std::chrono::steady_clock::now() - signed_at_ < signing_interval) return;
    const auto note = instance_.log().sign_checkpoint();
    if (note.has_error()) fail(note.error());
    signed_at_ = std::chrono::steady_clock::now();
  }

  Instance& instance_;
  const ImportContext& context_;
  const Progress& progress_;
  ImportOutcome outcome_;
  std::optional<Error> failed_;
  bool is_begun_ = false;  // The case of this trace.
  Date day_{};             // Of the command before.
  std::chrono::steady_clock::time_point signed_at_ = std::chrono::steady_clock::now();
};

/// An id that tells nothing of the name to who does not hold the vault.
Result<ActorId> made_id(const Vault& vault, const std::string& name) {
  const auto digest = vault.authenticate("xes actor\n" + name);
  if (digest.has_error()) return digest.error();
  return ActorId{"actor-" + to_hex(view(*digest)).substr(0, id_digits)};
}

bool is_somebody_else(const Directory& directory, const ActorId& id, const RoleAt& role) {
  const auto roles = directory.at(system_now()).roles_of(id);
  return directory.knows(id) && std::find(roles.begin(), roles.end(), role) == roles.end();
}

}  // namespace

boost::system::result<ExaminedXes, XesFault> examine_xes(std::istream& bytes,
                                                         const ImportContext& context) {
  ExaminedXes examined;
  std::set<CaseId> cases;
  const auto each = [&](const XesTrace& trace) {
    examined.people.merge(people_in(trace, context.definition));
    const auto commands = commands_of(trace, context, examined.faults);
    if (commands.empty()) return true;
    const CaseId& id = commands.front().command.case_id;
    if (!cases.insert(id).second && id.text != "unknown")
      examined.faults.note(trace.place, "another trace has this name already");
    return true;
  };
  auto summary = read_xes(bytes, each);
  if (summary.has_error()) return summary.error();
  examined.summary = *summary;
  if (summary->traces == 0)
    return XesFault{{}, "the log holds no traces: there is nothing to import"};
  for (std::size_t i = 0; i < summary->loose_events; ++i)
    examined.faults.note(summary->first_loose, "an event lies in no trace, so it has no case");
  return examined;
}

Result<PeopleIds> ids_of(const std::set<std::string>& people, const Definition& definition,
                         Instance& instance) {
  const ImportMapping& mapping = *definition.procedure.import;
  const RoleAt role{mapping.role, mapping.organisation};
  PeopleIds ids;
  bool is_free = !is_somebody_else(instance.directory(), {std::string(xes_importer)}, role);
  for (const std::string& name : people) {
    auto id =
        mapping.has_pseudonyms ? Result<ActorId>(ActorId{name}) : made_id(instance.vault(), name);
    if (id.has_error()) return id.error();
    is_free = is_free && !is_somebody_else(instance.directory(), *id, role);
    ids.emplace(name, std::move(*id));
  }
  if (is_free) return ids;
  return Error{Errc::malformed,
               "an actor of the file bears the id of somebody who is in the directory in another "
               "role; nothing was recorded"};
}

Result<> enter_people(const PeopleIds& people, const Definition& definition, Instance& instance) {
  const ImportMapping& mapping = *definition.procedure.import;
  const RoleAt role{mapping.role, mapping.organisation};
  auto entered =
      instance.enter({{std::string(xes_importer)}, std::string(), role, {}}, system_now());
  for (const auto& [name, id] : people) {
    if (entered.has_error()) return entered;
    entered =
        instance.enter({id, mapping.has_pseudonyms ? std::string() : name, role, {}}, system_now());
  }
  return entered;
}

Result<ImportOutcome> import_xes(std::istream& bytes, Instance& instance,
                                 const ImportContext& context, const Progress& progress) {
  Import import(instance, context, progress);
  const auto summary =
      read_xes(bytes, [&import](const XesTrace& trace) { return import.take(trace); });
  if (summary.has_error()) return Error{Errc::malformed, "the file changed while it was imported"};
  return import.finish();
}

}  // namespace verloop
