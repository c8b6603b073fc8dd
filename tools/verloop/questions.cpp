// verloop cases, show, actions, replay, compliance: the questions about cases. They write nothing
// but, before a sealed value is shown, who sees it.
#include <algorithm>

#include "projections/cases.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/case_text.hpp"
#include "tools/verloop/compliance_trial.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;

struct Options {
  std::string case_name, as, role, until, as_of, rules;
  bool diff = false;
  bool all = false;
  std::vector<std::string> at;  // `track=state`
  bool open = false;
  bool closed = false;
};

/// The day to judge on: the one that was asked for, else that of the moment, as it is in Amsterdam.
Date day_asked(const Options& options) {
  for (const std::string& text : {options.as_of, options.until}) {
    if (const auto day = parse_date(text); day.has_value()) return *day;
    if (const auto moment = parse_timestamp(text); moment.has_value())
      return day_in_amsterdam(*moment);
  }
  return day_in_amsterdam(system_now());
}

/// False after a message: the case was not there at the moment that was asked for.
bool check_existed(Console& console, const std::optional<CaseState>& state) {
  if (state || console.status != Exit::done) return state.has_value();
  console.fail(Exit::answer_is_no,
               console.choose("de zaak bestond toen nog niet", "the case did not exist yet"));
  return false;
}

/// The case as it is, or as it was at --until; on a day that was asked for, what had occurred by
/// then.
std::optional<CaseState> state_asked(Console& console, Instance& instance, const Asked& asked,
                                     const Options& options) {
  if (options.until.empty() && options.as_of.empty()) return asked.loaded.state;
  const auto until = read_until(console, options.until);
  if (!until) return std::nullopt;
  const auto day = parse_date(options.as_of);
  const auto state = state_until(instance.sources(), asked.loaded.state.id, *until,
                                 day.has_value() ? std::optional(*day) : std::nullopt);
  if (state.has_error()) {
    console.fail(state.error());
    return std::nullopt;
  }
  return *state;
}

void show(Console& console, const Options& options) {
  if (!console.check_day("--on", options.as_of)) return;
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  const auto asked = ask(console, *instance, options.case_name, options.as, options.role,
                         Looking::also_in_emergency);
  if (!asked) return;
  const auto state = state_asked(console, *instance, *asked, options);
  if (!check_existed(console, state)) return;
  auto answer = console.hand_out(
      *instance, case_answer(instance->sources(), asked->reader, *state, day_asked(options)),
      "show");
  if (!answer) return;
  if (console.json) return console.print(json::value(std::move(*answer)));
  console.print(case_text(*answer, asked->reader, *asked->definition));
}

void actions(Console& console, const Options& options) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  const auto asked = ask(console, *instance, options.case_name, options.as, options.role);
  if (!asked) return;
  const auto given = instance->processor().circumstances(
      asked->loaded, *asked->definition, asked->reader.actor, nullptr, {}, system_now());
  if (given.has_error()) return console.fail(given.error());
  json::array rows = actions_answer(asked->reader, asked->loaded, *given);
  if (console.json) return console.print(json::value(std::move(rows)));
  console.print(actions_text(rows, console.language()));
}

void replay(Console& console, const Options& options) {
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  const auto asked = ask(console, *instance, options.case_name, options.as, options.role,
                         Looking::also_in_emergency);
  if (!asked) return;
  const auto until = read_until(console, options.until);
  if (!until) return;
  if (!check_existed(console, state_asked(console, *instance, *asked, options))) return;
  const Detail detail = options.diff ? Detail::events_with_changes : Detail::events;
  auto history = console.hand_out(
      *instance,
      history_answer(instance->sources(), asked->reader, asked->loaded.state.id, *until, detail),
      "replay");
  if (!history) return;
  if (console.json) return console.print(json::value(std::move(*history)));
  console.print(history_text(*history, asked->reader, *asked->definition));
}

json::object case_row(const CaseState& state, const Definition& definition, const Reader& reader) {
  json::object labels;
  json::object seen = seen_tracks(reader, state);
  for (const Track& track : definition.procedure.tracks) {
    const json::value* at = seen.if_contains(track.name);
    if (at == nullptr) continue;
    for (const auto& [name, label] : track.states) {
      if (name == at->as_string()) labels[track.name] = label.in(reader.language);
    }
  }
  return {{"case", state.id.text},           {"procedure", definition.procedure.name},
          {"version", state.version->value}, {"cycle", state.cycle},
          {"closed", state.closed},          {"tracks", std::move(seen)},
          {"labels", std::move(labels)}};
}

