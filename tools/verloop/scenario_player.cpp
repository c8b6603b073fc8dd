#include "tools/verloop/scenario_player.hpp"

#include <algorithm>

#include <boost/json/serialize.hpp>

#include "projections/make_bundle.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 1000;

/// Prefixes the ids of subjects and actors in a payload.
json::object with_prefix(json::object data, const Action* action, const std::string& prefix) {
  if (action == nullptr || prefix.empty()) return data;
  for (const Field& field : action->payload) {
    if (field.type.kind != FieldKind::reference) continue;
    if (field.type.refers_to != Referent::subject && field.type.refers_to != Referent::actor)
      continue;
    json::value* value = data.if_contains(field.name);
    if (value != nullptr && value->is_string())
      *value = json::string(prefix + std::string(value->get_string()));
  }
  return data;
}

std::string refusal_name(const Refusal& refusal) {
  return refusal.kind == RefusalKind::rule ? refusal.rule.text : std::string(name_of(refusal.kind));
}

}  // namespace

Result<> ScenarioPlayer::begin() {
  definition_ = instance_.definitions().newest(scenario_.procedure);
  if (definition_ == nullptr)
    return Error{Errc::not_found, "procedure " + scenario_.procedure + " is not deployed"};
  const Timestamp first = scenario_.steps.empty() ? system_now() : scenario_.steps.front().at;
  if (auto entered = enter_actors(first); entered.has_error()) return entered;
  if (auto entered = enter_mandates(first); entered.has_error()) return entered;
  for (std::size_t i = 0; i < scenario_.steps.size(); ++i) {
    if (scenario_.steps[i].kind != Step::Kind::act) continue;
    const auto known = instance_.log().find_command(command_id(scenario_.steps[i], i), Digest{});
    if (known.has_error() && known.error().code == Errc::command_reused) first_new_ = i + 1;
  }
  return first_new_ == 0 ? Result<>() : find_unclaimed();
}

Result<> ScenarioPlayer::enter_actors(Timestamp at) {
  std::string school;
  for (const ScenarioActor& actor : scenario_.actors) {
    if (school.empty()) school = actor.org.text;
  }
  for (const ScenarioActor& actor : scenario_.actors) {
    const auto role = definition_->procedure.roles.find(actor.role.text);
    if (role == definition_->procedure.roles.end()) {
      return Error{Errc::not_found,
                   "actor " + actor.id.text + ": the procedure has no role " + actor.role.text};
    }
    NewActor entered{{prefix_ + actor.id.text}, actor.name, {actor.role, actor.org}, {}};
    if (entered.role.org.text.empty()) {
      entered.role.org.text =
          role->second.organisation == "school" ? school : role->second.organisation;
    }
    for (const std::string& handle : actor.of) entered.handles.push_back(prefix_ + handle);
    auto done = enter(entered, actor.days, at);
    if (done.has_error()) return done;
  }
  return {};
}

/// A role between days is given once: an earlier run may have done so.
Result<> ScenarioPlayer::enter(const NewActor& actor, const Days& days, Timestamp at) {
  if (!days.from && !days.until) return instance_.enter(actor, at);
  const DirectoryWork work = instance_.ordering();
  const Order order{engine_actor(), at};
  if (!instance_.directory().knows(actor.id)) {
    const auto added = add_actor(work, actor.id, actor.name, order);
    if (added.has_error()) return added.error();
  }
  if (!instance_.directory().roles_given(actor.id).empty()) return {};
  const auto given = give_role(work, actor.id, actor.role, days, order);
  if (given.has_error()) return given.error();
  if (const auto* refusal = std::get_if<Refusal>(&*given))
    return Error{Errc::malformed, "actor " + actor.id.text + ": " + refusal->sentence.en};
  return {};
}

