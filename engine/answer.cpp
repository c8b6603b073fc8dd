#include "engine/answer.hpp"

#include "engine/authorise.hpp"
#include "engine/make_events.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// The members by subject, with those that the events are about.
std::map<SubjectId, std::int64_t> members_after(const std::vector<Event>& events,
                                                const AnswerScene& scene) {
  std::map<SubjectId, std::int64_t> members = scene.members;
  for (const Event& event : events) {
    const EventType* type = scene.definition.catalogue.find(event.type.text);
    ensure(type != nullptr, "a decision makes events of its catalogue");
    for (const Field& field : type->fields) {
      const json::value* number = event.fields.if_contains(field.name);
      const auto subject = event.subjects.find(field.type.member_of);
      if (field.type.kind != FieldKind::member || number == nullptr ||
          subject == event.subjects.end())
        continue;
      members[subject->second] = number->to_number<std::int64_t>();
    }
  }
  return members;
}

/// None when the actor's role does not reach the case any more, or has no view of it.
std::optional<Reader> reader_after(const Command& command, const std::vector<Event>& events,
                                   const AnswerScene& scene) {
  const auto& views = scene.definition.procedure.views;
  const auto view = views.find(command.actor.role.text);
  if (view == views.end()) return std::nullopt;
  Reader reader{command.actor, &view->second, {}, {}};
  for (const auto& [subject, member] : members_after(events, scene)) {
    if (scene.own.contains(subject) && scene.after.named.contains(member))
      reader.own_members.insert(member);
  }
  const Circumstances given{{}, {}, scene.definition, {}, !reader.own_members.empty()};
  if (!has_access(scene.after, command.actor, given)) return std::nullopt;
  return reader;
}

}  // namespace

json::object answer_to(const Command& command, const std::vector<Event>& events,
                       const AnswerScene& scene) {
  json::array types;
  json::array findings;
  const Definition& definition = scene.definition;
  const auto reader = reader_after(command, events, scene);
  for (const Event& event : events) {
    if (!reader) break;
    const EventType* type = definition.catalogue.find(event.type.text);
    const Record record = provisional(event, *type, command, scene.before, definition);
    if (sees_event(*reader, record, definition)) types.push_back(json::string(type->name));
    for (const Deviation& deviation : event.deviations) {
      const Rule* rule = definition.procedure.rule(deviation.rule.text);
      if (rule != nullptr && sees_rule(*reader, *rule, definition))
        findings.push_back(json::string(deviation.rule.text));
    }
  }
  return {{"events", std::move(types)}, {"findings", std::move(findings)}};
}

}  // namespace verloop
