// command.submit and command.dryRun.
#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"
#include "adapters/rpc/problem.hpp"
#include "adapters/rpc/text_hits.hpp"
#include "events/on_behalf.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// What was asked, before it is known in which role.
struct Asked {
  Command command;
  std::optional<RoleId> role;
  std::optional<ActorId> giver;  // On whose behalf; none: the session's actor acts for itself.
};

const ActorId& author_of(const Session& session, const Asked& asked) {
  return asked.giver ? *asked.giver : *session.actor;
}

std::map<std::string, std::string> motivation_in(Params& params) {
  std::map<std::string, std::string> motivation;
  for (const auto& member : params.object_or_empty("motivation")) {
    if (!member.value().is_string())
      params.reject("motivation", "must hold strings, by rule");
    else
      motivation.emplace(member.key(), member.value().get_string());
  }
  return motivation;
}

std::variant<Asked, RpcError> asked_in(const json::value& given, bool with_id) {
  Params params(given);
  Asked asked;
  Command& command = asked.command;
  command.id = {with_id ? params.text("id") : params.text_if_any("id").value_or("")};
  command.case_id = {params.text("case")};
  command.action = {params.text("action")};
  command.data = params.object_or_empty("data");
  command.expected_version = params.integer_if_any("expectedVersion");
  command.motivation = motivation_in(params);
  command.procedure = params.text_if_any("procedure").value_or("");
  if (const auto role = params.text_if_any("role")) asked.role = RoleId{*role};
  if (const auto giver = params.text_if_any("for")) asked.giver = ActorId{*giver};
  if (const auto occurred = params.text_if_any("occurredOn")) {
    auto occurrence = parse_occurrence(*occurred);
    if (occurrence.has_error())
      params.reject("occurredOn", "must be a day or a moment, as in 2026-03-10");
    else
      command.occurred_on = std::move(*occurrence);
  }
  if (auto error = params.error()) return std::move(*error);
  return asked;
}

/// Fills in as whom the session acts; the refusal when it may not.
std::optional<Refusal> take_role(const Services& services, const Session& session, Asked& asked) {
  Command& command = asked.command;
  command.actor.id = *session.actor;
  const Rights rights = services.rights();
  if (asked.giver) {
    if (auto refusal = rights.check_mandate(*session.actor, *asked.giver)) return refusal;
  }
  const Definition* definition = services.processor.definition_for(
      author_of(session, asked), command.case_id, command.procedure, rights.moment());
  if (definition == nullptr) return services.definitions.no_such_procedure(command.procedure);
  const Action* action = definition->procedure.action(command.action.text);
  auto acting = asked.giver ? rights.acting_for(*session.actor, *asked.giver, asked.role, action)
                            : rights.acting(*session.actor, asked.role, action);
  if (auto* refusal = std::get_if<Refusal>(&acting)) return std::move(*refusal);
  command.actor = std::get<Actor>(std::move(acting));
  return std::nullopt;
}

/// Answers with the refusal, once it is entered in the access log.
void refuse(const Services& services, const Session& session, const Command& command,
            const Refusal& refusal, Done done) {
  const Definition* definition = services.processor.definition_for(
      *session.actor, command.case_id, command.procedure, services.now());
  const bool exists = services.processor.find(command.case_id).has_value();
  const auto told = told_of(refusal, command.action, definition,
                            exists ? std::optional(command.case_id) : std::nullopt);
  answer_refused(services, session, command.actor, told, "command.submit",
                 problem(refusal, session.language), std::move(done));
}

std::string name_of(const EventTypeId& type) {
  return type.text.substr(0, type.text.find('@'));
}

/// What was answered when the command was recorded: the same for ever, whatever the caller may see
/// by now.
json::object receipt_json(const Receipt& receipt) {
  return {{"case", receipt.case_id.text},
          {"version", receipt.version.value},
          {"position", receipt.position.value},
          {"events", receipt.answer.at("events")},
          {"findings", receipt.answer.at("findings")}};
}

/// As whom a session may have given a command, also by rights that are over.
std::vector<Actor> once_acting(const Services& services, const Session& session,
                               const Asked& asked) {
  std::vector<Actor> all;
  if (!asked.giver) {
    for (const RoleGiven& given : services.directory.roles_given(*session.actor))
      all.push_back({*session.actor, given.role.role, given.role.org, {}});
    return all;
  }
  for (const Mandate& mandate : services.directory.mandates()) {
    if (mandate.holder == *session.actor && mandate.giver == *asked.giver)
      all.push_back({*session.actor, mandate.role.role, mandate.role.org,
                     on_behalf_of(mandate.giver, mandate.entered.position)});
  }
  return all;
}

