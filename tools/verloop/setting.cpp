// verloop setting list, set: the numbers and switches of a procedure that are changed without a new
// version of it, from a day on, for all its cases or for one.
#include <charconv>

#include "events/json/integers.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/steward.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string procedure, setting, value, from, reason, case_name, as;
};

/// A whole number, `true` or `false`. None after a message.
std::optional<cel::Value> value_asked(Console& console, const std::string& text) {
  if (text == "true" || text == "false") return cel::Value::of(text == "true");
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = failed == std::errc() && end == text.data() + text.size();
  if (is_whole && number >= -integer_max && number <= integer_max) return cel::Value::of(number);
  console.fail(Exit::wrong_use,
               console.choose("de waarde van een instelling is een geheel getal, true of false",
                              "the value of a setting is a whole number, true or false"));
  return std::nullopt;
}

/// False after a message: there is no such case of the procedure.
bool check_case(Console& console, Instance& instance, const Options& options) {
  const auto found = instance.processor().find({options.case_name});
  if (found.has_error()) {
    if (found.error().code == Errc::not_found)
      say_no_such_case(console, instance, options.case_name, instance.asker(options.as));
    else
      console.fail(found.error());
    return false;
  }
  const Definition* definition = instance.definitions().find((*found)->state.definition);
  const std::string& follows = definition->procedure.name;
  if (follows == options.procedure) return true;
  console.fail(Exit::answer_is_no, options.case_name +
                                       console.choose(": de zaak volgt een andere werkwijze, ",
                                                      ": the case follows another procedure, ") +
                                       follows);
  return false;
}

/// What is to be recorded, as far as it can be. None after a message.
std::optional<NewSetting> setting_asked(Console& console, Instance& instance,
                                        const Options& options, Timestamp now) {
  auto value = value_asked(console, options.value);
  if (!value) return std::nullopt;
  const auto from = options.from.empty() ? day_in_amsterdam(now) : parse_date(options.from).value();
  NewSetting setting{options.setting, std::move(*value), from, options.reason};
  if (const auto checked = instance.definitions().check(options.procedure, setting);
      checked.has_error()) {
    if (instance.definitions().newest(options.procedure) == nullptr)
      console.refuse(instance.definitions().no_such_procedure(options.procedure));
    else
      console.fail(Exit::answer_is_no, checked.error());
    return std::nullopt;
  }
  if (!options.case_name.empty() && !check_case(console, instance, options)) return std::nullopt;
  return setting;
}

Result<Position> record(Instance& instance, const Options& options, const NewSetting& setting,
                        const Actor& by, Timestamp now) {
  if (!options.case_name.empty())
    return instance.processor().change_setting({options.case_name}, setting, by, now);
  return instance.definitions().change_setting(options.procedure, setting, by, instance.log(),
                                               instance.seed(), now);
}

void print_done(Console& console, const Options& options, const NewSetting& setting,
                Position position, std::uint64_t findings) {
  if (console.json) {
    json::object row{{"procedure", options.procedure},
                     {"setting", setting.setting},
                     {"value", to_json(setting.value).value()},
                     {"from", format(*setting.from)},
                     {"position", position.value},
                     {"findings", findings}};
    if (!options.case_name.empty()) row["case"] = options.case_name;
    return console.print(json::value(std::move(row)));
  }
  console.print(console.choose("Vastgelegd op positie ", "Recorded at position ") +
                std::to_string(position.value) + ": " + setting.setting + " = " + options.value +
                console.choose(" vanaf ", " from ") + in_words(*setting.from, console.language()) +
                (options.case_name.empty()
                     ? std::string()
                     : console.choose(", voor zaak ", ", for case ") + options.case_name) +
                (findings == 0 ? std::string()
                               : console.choose("; bevindingen die daaruit volgen: ",
                                                "; findings that follow from it: ") +
                                     std::to_string(findings)));
}

void set(Console& console, const Options& options) {
  if (!console.check_day("--from", options.from)) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  const auto by = steward(console, *instance, options.as, "setting set");
  if (!by) return;
  const Timestamp now = system_now();
  const auto setting = setting_asked(console, *instance, options, now);
  if (!setting) return;
  const auto entered = instance->access().administered(*by, Instance::local("setting set"));
  if (entered.has_error()) return console.fail(entered.error());
  const auto position = record(*instance, options, *setting, *by, now);
  if (position.has_error()) return console.fail(position.error());
  const auto noticed = instance->notice_all(now);
  if (noticed.has_error()) console.warn(noticed.error().detail);
  const std::uint64_t findings = instance->log().tail().size - position->value - 1;
  const auto finished = instance->finish();
  if (finished.has_error()) console.warn(finished.error().detail);
  print_done(console, options, *setting, *position, findings);
}

