// command.submit and command.dryRun.
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"
#include "adapters/rpc/problem.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;

/// What was asked, before it is known in which role.
struct Asked {
  Command command;
  std::optional<RoleId> role;
};

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

/// Fills in as whom the session acts; the error when it may not.
std::optional<RpcError> take_role(const Services& services, const Session& session, Asked& asked) {
  const Command& command = asked.command;
  const Definition* definition =
      services.processor.definition_for(*session.actor, command.case_id, command.procedure);
  if (definition == nullptr)
    return problem(services.definitions.no_such_procedure(command.procedure), session.language);
  const Action* action = definition->procedure.action(command.action.text);
  auto acting = services.directory.acting(*session.actor, asked.role, action);
  if (const auto* refusal = std::get_if<Refusal>(&acting))
    return problem(*refusal, session.language);
  asked.command.actor = std::get<Actor>(std::move(acting));
  return std::nullopt;
}

std::string name_of(const EventTypeId& type) {
  return type.text.substr(0, type.text.find('@'));
}

/// What was recorded, as far as who asked for it may see it.
Result<json::object> seen_receipt(const Services& services, const Session& session,
                                  const Command& command, const Receipt& receipt) {
  json::array events;
  json::array findings;
  const auto loaded = services.processor.find(receipt.case_id);
  if (loaded.has_error()) return loaded.error();
  const Definition* definition = services.definitions.find((*loaded)->state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  auto reader = reader_of(*session.actor, command.actor.role, **loaded, *definition,
                          services.directory, session.language);
  if (reader.has_error()) return reader.error();
  if (const Reader* who = std::get_if<Reader>(&*reader)) {
    const std::size_t count =
        std::min<std::size_t>(receipt.position.value - receipt.first.value + 1, page_size);
    const auto page = services.log.read(receipt.first, count);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      if (sees_event(*who, stored.record, *definition))
        events.push_back(json::string(name_of(stored.record.type)));
    }
    for (const json::value& id : receipt.answer.at("findings").as_array()) {
      const Rule* rule = definition->procedure.rule(std::string(id.as_string()));
      if (rule != nullptr && sees_rule(*who, *rule, *definition)) findings.push_back(id);
    }
  }
  return json::object{{"case", receipt.case_id.text},
                      {"version", receipt.version.value},
                      {"position", receipt.position.value},
                      {"events", std::move(events)},
                      {"findings", std::move(findings)}};
}

/// What time alone has done to the case is recorded first, as of now.
Result<> notice(const Services& services, const CaseId& id, Timestamp now) {
  if (services.processor.find(id).has_error()) return {};  // A case that is to be made.
  const auto noticed = services.processor.notice(id, now);
  return noticed.has_error() ? Result<>(noticed.error()) : Result<>();
}

RpcOutcome submit(const Services& services, Session& session, const json::value& given) {
  auto read = asked_in(given, true);
  if (auto* error = std::get_if<RpcError>(&read)) return std::move(*error);
  Asked& asked = std::get<Asked>(read);
  if (auto error = take_role(services, session, asked)) return std::move(*error);
  const Timestamp now = services.clock.now();
  const auto noticed = notice(services, asked.command.case_id, now);
  if (noticed.has_error()) return problem(noticed.error(), session.language);
  auto answer = services.processor.submit(asked.command, now);
  if (answer.has_error()) return problem(answer.error(), session.language);
  if (services.catch_up) {
    const auto current = services.catch_up();
    if (current.has_error()) return problem(current.error(), session.language);
  }
  if (const auto* refusal = std::get_if<Refusal>(&*answer))
    return problem(*refusal, session.language);
  auto seen = seen_receipt(services, session, asked.command, std::get<Receipt>(*answer));
  if (seen.has_error()) return problem(seen.error(), session.language);
  return json::value(std::move(*seen));
}

RpcOutcome dry_run(const Services& services, Session& session, const json::value& given) {
  auto read = asked_in(given, false);
  if (auto* error = std::get_if<RpcError>(&read)) return std::move(*error);
  Asked& asked = std::get<Asked>(read);
  if (auto error = take_role(services, session, asked)) return std::move(*error);
  const auto decision = services.processor.rehearse(asked.command, services.clock.now());
  if (decision.has_error()) return problem(decision.error(), session.language);
  if (const auto* refusal = std::get_if<Refusal>(&*decision))
    return problem(*refusal, session.language);
  const Definition* definition = services.processor.definition_for(
      *session.actor, asked.command.case_id, asked.command.procedure);
  const auto view = definition->procedure.views.find(asked.command.actor.role.text);
  json::array events;
  for (const Event& event : std::get<Accepted>(*decision).events) {
    const std::string name = name_of(event.type);
    const bool seen = view != definition->procedure.views.end() &&
                      (view->second.records || view->second.events.contains(name));
    if (seen) events.push_back(json::string(name));
  }
  return json::value(json::object{
      {"case", asked.command.case_id.text}, {"events", std::move(events)}, {"recorded", false}});
}

}  // namespace

void add_command_methods(RpcMethods& methods, const Services& services) {
  methods["command.submit"] = {RpcMethod::For::sessions,
                               [&services](Session& session, const auto& params) {
                                 return submit(services, session, params);
                               }};
  methods["command.dryRun"] = {RpcMethod::For::sessions,
                               [&services](Session& session, const auto& params) {
                                 return dry_run(services, session, params);
                               }};
}

}  // namespace verloop
