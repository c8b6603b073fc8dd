// verloop worklist: what an actor has to do, in all cases that it reaches.
#include "projections/worklist.hpp"

#include "events/json/text_in.hpp"
#include "projections/cases.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/case_text.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string as, role, until;
};

/// Adds what the case asks of the actor, in each of its roles that reaches the case, or in the one
/// that was named. False after a message.
bool add_case(Console& console, Instance& instance, const CaseId& id, const Options& options,
              json::array& rows) {
  const ActorId actor = instance.asker(options.as);
  const auto found = instance.processor().find(id);
  if (found.has_error()) {
    console.fail(found.error());
    return false;
  }
  const LoadedCase loaded = **found;
  const Definition* definition = instance.definitions().find(loaded.state.definition);
  if (loaded.state.closed || definition == nullptr) return true;
  const Rights rights = instance.rights();
  for (const RoleAt& role : rights.roles_of(actor)) {
    if (!options.role.empty() && role.role.text != options.role) continue;
    const auto reader = reader_at(actor, role, loaded, *definition, rights, console.language());
    if (!reader) continue;
    const auto given = instance.processor().circumstances(loaded, *definition, reader->actor,
                                                          nullptr, {}, system_now());
    if (given.has_error()) {
      console.fail(given.error());
      return false;
    }
    for (json::value& row : worklist_of(*reader, loaded, *given)) {
      if (!options.until.empty() && text_in(row.as_object(), "due") > options.until) continue;
      row.as_object()["role"] = role.role.text;
      rows.push_back(std::move(row));
    }
  }
  return true;
}

std::string day_words(const json::object& row, Language language) {
  const auto day = parse_date(text_in(row, "due"));
  return day.has_value() ? in_words(*day, language) : std::string("-");
}

std::string actions_words(const json::object& row, const Console& console) {
  std::string out;
  for (const json::value& one : row.at("actions").as_array()) {
    const json::object& action = one.as_object();
    std::string line = text_in(action, "action") + " (" + text_in(action, "label") + ")";
    if (!action.at("possible").as_bool())
      line += console.choose(": kan nog niet: ", ": not yet possible: ") + text_in(action, "why");
    out += "    " + line + "\n";
  }
  if (row.contains("motivate"))
    out += console.choose("    of motiveer waarom wordt afgeweken\n",
                          "    or say why it is deviated from\n");
  return out;
}

std::string worklist_text(const json::array& rows, const Console& console) {
  std::string out;
  for (const json::value& one : rows) {
    const json::object& row = one.as_object();
    out += padded(day_words(row, console.language()), 19) + padded(text_in(row, "case"), 25) + " " +
           padded(text_in(row, "id"), 8) + " " + text_in(row, "label") + " [" +
           status_text(text_in(row, "status"), console.language()) + "]\n" +
           actions_words(row, console);
  }
  return out;
}

void worklist(Console& console, const Options& options) {
  constexpr std::size_t page_size = 256;
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  if (!console.check_actor(*instance, instance->asker(options.as))) return;
  if (!options.until.empty() && !console.check_day("--until", options.until)) return;
  json::array rows;
  for (std::string after;;) {
    const auto page = stored_cases(instance->views(), after, page_size);
    if (page.has_error()) return console.fail(page.error());
    for (const CaseState& state : *page)
      if (!add_case(console, *instance, state.id, options, rows)) return;
    if (page->size() < page_size) break;
    after = page->back().id.text;
  }
  sort_worklist(rows);
  if (console.json) return console.print(json::value(std::move(rows)));
  if (rows.empty()) return console.print(console.choose("Er is niets te doen.", "Nothing to do."));
  console.print(worklist_text(rows, console));
}

}  // namespace

void add_worklist(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "worklist",
                                     "What an actor has to do in all its cases, by when and why",
                                     "verloop worklist --data school --as ib-1");
  auto options = std::make_shared<Options>();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Whose list (default: the administrator's)");
  command->add_option("--role", options->role, "In this role only");
  command->add_option("--until", options->until, "Only what is due by this day, or has no day");
  command->callback([&console, options] { worklist(console, *options); });
}

}  // namespace verloop