json::object change_row(const SettingChange& change) {
  json::object row{
      {"setting", change.setting}, {"value", change.value}, {"position", change.position.value}};
  if (change.from) row["from"] = format(*change.from);
  return row;
}

/// A setting as the definition has it and as it is today.
json::object setting_row(const Setting& setting, const CaseState& state,
                         const Definition& definition, Language language) {
  const SettingInForce now =
      setting_in_force(setting, state, definition, {day_in_amsterdam(system_now()), std::nullopt});
  json::object row{{"setting", setting.name},
                   {"label", setting.label.in(language)},
                   {"defined", to_json(setting.value).value()},
                   {"value", to_json(now.value).value()}};
  if (now.position) row["position"] = now.position->value;
  if (now.from) row["from"] = format(*now.from);
  return row;
}

json::object list_answer(const CaseState& state, const Definition& definition, Language language) {
  json::array settings;
  for (const auto& [name, setting] : definition.procedure.settings)
    settings.push_back(setting_row(setting, state, definition, language));
  json::array changes;
  if (definition.changes != nullptr)
    for (const SettingChange& change : *definition.changes) changes.push_back(change_row(change));
  for (const SettingChange& change : state.settings) {
    json::object row = change_row(change);
    row["case"] = state.id.text;
    changes.push_back(std::move(row));
  }
  return {{"definition", definition.reference},
          {"settings", std::move(settings)},
          {"changes", std::move(changes)}};
}

std::string from_text(const Console& console, const json::object& row) {
  const json::value* from = row.if_contains("from");
  return from == nullptr ? console.choose("op alle dagen", "on all days")
                         : console.choose("vanaf ", "from ") +
                               in_words(parse_date(from->as_string()).value(), console.language());
}

void print_list(const Console& console, const json::object& answer) {
  for (const json::value& one : answer.at("settings").as_array()) {
    const json::object& row = one.as_object();
    console.print(padded(std::string(row.at("setting").as_string()), 26) +
                  padded(shown(row.at("value"), console.language()), 10) +
                  std::string(row.at("label").as_string()));
  }
  const json::array& changes = answer.at("changes").as_array();
  if (changes.empty()) return;
  console.print(console.choose("\nGewijzigd:", "\nChanged:"));
  for (const json::value& one : changes) {
    const json::object& row = one.as_object();
    const json::value* of_case = row.if_contains("case");
    console.print("  " + padded(std::string(row.at("setting").as_string()), 24) +
                  padded(shown(row.at("value"), console.language()), 10) +
                  padded(from_text(console, row), 28) + console.choose("positie ", "position ") +
                  std::to_string(row.at("position").to_number<std::uint64_t>()) +
                  (of_case == nullptr
                       ? std::string()
                       : console.choose(", zaak ", ", case ") + std::string(of_case->as_string())));
  }
}

void list(Console& console, const Options& options) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  const Definition* definition = instance->definitions().newest(options.procedure);
  if (definition == nullptr || options.procedure.empty())
    return console.refuse(instance->definitions().no_such_procedure(options.procedure));
  CaseState state;
  if (!options.case_name.empty()) {
    if (!check_case(console, *instance, options)) return;
    state = instance->processor().find({options.case_name}).value()->state;
    definition = instance->definitions().find(state.definition);
  }
  json::object answer = list_answer(state, *definition, console.language());
  if (console.json) return console.print(json::value(std::move(answer)));
  print_list(console, answer);
}

/// An option that a script gave as an empty variable is not one that was left out.
std::string not_empty(const std::string& text) {
  return text.empty() ? "must not be empty" : "";
}

void add_common(CLI::App* command, Console& console, const std::shared_ptr<Options>& options) {
  command->add_option("procedure", options->procedure, "The name of a deployed procedure")
      ->required();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
}

}  // namespace

void add_setting(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand("setting", "The settings of a procedure");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* all = add_subcommand(*group, console, "list", "The settings as they are today",
                                 "verloop setting list clusterarrangement-top --data school");
  add_common(all, console, options);
  all->add_option("--case", options->case_name, "As they are for this case");
  all->callback([&console, options] { list(console, *options); });
  CLI::App* one =
      add_subcommand(*group, console, "set", "Change one from a day on, for all cases or for one",
                     "verloop setting set clusterarrangement-top oppTermDays 56 --from 2026-09-01 "
                     "--reason \"decision of the board\" --data school");
  add_common(one, console, options);
  one->add_option("setting", options->setting, "Which")->required();
  one->add_option("value", options->value, "A whole number, true or false")->required();
  one->add_option("--from", options->from, "The first day on which it holds (default: today)");
  one->add_option("--reason", options->reason, "Why; sealed")->required()->check(not_empty);
  one->add_option("--case", options->case_name, "For this case alone")->check(not_empty);
  one->add_option("--as", options->as, "Who changes it (default: the administrator)");
  one->callback([&console, options] { set(console, *options); });
}

}  // namespace verloop