Result<> ScenarioPlayer::enter_mandates(Timestamp at) {
  for (const ScenarioMandate& wanted : scenario_.mandates) {
    const ActorId giver = actor_named(wanted.giver.text), holder = actor_named(wanted.holder.text);
    const auto& known = instance_.directory().mandates();
    const bool is_known = std::any_of(known.begin(), known.end(), [&](const Mandate& one) {
      return one.giver == giver && one.holder == holder && one.role.role == wanted.role;
    });
    if (is_known) continue;
    const NewMandate mandate{giver, holder,      wanted.role,  {},
                             {},    wanted.from, wanted.until, "scenario"};
    const auto given = give_mandate(instance_.ordering(), mandate, {engine_actor(), at});
    if (given.has_error()) return given.error();
    if (const auto* refusal = std::get_if<Refusal>(&*given))
      return Error{Errc::malformed, "mandate of " + giver.text + ": " + refusal->sentence.en};
  }
  return {};
}

Result<> ScenarioPlayer::find_unclaimed() {
  const std::size_t last = first_new_ - 1;
  const CommandId known = command_id(scenario_.steps[last], last);
  for (Position from; from.value < instance_.log().tail().size; from.value += page_size) {
    const auto page = instance_.log().read(from, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      if (stored.record.command == known) {
        unclaimed_.clear();
      } else if (stored.record.case_id.text.starts_with(prefix_)) {
        unclaimed_.push_back(stored);
      }
    }
  }
  return {};
}

CommandId ScenarioPlayer::command_id(const Step& step, std::size_t index) const {
  if (is_uuid(step.id)) return {step.id};
  const std::string name = step.id.empty() ? std::to_string(index + 1) : step.id;
  // What was played before the log went on under another name is known again.
  const std::string& first_origin = instance_.log().signing_keys().origin_at(Position{0});
  return {uuid_from_name(first_origin + '\n' + scenario_.file.filename().string() + '\n' + prefix_ +
                         '\n' + name)};
}

Command ScenarioPlayer::command_of(const Step& step, std::size_t index, const Actor& actor,
                                   const Action* action) const {
  Command command;
  command.id = command_id(step, index);
  command.case_id = case_named(step.case_id);
  command.action = {step.action};
  command.actor = actor;
  command.data = with_prefix(step.data, action, prefix_);
  command.motivation = step.motivation;
  command.procedure = scenario_.procedure;
  if (step.occurred_on) {
    const auto occurred = parse_occurrence(*step.occurred_on);
    command.occurred_on = occurred.has_value() ? *occurred : Occurrence{Date{}, *step.occurred_on};
  }
  return command;
}

Result<> ScenarioPlayer::pass_time(Timestamp at) {
  for (const CaseId& id : cases_) {
    auto noticed = instance_.processor().notice(id, at);
    if (noticed.has_error()) return noticed.error();
  }
  return {};
}

Result<> ScenarioPlayer::apply_settings(const CaseId& id, Timestamp at) {
  const auto loaded = instance_.processor().find(id);
  if (loaded.has_error())
    return loaded.error().code == Errc::not_found ? Result<>() : Result<>(loaded.error());
  const SettingChanges present = (*loaded)->state.settings;
  for (const auto& setting : scenario_.settings) {
    const auto is_changed = [&](const SettingChange& one) { return one.setting == setting.key(); };
    if (std::any_of(present.begin(), present.end(), is_changed)) continue;
    const auto& value = setting.value();
    const cel::Value changed =
        value.is_bool() ? cel::Value::of(value.get_bool())
                        : cel::Value::of(value.is_number() ? value.to_number<std::int64_t>() : 0);
    auto done = instance_.processor().change_setting(id, {setting.key(), changed, {}, {}},
                                                     engine_actor(), at);
    if (done.has_error()) return done.error();
  }
  return {};
}

Result<Played> ScenarioPlayer::play(std::size_t index) {
  const Step& step = scenario_.steps[index];
  if (step.kind == Step::Kind::act) {
    const CaseId id = case_named(step.case_id);
    if (std::find(cases_.begin(), cases_.end(), id) == cases_.end()) {
      const auto found = instance_.processor().find(id);
      if (found.has_value()) cases_.push_back(id);
    }
  }
  if (index < first_new_) {
    Played skipped;
    skipped.skipped = true;
    return skipped;
  }
  const Position before{instance_.log().tail().size};
  auto passed = pass_time(step.at);
  if (passed.has_error()) return passed.error();
  auto played = step.kind == Step::Kind::act   ? act(step, index)
                : step.kind == Step::Kind::see ? see(step)
                                               : wait(step);
  if (played.has_error()) return played.error();
  auto recorded = instance_.log().read(before, instance_.log().tail().size - before.value);
  if (recorded.has_error()) return recorded.error();
  if (!recorded->empty()) unclaimed_.clear();
  played->recorded = unclaimed_.empty() ? std::move(*recorded) : unclaimed_;
  if (step.expect) check_includes(*step.expect, played->recorded, played->failures);
  return played;
}

