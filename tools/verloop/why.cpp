// verloop why and diff: which event set something of a case, and two moments of a case compared.
#include "projections/diff_answer.hpp"
#include "projections/why_answer.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/subcommands.hpp"
#include "tools/verloop/why_text.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string case_name, as, role, what, until, on, from, to;
};

void add_options(CLI::App* command, Console& console, const std::shared_ptr<Options>& options) {
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who asks (default: the administrator)");
  command->add_option("--role", options->role, "In which role");
}

/// The day that a moment is judged as of: its own in Amsterdam; of a position, that on which the
/// last record of the case was recorded; of none, today.
Date day_of(const std::string& text, Instance& instance, const std::optional<CaseState>& state) {
  if (const auto day = parse_date(text); day.has_value()) return *day;
  if (const auto moment = parse_timestamp(text); moment.has_value())
    return day_in_amsterdam(*moment);
  if (!text.empty() && state) {
    const auto page = instance.log().read(state->position, 1);
    if (page.has_value() && !page->empty())
      return day_in_amsterdam(page->front().record.recorded_at);
  }
  return day_in_amsterdam(system_now());
}

/// None after a message.
std::optional<Moment> moment_at(Console& console, Instance& instance, const CaseId& id,
                                const std::string& text, const std::string& on = {}) {
  const auto until = read_until(console, text);
  if (!until) return std::nullopt;
  const auto day = parse_date(on);
  auto state = state_until(instance.sources(), id, *until,
                           day.has_value() ? std::optional(*day) : std::nullopt);
  if (state.has_error()) {
    console.fail(state.error());
    return std::nullopt;
  }
  const Date judged = day.has_value() ? *day : day_of(text, instance, *state);
  return Moment{std::move(*state), judged};
}

void say_not_yet(Console& console) {
  console.fail(Exit::answer_is_no,
               console.choose("de zaak bestond toen nog niet", "the case did not exist yet"));
}

void say_nothing_of_the_name(Console& console, const std::string& what,
                             const std::vector<std::string>& known) {
  const auto near = nearest(what, known);
  console.fail(
      Exit::answer_is_no,
      console.choose("er is hier niets dat " + what + " heet" +
                         (near ? "; bedoelt u " + *near + "?" : "") +
                         " (een gegeven, spoor, regel of termijn, zoals `show --json` ze noemt)",
                     "there is nothing here that is called " + what +
                         (near ? "; did you mean " + *near + "?" : "") +
                         " (a value, track, rule or deadline, as `show --json` names them)"));
}

void why(Console& console, const Options& options) {
  if (!console.check_day("--on", options.on)) return;
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  const auto asked = ask(console, *instance, options.case_name, options.as, options.role,
                         Looking::also_in_emergency);
  if (!asked) return;
  const auto until = read_until(console, options.until);
  if (!until) return;
  const auto moment =
      moment_at(console, *instance, asked->loaded.state.id, options.until, options.on);
  if (!moment) return;
  if (!moment->state) return say_not_yet(console);
  const Definition* definition = instance->definitions().find(moment->state->definition);
  auto answer = console.hand_out(*instance,
                                 why_answer(instance->sources(), asked->reader, *moment->state,
                                            {options.what, *until, moment->on}),
                                 "why");
  if (!answer) return;
  if (answer->at("values").as_array().empty())
    return say_nothing_of_the_name(console, options.what,
                                   askable(asked->reader, *moment->state, *definition));
  if (console.json) return console.print(json::value(std::move(*answer)));
  console.print(why_text(*answer, asked->reader, *definition));
}

void diff(Console& console, const Options& options) {
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  const auto asked = ask(console, *instance, options.case_name, options.as, options.role,
                         Looking::also_in_emergency);
  if (!asked) return;
  const CaseId& id = asked->loaded.state.id;
  auto from = moment_at(console, *instance, id, options.from);
  if (!from) return;
  auto to = moment_at(console, *instance, id, options.to);
  if (!to) return;
  if (!to->state) return say_not_yet(console);
  if (from->state && to->state->position < from->state->position) std::swap(*from, *to);
  auto answer = console.hand_out(
      *instance, diff_answer(instance->sources(), asked->reader, *from, *to), "diff");
  if (!answer) return;
  if (console.json) return console.print(json::value(std::move(*answer)));
  console.print(
      diff_text(*answer, asked->reader, *instance->definitions().find(to->state->definition)));
}

}  // namespace

void add_why(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "why", "Which event set something of a case",
                                     "verloop why c1 K-OP-01 --data school --as ib-1");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case")->required();
  command
      ->add_option("field", options->what,
                   "A value (executor.kind, members/2/oppOn), a track (tracks.decision), a rule or "
                   "a deadline")
      ->required();
  add_options(command, console, options);
  command->add_option("--until", options->until,
                      "As it was known at a position, a day or a moment");
  command->add_option("--on", options->on, "With what had occurred by this day, judged on it");
  command->callback([&console, options] { why(console, *options); });
}

void add_diff(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "diff", "Two moments of a case compared",
                                     "verloop diff c1 2026-03-01 2026-04-01 --data school");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case")->required();
  command->add_option("from", options->from, "A position, a day or a moment")->required();
  command->add_option("to", options->to, "A position, a day or a moment (default: now)");
  add_options(command, console, options);
  command->callback([&console, options] { diff(console, *options); });
}

}  // namespace verloop