/// Whether the case is one that --at, --open and --closed ask for. A state that the reader may not
/// see is none that can be asked for.
bool is_asked_for(const CaseState& state, const Reader& reader, const Options& options) {
  if ((options.open && state.closed) || (options.closed && !state.closed)) return false;
  const json::object seen = seen_tracks(reader, state);
  return std::all_of(options.at.begin(), options.at.end(), [&seen](const std::string& asked) {
    const std::size_t equals = asked.find('=');
    const json::value* at = seen.if_contains(asked.substr(0, equals));
    return at != nullptr && at->as_string() == asked.substr(equals + 1);
  });
}

/// Adds the cases of one page that the actor may see and asks for.
void add_rows(Instance& instance, const std::vector<CaseState>& cases, const Options& options,
              const ActorId& actor, Language language, json::array& rows) {
  for (const CaseState& state : cases) {
    const Definition* definition = instance.definitions().find(state.definition);
    const auto loaded = instance.processor().find(state.id);
    if (definition == nullptr || loaded.has_error()) continue;
    const auto reader =
        reader_of(actor, std::nullopt, **loaded, *definition, instance.rights(), language);
    const Reader* seeing = reader.has_value() ? std::get_if<Reader>(&*reader) : nullptr;
    if (seeing != nullptr && is_asked_for(state, *seeing, options))
      rows.push_back(case_row(state, *definition, *seeing));
  }
}

/// The list of cases is a projection, which may lag behind the log: then the answer says so.
void say_when_behind(Console& console, Instance& instance) {
  const auto applied = instance.views().applied(Cases().view());
  const std::uint64_t size = instance.log().tail().size;
  if (applied.has_value() && applied->value >= size) return;
  const std::string reached = std::to_string(applied.has_value() ? applied->value : 0);
  console.warn(console.choose(
      "deze lijst loopt achter: zij kent " + reached + " van de " + std::to_string(size) +
          " gebeurtenissen",
      "this list is behind: it knows " + reached + " of " + std::to_string(size) + " events"));
}

/// A row for each case that the actor may see. None after a message.
std::optional<json::array> rows_seen(Console& console, Instance& instance, const Options& options) {
  const ActorId actor = instance.asker(options.as);
  if (!console.check_actor(instance, actor)) return std::nullopt;
  say_when_behind(console, instance);
  json::array rows;
  for (std::string after;;) {
    const auto page = stored_cases(instance.views(), after, page_size);
    if (page.has_error()) {
      console.fail(page.error());
      return std::nullopt;
    }
    add_rows(instance, *page, options, actor, console.language(), rows);
    if (page->size() < page_size) return rows;
    after = page->back().id.text;
  }
}

/// Whether each --at names a state of a procedure. False after a message.
bool check_states(Console& console, Instance& instance, const Options& options) {
  std::vector<std::string> known;
  for (const auto& definition : instance.definitions().all())
    for (const Track& track : definition->procedure.tracks)
      for (const auto& [state, label] : track.states) known.push_back(track.name + "=" + state);
  for (const std::string& asked : options.at) {
    if (std::find(known.begin(), known.end(), asked) != known.end()) continue;
    const auto near = nearest(asked, known);
    const std::string shown = "--at " + asked;
    console.fail(Exit::wrong_use,
                 console.choose(shown + ": geen stand van een spoor; verwacht SPOOR=STAND" +
                                    (near ? ", zoals " + *near : ""),
                                shown + ": no state of a track; expected TRACK=STATE" +
                                    (near ? ", like " + *near : "")));
    return false;
  }
  return true;
}

void say_none(const Console& console, const Instance& instance, const Options& options) {
  if (!options.at.empty() || options.open || options.closed)
    return console.print(console.choose("Geen zaak voldoet.", "No case matches."));
  const std::string actor = instance.asker(options.as).text;
  console.print(console.choose(
      "Er zijn geen zaken die " + actor + " mag zien; noem iemand anders met --as.",
      "There are no cases that " + actor + " may see; name somebody else with --as."));
}

/// One case's compliance, added to `rows` (JSON) or printed. False after a message.
bool comply(Console& console, Instance& instance, const std::string& name, const Options& options,
            json::object& rows) {
  const auto asked = ask(console, instance, name, options.as, options.role);
  if (!asked) return false;
  const auto state = state_asked(console, instance, *asked, options);
  // Among all cases one that came later is no fault.
  if (!state && options.case_name.empty() && console.status == Exit::done) return true;
  if (!check_existed(console, state)) return false;
  json::array rules =
      compliance_answer(asked->reader, *state, *asked->definition, day_asked(options));
  if (!console.json) {
    console.print(name + ":\n" + compliance_text(rules, console.language()));
  }
  rows[name] = std::move(rules);
  return true;
}