/// All that a command recorded, whoever may see it: `events` and `findings`.
Result<json::object> ScenarioPlayer::recorded_by(const Receipt& receipt) const {
  const auto page =
      instance_.log().read(receipt.first, receipt.position.value - receipt.first.value + 1);
  if (page.has_error()) return page.error();
  json::array events;
  json::array findings;
  for (const StoredRecord& stored : *page) {
    const std::string& type = stored.record.type.text;
    events.push_back(json::string(type.substr(0, type.find('@'))));
    for (const RuleId& rule : stored.record.findings) findings.push_back(json::string(rule.text));
  }
  return json::object{{"events", std::move(events)}, {"findings", std::move(findings)}};
}

Result<Played> ScenarioPlayer::act(const Step& step, std::size_t index) {
  Played played;
  const CaseId id = case_named(step.case_id);
  const Action* action = definition_->procedure.action(step.action);
  const std::optional<RoleId> role =
      step.role.empty() ? std::nullopt : std::optional<RoleId>(RoleId{step.role});
  const Rights rights = instance_.directory().at(step.at);
  const ActorId by = actor_named(step.by);
  auto acting = step.on_behalf_of.empty()
                    ? rights.acting(by, role, action)
                    : rights.acting_for(by, actor_named(step.on_behalf_of), role, action);
  Answer answer;
  if (auto* refusal = std::get_if<Refusal>(&acting)) {
    answer = std::move(*refusal);
  } else {
    auto submitted = instance_.processor().submit(
        command_of(step, index, std::get<Actor>(acting), action), step.at);
    if (submitted.has_error()) return submitted.error();
    answer = std::move(*submitted);
  }
  const Expectation none{step.place, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  const Expectation& expect = step.expect ? *step.expect : none;
  if (const auto* refusal = std::get_if<Refusal>(&answer)) {
    check_refusal(expect, refusal_name(*refusal), refusal->sentence.en, played.failures);
  } else {
    if (std::find(cases_.begin(), cases_.end(), id) == cases_.end()) cases_.push_back(id);
    const auto recorded = recorded_by(std::get<Receipt>(answer));
    if (recorded.has_error()) return recorded.error();
    check_answer(expect, *recorded, played.failures);
    auto applied = apply_settings(id, step.at);
    if (applied.has_error()) return applied.error();
  }
  if (!step.expect) return played;
  auto checked = check_case(expect, id, step.at, played.failures);
  if (checked.has_error()) return checked.error();
  checked = check_seen(expect, id, step, played.failures);
  if (checked.has_error()) return checked.error();
  return played;
}

Result<Played> ScenarioPlayer::see(const Step& step) {
  Played played;
  if (!step.expect) return played;
  auto checked = check_seen(*step.expect, case_named(step.case_id), step, played.failures);
  if (checked.has_error()) return checked.error();
  return played;
}

Result<Played> ScenarioPlayer::wait(const Step& step) {
  Played played;
  if (!step.expect || cases_.empty()) return played;
  const CaseId id = step.case_id.empty() ? cases_.front() : case_named(step.case_id);
  auto checked = check_case(*step.expect, id, step.at, played.failures);
  if (checked.has_error()) return checked.error();
  if (!step.by.empty()) checked = check_seen(*step.expect, id, step, played.failures);
  if (checked.has_error()) return checked.error();
  return played;
}

Result<> ScenarioPlayer::check_case(const Expectation& expect, const CaseId& id, Timestamp at,
                                    std::vector<Failure>& failures) {
  if (expect.rules.empty() && expect.due.empty()) return {};
  const auto loaded = instance_.processor().find(id);
  if (loaded.has_error()) return loaded.error();
  check_judgements(expect, judge((*loaded)->state, *definition_, day_in_amsterdam(at)), failures);
  return {};
}

Result<> ScenarioPlayer::check_seen(const Expectation& expect, const CaseId& id, const Step& step,
                                    std::vector<Failure>& failures) {
  const bool asked =
      expect.state || !expect.shows.empty() || !expect.hides.empty() || !expect.actions.empty();
  if (!asked && step.kind != Step::Kind::see) return {};
  const auto found = instance_.processor().find(id);
  if (found.has_error()) return found.error();
  const LoadedCase loaded = **found;
  const std::optional<RoleId> role =
      step.role.empty() ? std::nullopt : std::optional<RoleId>(RoleId{step.role});
  auto who = reader_of(actor_named(step.by), role, loaded, *definition_,
                       instance_.directory().at(step.at), Language::nl);
  if (who.has_error()) return who.error();
  if (const auto* refusal = std::get_if<Refusal>(&*who)) {
    if (step.kind == Step::Kind::see)
      check_refusal(expect, refusal_name(*refusal), refusal->sentence.en, failures);
    return {};
  }
  const Reader& reader = std::get<Reader>(*who);
  if (step.kind == Step::Kind::see && expect.refused)
    failures.push_back({expect.place, "refused: " + *expect.refused, "the case is shown"});
  const Sources sources = instance_.sources();
  auto answer = instance_.hand_out(
      case_answer(sources, reader, loaded.state, day_in_amsterdam(step.at)), "run");
  if (answer.has_error()) return answer.error();
  check_state(expect, *answer, step.kind == Step::Kind::see, failures);
  auto given =
      instance_.processor().circumstances(loaded, *definition_, reader.actor, nullptr, {}, step.at);
  if (given.has_error()) return given.error();
  check_actions(expect, actions_answer(reader, loaded, *given), failures);
  if (expect.shows.empty() && expect.hides.empty()) return {};
  const auto shown = all_that_is_shown(reader, loaded, *definition_, step.at);
  if (shown.has_error()) return shown.error();
  check_shown(expect, *shown, failures);
  return {};
}

Result<std::string> ScenarioPlayer::all_that_is_shown(const Reader& reader,
                                                      const LoadedCase& loaded,
                                                      const Definition& definition,
                                                      Timestamp at) const {
  const Sources sources = instance_.sources();
  std::string shown;
  for (const Language language : {Language::nl, Language::en}) {
    Reader in_language = reader;
    in_language.language = language;
    auto answer = instance_.hand_out(
        case_answer(sources, in_language, loaded.state, day_in_amsterdam(at)), "run");
    if (answer.has_error()) return answer.error();
    auto history = instance_.hand_out(
        history_answer(sources, in_language, loaded.state.id, {}, Detail::events_with_changes),
        "run");
    if (history.has_error()) return history.error();
    auto given =
        instance_.processor().circumstances(loaded, definition, reader.actor, nullptr, {}, at);
    if (given.has_error()) return given.error();
    shown += json::serialize(*answer) + '\n' + json::serialize(*history) + '\n';
    shown += json::serialize(
                 compliance_answer(in_language, loaded.state, definition, day_in_amsterdam(at))) +
             '\n';
    shown += json::serialize(actions_answer(in_language, loaded, *given)) + '\n';
  }
  const auto bundled = all_that_is_bundled(reader, loaded);
  if (bundled.has_error()) return bundled.error();
  return shown + *bundled;
}

Result<std::string> ScenarioPlayer::all_that_is_bundled(const Reader& reader,
                                                        const LoadedCase& loaded) const {
  const auto note = instance_.log().sign_checkpoint();
  if (note.has_error()) return note.error();
  const auto bundle =
      instance_.hand_out(make_bundle(instance_.sources(), reader, loaded.state), "run");
  if (bundle.has_error()) return bundle.error();
  std::string text;
  for (const BundledEvent& event : bundle->events) {
    text += event.record.bytes + '\n';
    for (const std::string& disclosure : event.disclosures) text += disclosure + '\n';
  }
  return text;
}

}  // namespace verloop
