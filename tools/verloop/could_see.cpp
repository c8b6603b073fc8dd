#include "tools/verloop/could_see.hpp"

#include <boost/json/serialize.hpp>

#include "events/json/text_in.hpp"
#include "projections/could_see.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/directory_commands.hpp"
#include "tools/verloop/steward.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

const char* const asked_as = "audit could-see";

/// None after a message.
std::optional<Actor> auditor(Console& console, Instance& instance, const std::string& as) {
  const ActorId actor = instance.asker(as);
  if (!console.check_actor(instance, actor)) return std::nullopt;
  auto by = instance.rights().acting_as(actor, {"auditor"});
  if (by) return by;
  Refusal refusal;
  refusal.kind = RefusalKind::unauthorised;
  refusal.sentence = {"Dit is aan de auditor; noem met --as wie dat is.",
                      "This is for the auditor; name with --as who that is."};
  refuse_steward(console, instance, {actor, {}, {}, {}}, refusal, asked_as);
  return std::nullopt;
}

void print_case(const Console& console, const json::object& row) {
  std::string line = text_in(row, "case") + ": " + text_in(row, "role") +
                     console.choose(" bij ", " at ") + text_in(row, "organisation");
  if (row.contains("emergency"))
    line += console.choose(", noodinzage met de blik ", ", emergency look with the view ") +
            text_in(row, "view");
  console.print(printable(line + ", " + text_in(row, "definition")));
  for (const json::value& one : row.at("events").as_array()) {
    const json::object& event = one.as_object();
    console.print(printable("  " + padded(json::serialize(event.at("count")), 5) + " " +
                            padded(text_in(event, "type"), 34) + " " +
                            shown(event.at("fields"), console.language())));
  }
}

void print_answer(const Console& console, const json::object& answer) {
  const json::array& roles = answer.at("roles").as_array();
  for (const json::value& role : roles)
    console.print(console.choose("Rol: ", "Role: ") + role_text(console, role.as_object()));
  if (roles.empty()) console.print(console.choose("Geen rol die dag.", "No role that day."));
  console.print(console.choose("Gekoppelde betrokkenen: ", "Linked subjects: ") +
                std::to_string(answer.at("links").as_array().size()));
  print_mandates(console, answer.at("mandates").as_array());
  const json::array& cases = answer.at("cases").as_array();
  for (const json::value& row : cases) print_case(console, row.as_object());
  if (cases.empty()) console.print(console.choose("Geen zaak.", "No case."));
}

}  // namespace

void could_see(Console& console, const CouldSeeOptions& options) {
  const auto day = parse_date(options.day);
  if (options.day.empty() || day.has_error() || *day > day_in_amsterdam(system_now())) {
    return console.fail(
        Exit::wrong_use,
        console.choose("--day: verwacht een dag die er geweest is, zoals 2026-03-10",
                       "--day: expected a day that has been, like 2026-03-10"));
  }
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  const auto by = auditor(console, *instance, options.as);
  if (!by || !console.check_actor(*instance, {options.actor})) return;
  CouldSee asked{{options.actor}, *day, std::nullopt};
  if (!options.case_name.empty()) asked.case_id = CaseId{options.case_name};
  const auto entered = instance->access().administered(*by, asked.actor, Instance::local(asked_as));
  if (entered.has_error()) return console.fail(entered.error());
  console.sign_access(*instance);
  const auto answer = could_see_answer(instance->sources(), asked);
  if (answer.has_error()) return console.fail(answer.error());
  if (console.json) return console.print(json::value(*answer));
  print_answer(console, *answer);
}

}  // namespace verloop
