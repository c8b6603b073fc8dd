// Moving a running case to another version of its procedure.

#include <algorithm>
#include <map>

#include "engine/case_records.hpp"
#include "engine/evolve.hpp"
#include "engine/processor.hpp"
#include "events/case_key.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

Refusal is_stuck() {
  return refuse(RefusalKind::state,
                {"De zaak zou onder die versie niet verder kunnen; zie de proef.",
                 "The case could not go on under that version; see the rehearsal."});
}

Refusal rehearsed_before() {
  return refuse(RefusalKind::conflict,
                {"Er is sinds de proef iets veranderd; doe die eerst opnieuw.",
                 "Something changed since the rehearsal; rehearse again first."});
}

std::optional<Refusal> check_movable(const CaseState& state, const Definition& from,
                                     const Definition& to) {
  if (state.closed)
    return refuse(RefusalKind::state, {"De zaak is gesloten.", "The case is closed."});
  if (from.procedure.name != to.procedure.name)
    return refuse(RefusalKind::state,
                  {"De zaak volgt een andere werkwijze, " + from.procedure.name + ".",
                   "The case follows another procedure, " + from.procedure.name + "."});
  if (from.reference == to.reference)
    return refuse(RefusalKind::state,
                  {"De zaak volgt die versie al.", "The case follows that version already."});
  return std::nullopt;
}

void add_changes(json::array& all, const char* kind, const std::vector<Difference>& differences) {
  for (const Difference& one : differences) {
    json::object row{{"kind", kind}, {"what", one.what}};
    if (!one.before.empty()) row["before"] = one.before;
    if (!one.after.empty()) row["after"] = one.after;
    all.push_back(std::move(row));
  }
}

/// Whether everybody who may see the case may know what became of the rule.
bool is_shared(const Rule& rule) {
  return rule.audience == Audience::shared;
}

/// Of each deadline that a shared rule goes by, the earliest days, whosever they are.
std::vector<Difference> shared_days(const RehearsedCase& rehearsed, const Procedure& procedure) {
  std::map<std::string, Difference> earliest;
  for (const Difference& one : rehearsed.due) {
    const std::string id = one.what.substr(0, one.what.find('/'));
    const auto& rules = procedure.rules;
    const bool may_be_told = std::any_of(rules.begin(), rules.end(), [&id](const Rule& rule) {
      return is_shared(rule) && rule.deadline && rule.deadline->text == id;
    });
    if (!may_be_told) continue;
    Difference& known = earliest[id];
    known.what = id;
    if (!one.before.empty() && (known.before.empty() || one.before < known.before))
      known.before = one.before;
    if (!one.after.empty() && (known.after.empty() || one.after < known.after))
      known.after = one.after;
  }
  std::vector<Difference> all;
  for (auto& [id, one] : earliest) all.push_back(std::move(one));
  return all;
}

/// As far as all who may see the case may know them; the hash of the rehearsal covers the rest.
json::array changes_of(const RehearsedCase& rehearsed, const Procedure& from, const Procedure& to) {
  std::vector<Difference> rules = rehearsed.rules;
  std::erase_if(rules, [&](const Difference& one) {
    const Rule* before = from.rule(one.what);
    const Rule* after = to.rule(one.what);
    return (before != nullptr && !is_shared(*before)) || (after != nullptr && !is_shared(*after));
  });
  json::array all;
  add_changes(all, "track", rehearsed.tracks);
  add_changes(all, "due", shared_days(rehearsed, to));
  add_changes(all, "rule", rules);
  add_changes(all, "action", rehearsed.actions);
  return all;
}

/// The name and version of a definition's reference, and the beginning of its hash.
std::pair<std::string, std::string> parts_of(const std::string& reference) {
  const std::size_t at = reference.find('#');
  return {reference.substr(0, at), reference.substr(at + 1)};
}

}  // namespace

Result<std::variant<RehearsedCase, Refusal>> Processor::rehearse_migration(const CaseId& id,
                                                                           const Definition& to,
                                                                           Timestamp now) {
  using Outcome = std::variant<RehearsedCase, Refusal>;
  const auto found = find(id);
  if (found.has_error()) return found.error();
  const CaseState& state = (*found)->state;
  const Definition* from = definitions_.find(state.definition);
  ensure(from != nullptr, "a loaded case has its definition");
  if (auto refusal = check_movable(state, *from, to)) return Outcome(std::move(*refusal));
  const auto records = read_case(log_, id, *state.version);
  if (records.has_error()) return records.error();
  const auto changes = definitions_.changes_of(to.procedure.name);
  if (to.changes == changes)
    return Outcome(rehearse_case(*records, *from, to, day_in_amsterdam(now)));
  Definition as_deployed = to;  // It is not in this log yet: nothing keeps it up.
  as_deployed.changes = changes;
  return Outcome(rehearse_case(*records, *from, as_deployed, day_in_amsterdam(now)));
}

Result<std::optional<Refusal>> Processor::migrate(const RehearsedCase& rehearsed,
                                                  const std::string& reason, const Actor& by,
                                                  Timestamp now) {
  const Definition* to = definitions_.find(rehearsed.to);
  if (to == nullptr) return Error{Errc::not_found, rehearsed.to + " is not deployed in this log"};
  const auto again = rehearse_migration(rehearsed.id, *to, now);
  if (again.has_error()) return again.error();
  if (const auto* refusal = std::get_if<Refusal>(&*again)) return std::optional<Refusal>(*refusal);
  if (digest(std::get<RehearsedCase>(*again)) != digest(rehearsed))
    return std::optional<Refusal>(rehearsed_before());
  if (rehearsed.is_stuck) return std::optional<Refusal>(is_stuck());
  const Definition* before = definitions_.find(rehearsed.from);
  ensure(before != nullptr, "a rehearsed case has its definition");
  const Date day = day_in_amsterdam(now);
  const auto [from, sha256] = parts_of(rehearsed.from);
  Event event;
  event.type = case_migrated;
  event.occurred_on = {day, format(day)};
  event.fields = {{"from", from},
                  {"fromSha256", sha256},
                  {"rehearsal", to_base64url(view(digest(rehearsed)))},
                  {"changes", changes_of(rehearsed, before->procedure, to->procedure)}};
  if (!reason.empty()) {
    auto key = key_to_seal(case_key(rehearsed.id));
    if (key.has_error()) return key.error();
    event.fields["reason"] = reason;
    event.subjects["reason"] = std::move(*key);
  }
  SystemCommand command{rehearsed.id, {"migrateCase"}, {random_uuid()}, by, {}};
  command.events.push_back(std::move(event));
  auto batch = system_batch(std::move(command), to->catalogue, to->reference, seed_);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(log_, std::move(*batch), now);
  if (receipt.has_error()) return receipt.error();
  keep_up(rehearsed.id);
  return std::optional<Refusal>();
}

}  // namespace verloop