/// The names of all cases that the actor may see. None after a message.
std::optional<std::vector<std::string>> seen_cases(Console& console, Instance& instance,
                                                   const Options& options) {
  const auto rows = rows_seen(console, instance, options);
  if (!rows) return std::nullopt;
  std::vector<std::string> names;
  for (const json::value& row : *rows) names.emplace_back(row.at("case").as_string());
  return names;
}

void try_on_past(Console& console, const Options& options) {
  const auto until = read_until(console, options.until);
  if (!until) return;
  Trial trial{options.rules, options.as, std::nullopt, *until, std::nullopt, day_asked(options)};
  if (!options.all) trial.only = CaseId{options.case_name};
  if (const auto day = parse_date(options.as_of); day.has_value()) trial.on = *day;
  try_rules(console, trial);
}

void compliance(Console& console, const Options& options) {
  if (!console.check_day("--as-of", options.as_of)) return;
  if (options.case_name.empty() && !options.all)
    return console.fail(Exit::wrong_use,
                        console.choose("noem een zaak, of --all", "name a case, or --all"));
  if (!options.rules.empty()) return try_on_past(console, options);
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  std::vector<std::string> names;
  if (!options.case_name.empty()) names.push_back(options.case_name);
  if (options.all) {
    auto seen = seen_cases(console, *instance, options);
    if (!seen) return;
    names = std::move(*seen);
    if (names.empty() && !console.json) say_none(console, *instance, options);
  }
  json::object rows;
  for (const std::string& name : names) {
    if (!comply(console, *instance, name, options, rows)) return;
  }
  if (console.json) console.print(json::value(std::move(rows)));
}

void cases(Console& console, const Options& options) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr || !check_states(console, *instance, options)) return;
  auto rows = rows_seen(console, *instance, options);
  if (!rows) return;
  if (console.json) return console.print(json::value(std::move(*rows)));
  if (rows->empty()) return say_none(console, *instance, options);
  for (const json::value& row : *rows) {
    std::string line;
    for (const auto& track : row.at("labels").as_object())
      line += (line.empty() ? "" : "; ") + std::string(track.value().as_string());
    console.print(padded(std::string(row.at("case").as_string()), 32) + " " + line);
  }
}

/// The options that all questions about one case have.
void add_question_options(CLI::App* command, Console& console,
                          const std::shared_ptr<Options>& options) {
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who asks (default: the administrator)");
  command->add_option("--role", options->role, "In which role");
}

}  // namespace

void add_show(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "show", "The state of a case, as a role may see it",
                     "verloop show c1 --data school --as con-1");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case")->required();
  add_question_options(command, console, options);
  command->add_option("--until", options->until, "As it was: a position, a day or a moment");
  command->add_option("--on", options->as_of,
                      "With what had occurred by this day, judged on it (default: today)");
  command->callback([&console, options] { show(console, *options); });
}

void add_actions(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "actions",
                                     "What can be done now, by whom, and why the rest can't",
                                     "verloop actions c1 --data school --as ib-1");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case")->required();
  add_question_options(command, console, options);
  command->callback([&console, options] { actions(console, *options); });
}

void add_replay(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "replay", "The history of a case in sentences",
                                     "verloop replay c1 --data school --as con-1 --diff");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case")->required();
  add_question_options(command, console, options);
  command->add_option("--until", options->until, "Up to a position, a day or a moment");
  command->add_flag("--diff", options->diff, "With what each event changed");
  command->callback([&console, options] { replay(console, *options); });
}

void add_compliance(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "compliance", "Rule by rule, with source and evidence",
                     "verloop compliance c1 --data school --as-of 2026-03-10");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case");
  add_question_options(command, console, options);
  command->add_flag("--all", options->all, "Every case");
  command->add_option("--as-of", options->as_of,
                      "With what had occurred by this day, judged on it (default: today)");
  command->add_option("--until", options->until,
                      "With what was recorded up to a position, a day or a moment");
  command
      ->add_option("--try", options->rules,
                   "Judge by the rules in this file, which are deployed nowhere")
      ->check(CLI::ExistingFile);
  command->callback([&console, options] { compliance(console, *options); });
}

void add_cases(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "cases", "The cases that an actor may see",
                     "verloop cases --data school --as ib-1 --at execution=running");
  auto options = std::make_shared<Options>();
  add_question_options(command, console, options);
  command->add_option("--at", options->at,
                      "Only those at this TRACK=STATE; more than once: at all");
  auto* open = command->add_flag("--open", options->open, "Only those that are not closed");
  command->add_flag("--closed", options->closed, "Only those that are closed")->excludes(open);
  command->callback([&console, options] { cases(console, *options); });
}

}  // namespace verloop
