#include "tools/verloop/asked.hpp"

#include <algorithm>
#include <charconv>

#include "projections/cases.hpp"

namespace verloop {

void say_no_such_case(Console& console, Instance& instance, const std::string& name,
                      const ActorId& actor) {
  std::vector<std::string> names;
  const auto cases = stored_cases(instance.views(), "", 1000);
  if (cases.has_value()) {
    for (const CaseState& state : *cases) {
      if (instance.processor().find_for(actor, state.id, instance.now()).has_value())
        names.push_back(state.id.text);
    }
  }
  const auto near = nearest(name, names);
  console.fail(
      Exit::answer_is_no,
      console.choose("er is geen zaak " + name + (near ? "; bedoelt u " + *near + "?" : ""),
                     "there is no case " + name + (near ? "; did you mean " + *near + "?" : "")));
}

namespace {

std::optional<Asked> ask_in_emergency(const Console& console, Instance& instance,
                                      const ActorId& actor, const CaseId& id) {
  const auto found = instance.processor().find(id);
  if (found.has_error()) return std::nullopt;
  const Definition* definition = instance.definitions().find((*found)->state.definition);
  auto reader =
      emergency_reader(actor, **found, *definition, instance.rights(), console.language());
  return reader ? std::optional(Asked{**found, definition, std::move(*reader)}) : std::nullopt;
}

}  // namespace

std::optional<Asked> ask(Console& console, Instance& instance, const std::string& case_name,
                         const std::string& as, const std::string& role, Looking looking) {
  const ActorId actor = instance.asker(as);
  if (!console.check_actor(instance, actor)) return std::nullopt;
  const auto found = instance.processor().find_for(actor, {case_name}, instance.now());
  if (found.has_error() && found.error().code == Errc::not_found) {
    auto asked = looking == Looking::also_in_emergency
                     ? ask_in_emergency(console, instance, actor, {case_name})
                     : std::nullopt;
    if (asked) return asked;
    say_no_such_case(console, instance, case_name, actor);
    return std::nullopt;
  }
  if (found.has_error()) {
    console.fail(found.error());
    return std::nullopt;
  }
  Asked asked{**found, instance.definitions().find((*found)->state.definition), {}};
  const std::optional<RoleId> in_role =
      role.empty() ? std::nullopt : std::optional<RoleId>(RoleId{role});
  auto reader = reader_of(actor, in_role, asked.loaded, *asked.definition, instance.rights(),
                          console.language());
  if (reader.has_error()) {
    console.fail(reader.error());
    return std::nullopt;
  }
  if (const auto* refusal = std::get_if<Refusal>(&*reader)) {
    console.refuse(*refusal);
    return std::nullopt;
  }
  asked.reader = std::get<Reader>(*reader);
  return asked;
}

std::optional<Until> read_until(Console& console, const std::string& text) {
  if (text.empty()) return Until{};
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    std::uint64_t position = 0;
    std::from_chars(text.data(), text.data() + text.size(), position);
    return Until{Position{position}, {}};
  }
  const auto day = parse_date(text);
  if (day.has_value()) {
    return Until{
        {},
        in_amsterdam(add_days(*day, 1), std::chrono::minutes(0)) - std::chrono::microseconds(1)};
  }
  const auto moment = parse_timestamp(text);
  if (moment.has_value()) return Until{{}, *moment};
  console.fail(
      Exit::wrong_use,
      console.choose(
          "verwacht: een positie, een dag (2026-03-10) of een moment (2026-03-10T12:00:00Z)",
          "expected a position, a day (2026-03-10) or a moment (2026-03-10T12:00:00Z)"));
  return std::nullopt;
}

}  // namespace verloop