/// The first answer to a command that was accepted before, in whichever of its roles the actor gave
/// it. None when there is none.
std::optional<json::object> first_answer(const Services& services, const Session& session,
                                         const Asked& asked) {
  Command command = asked.command;
  for (Actor& actor : once_acting(services, session, asked)) {
    if (asked.role && *asked.role != actor.role) continue;
    command.actor = std::move(actor);
    const auto known = services.processor.find_answer(command);
    if (known.has_value() && *known) return receipt_json(**known);
  }
  return std::nullopt;
}

/// What is needed of a command to say that it was refused.
Command without_content(Command command) {
  command.data.clear();
  command.motivation.clear();
  return command;
}

void tell(const Services& services, const Session& session, const Command& asked,
          const Result<Answer>& answer, const Done& done) {
  if (answer.has_error()) return done(problem(answer.error(), session.language));
  if (const auto* refusal = std::get_if<Refusal>(&*answer))
    return refuse(services, session, asked, *refusal, done);
  done(json::value(receipt_json(std::get<Receipt>(*answer))));
}

/// The session stays as it is until `done` is called.
void submit(const Services& services, const Session& session, const json::value& given, Done done) {
  auto read = asked_in(given, true);
  if (auto* error = std::get_if<RpcError>(&read)) return done(std::move(*error));
  Asked& asked = std::get<Asked>(read);
  auto denied = take_role(services, session, asked);
  const auto closed = denied ? std::nullopt : services.committer.closed();
  if (denied || closed) {
    if (auto first = first_answer(services, session, asked))
      return done(json::value(std::move(*first)));
    if (closed) return done(read_only(session.language));
    return refuse(services, session, asked.command, *denied, std::move(done));
  }
  Command command = asked.command;
  services.committer.submit(
      std::move(command), services.clock.now(),
      [&services, &session, done = std::move(done),
       asked = without_content(std::move(asked.command))](const Result<Answer>& answer) {
        tell(services, session, asked, answer, done);
      });
}

RpcOutcome dry_run(const Services& services, Session& session, const json::value& given) {
  auto read = asked_in(given, false);
  if (auto* error = std::get_if<RpcError>(&read)) return std::move(*error);
  Asked& asked = std::get<Asked>(read);
  if (const auto refusal = take_role(services, session, asked))
    return problem(*refusal, session.language);
  const auto decision = services.processor.rehearse(asked.command, services.clock.now());
  if (decision.has_error()) return problem(decision.error(), session.language);
  const Definition* definition = services.processor.definition_for(
      author_of(session, asked), asked.command.case_id, asked.command.procedure, services.now());
  if (const auto* refusal = std::get_if<Refusal>(&*decision)) {
    RpcError error = problem(*refusal, session.language);
    if (!refusal->hits.empty())
      error.data["hits"] = hits_json(refusal->hits, definition->procedure, session.language);
    return error;
  }
  const auto view = definition->procedure.views.find(asked.command.actor.role.text);
  json::array events;
  for (const Event& event : std::get<Accepted>(*decision).events) {
    const std::string name = name_of(event.type);
    const bool seen = view != definition->procedure.views.end() &&
                      (view->second.records || view->second.events.contains(name));
    if (seen) events.push_back(json::string(name));
  }
  json::object answer{
      {"case", asked.command.case_id.text}, {"events", std::move(events)}, {"recorded", false}};
  const auto& hits = std::get<Accepted>(*decision).hits;
  if (!hits.empty()) answer["hits"] = hits_json(hits, definition->procedure, session.language);
  return json::value(std::move(answer));
}

}  // namespace

void add_command_methods(RpcMethods& methods, const Services& services) {
  methods["command.submit"] = {RpcMethod::For::sessions,
                               {},
                               [&services](const Session& session, const auto& params, Done done) {
                                 submit(services, session, params, std::move(done));
                               },
                               RpcMethod::Kind::command};
  methods["command.dryRun"] = {RpcMethod::For::sessions,
                               [&services](Session& session, const auto& params) {
                                 return dry_run(services, session, params);
                               }};
}

}  // namespace verloop
