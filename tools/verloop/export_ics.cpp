#include "tools/verloop/export_ics.hpp"

#include <cstdio>

#include "adapters/export/ical.hpp"
#include "events/size_anchor.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/output_check.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string case_name, output, as, role, on;
  bool reminders = false;
};

/// One export under construction.
struct Collected {
  std::vector<CalendarItem> items;
  std::vector<Sight> sights;  // Each case of which something is there.
};

Result<> add_case(Instance& instance, Calendars& calendars, const Reader& reader, const CaseId& id,
                  const Options& options, Collected& out) {
  std::optional<Date> on;
  if (!options.on.empty()) on = *parse_date(options.on);
  auto items = calendars.of(reader, id, on);
  if (items.has_error()) return items.error();
  if (items->empty()) return {};
  std::move(items->begin(), items->end(), std::back_inserter(out.items));
  Looks looks;
  looks[id];
  add_sight(out.sights, reader.actor, std::move(looks), {instance.log().tail().size});
  return {};
}

/// The cases by name, those left out that the actor may not know of.
Result<> add_cases_seen(const Console& console, Instance& instance, const Options& options,
                        Collected& out) {
  const std::optional<RoleId> role =
      options.role.empty() ? std::nullopt : std::optional<RoleId>(RoleId{options.role});
  Calendars calendars(instance.sources());
  const auto streams = instance.log().streams();
  if (streams.has_error()) return streams.error();
  for (const CaseId& id : *streams) {
    if (is_system_stream(id.text)) continue;
    const auto found = instance.processor().find(id);
    if (found.has_error()) return found.error();
    const Definition* definition = instance.definitions().find((*found)->state.definition);
    ensure(definition != nullptr, "a loaded case has its definition");
    const auto reader = reader_of(instance.asker(options.as), role, **found, *definition,
                                  instance.rights(), console.language());
    if (reader.has_error()) return reader.error();
    const auto* who = std::get_if<Reader>(&*reader);
    if (who == nullptr) continue;
    auto added = add_case(instance, calendars, *who, id, options, out);
    if (added.has_error()) return added;
  }
  return {};
}

/// None after a message.
std::optional<Collected> collect(Console& console, Instance& instance, const Options& options) {
  Collected out;
  Result<> added;
  if (options.case_name.empty()) {
    if (!console.check_actor(instance, instance.asker(options.as))) return std::nullopt;
    added = add_cases_seen(console, instance, options, out);
  } else {
    const auto asked = ask(console, instance, options.case_name, options.as, options.role);
    if (!asked) return std::nullopt;
    Calendars calendars(instance.sources());
    added = add_case(instance, calendars, asked->reader, asked->loaded.state.id, options, out);
  }
  if (added.has_value()) return out;
  console.fail(added.error());
  return std::nullopt;
}

void print_written(const Console& console, const Options& options, std::size_t planned,
                   std::size_t due) {
  if (console.json)
    return console.print(
        json::value(json::object{{"file", options.output}, {"planned", planned}, {"due", due}}));
  const std::string days = std::to_string(planned);
  const std::string terms = std::to_string(due);
  console.print(console.choose(
      "Geschreven naar " + options.output + ": " + days + " afspraken, " + terms + " termijnen",
      "Written to " + options.output + ": " + days + " appointments, " + terms + " deadlines"));
}

void export_ics(Console& console, const Options& options) {
  if (!console.check_day("--on", options.on)) return;
  if (!check_output(console, "-o", options.output)) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  auto collected = collect(console, *instance, options);
  if (!collected) return;
  std::string text =
      ical_of(collected->items, {instance->log().origin(), console.language(), options.reminders});
  auto handed = console.hand_out(
      *instance,
      Result<Guarded<std::string>>(Guarded(std::move(text), std::move(collected->sights))),
      "export ics", AccessLog::Handing::exported);
  if (!handed) return;
  if (options.output.empty()) {
    std::fwrite(handed->data(), 1, handed->size(), stdout);
    return;
  }
  const auto written = replace_file(options.output, *handed);
  if (written.has_error()) return console.fail(written.error());
  std::size_t due = 0;
  for (const CalendarItem& item : collected->items)
    if (item.kind == CalendarItem::Kind::due) ++due;
  print_written(console, options, collected->items.size() - due, due);
}

}  // namespace

void add_export_ics(CLI::App& group, Console& console) {
  CLI::App* command =
      add_subcommand(group, console, "ics",
                     "What is planned and due, for a calendar (iCalendar, RFC 5545): nobody's name",
                     "verloop export ics --data school --as ib-1 -o arrangements.ics");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case (default: all that the actor may see)");
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("-o,--output", options->output,
                      "Write to this file (default: standard output)");
  command->add_option("--as", options->as, "Whose calendar (default: the administrator)");
  command->add_option("--role", options->role, "In which role");
  command->add_option("--on", options->on, "With what had occurred by this day (default: all)");
  command->add_flag("--reminders", options->reminders, "With a reminder a week before");
  command->callback([&console, options] { export_ics(console, *options); });
}

}  // namespace verloop
