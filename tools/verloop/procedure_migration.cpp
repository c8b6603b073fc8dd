// verloop procedure rehearse, migrate: what another version of a procedure would do to the running
// cases, and moving them to it.
#include "projections/cases.hpp"
#include "tools/verloop/definition_files.hpp"
#include "tools/verloop/procedure_versions.hpp"
#include "tools/verloop/steward.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;

struct Options {
  std::vector<std::string> to;     // Files, or one name.
  std::vector<std::string> cases;  // None: all.
  bool all = false;
  std::string as, reason;
};

/// Those that can be moved there, each rehearsed: open, of that procedure, under another version.
Result<std::vector<RehearsedCase>> rehearse_all(Instance& instance, const Definition& to,
                                                Timestamp now) {
  std::vector<RehearsedCase> all;
  for (std::string after;;) {
    const auto page = stored_cases(instance.views(), after, page_size);
    if (page.has_error()) return page.error();
    for (const CaseState& state : *page) {
      auto rehearsed = instance.processor().rehearse_migration(state.id, to, now);
      if (rehearsed.has_error()) return rehearsed.error();
      if (auto* one = std::get_if<RehearsedCase>(&*rehearsed)) all.push_back(std::move(*one));
    }
    if (page->size() < page_size) return all;
    after = page->back().id.text;
  }
}

/// A case that somebody named is refused with the reason. None after a message.
std::optional<std::vector<RehearsedCase>> rehearse_named(Console& console, Instance& instance,
                                                         const Definition& to,
                                                         const std::vector<std::string>& names) {
  std::vector<RehearsedCase> all;
  for (const std::string& name : names) {
    auto rehearsed = instance.processor().rehearse_migration({name}, to, system_now());
    if (rehearsed.has_error()) {
      console.fail(rehearsed.error());
      return std::nullopt;
    }
    if (const auto* refusal = std::get_if<Refusal>(&*rehearsed)) {
      console.refuse(*refusal);
      return std::nullopt;
    }
    all.push_back(std::get<RehearsedCase>(std::move(*rehearsed)));
  }
  return all;
}

void print_differences(const Console& console, const std::string& kind,
                       const std::vector<Difference>& all) {
  for (const Difference& one : all) {
    const std::string before = one.before.empty() ? "-" : one.before;
    const std::string after = one.after.empty() ? "-" : one.after;
    console.print("  " + padded(kind, 12) + " " + one.what + ": " + before + " > " + after);
  }
}

void print_rehearsed(const Console& console, const RehearsedCase& one) {
  console.print(one.id.text + (one.is_stuck ? console.choose(": kan niet verder", ": gets stuck")
                                            : std::string()));
  print_differences(console, console.choose("spoor", "track"), one.tracks);
  print_differences(console, console.choose("termijn", "due"), one.due);
  print_differences(console, console.choose("regel", "rule"), one.rules);
  print_differences(console, console.choose("handeling", "action"), one.actions);
  const std::string unknown = console.choose("onbekend", "unknown");
  for (const std::string& type : one.unknown_events)
    console.print("  " + padded(unknown, 12) + " " + type);
  for (const std::string& state : one.unknown_states)
    console.print("  " + padded(unknown, 12) + " " + state);
  const std::string wider = console.choose("ruimer", "wider");
  for (const std::string& type : one.widened_events)
    console.print("  " + padded(wider, 12) + " " + type);
}

struct Counts {
  std::size_t changed = 0, stuck = 0;
};

Counts counts_of(const std::vector<RehearsedCase>& all) {
  Counts counts;
  for (const RehearsedCase& one : all) {
    counts.changed += one.is_changed() ? 1 : 0;
    counts.stuck += one.is_stuck ? 1 : 0;
  }
  return counts;
}

void print(Console& console, const Definition& to, const std::vector<RehearsedCase>& all) {
  const Counts counts = counts_of(all);
  if (console.json) {
    json::array rows;
    for (const RehearsedCase& one : all) rows.push_back(to_json(one));
    return console.print(json::value(json::object{{"cases", std::move(rows)},
                                                  {"changed", counts.changed},
                                                  {"stuck", counts.stuck},
                                                  {"to", to.reference}}));
  }
  for (const RehearsedCase& one : all)
    if (one.is_changed()) print_rehearsed(console, one);
  console.print(std::to_string(all.size()) +
                console.choose(" lopende zaken onder een andere versie dan ",
                               " running cases under another version than ") +
                to.reference + ": " + std::to_string(counts.changed) +
                console.choose(" veranderen, ", " change, ") + std::to_string(counts.stuck) +
                console.choose(" kunnen niet verder", " get stuck"));
}

/// The administrator or the privacy officer. None after a message; what is only read can't be
/// entered as refused.
bool may_rehearse(Console& console, Instance& instance, const std::string& as) {
  const ActorId actor = instance.asker(as);
  if (!console.check_actor(instance, actor)) return false;
  if (instance.rights().acting_as(actor, {"administrator", "privacy-officer"})) return true;
  console.fail(Exit::answer_is_no,
               console.choose("dit is aan de beheerder of de privacyfunctionaris",
                              "this is for the administrator or the privacy officer"));
  return false;
}

void rehearse(Console& console, const Options& options) {
  auto instance = console.open(Access::read_only);
  if (instance == nullptr || !may_rehearse(console, *instance, options.as)) return;
  const auto to = find_definition(console, instance->definitions(), options.to);
  if (to == nullptr) return;
  const auto all = rehearse_all(*instance, *to, system_now());
  if (all.has_error()) return console.fail(all.error());
  print(console, *to, *all);
  if (counts_of(*all).stuck > 0) console.status = Exit::answer_is_no;
}

/// False after a message: what came before is done.
bool migrate_one(Console& console, Instance& instance, const RehearsedCase& rehearsed,
                 const Options& options, const Actor& by) {
  const Timestamp now = system_now();
  const auto refused = instance.processor().migrate(rehearsed, options.reason, by, now);
  if (refused.has_error()) {
    console.fail(refused.error());
    return false;
  }
  if (*refused) {
    console.fail(Exit::answer_is_no,
                 rehearsed.id.text + ": " + (*refused)->sentence.in(console.language()));
    return true;  // The others are not held back by it.
  }
  const auto noticed = instance.processor().notice(rehearsed.id, now);
  if (noticed.has_error()) console.fail(noticed.error());
  if (noticed.has_value() && !console.json) print_rehearsed(console, rehearsed);
  return noticed.has_value();
}

void migrate(Console& console, const Options& options) {
  if (options.all == !options.cases.empty())
    return console.fail(Exit::wrong_use,
                        console.choose("noem zaken, of --all", "name cases, or --all"));
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  const auto by = steward(console, *instance, options.as, "procedure migrate");
  if (!by) return;
  const Definition* to = find_deployed(instance->definitions(), options.to.front());
  if (to == nullptr)
    return console.refuse(instance->definitions().no_such_procedure(options.to.front()));
  std::optional<std::vector<RehearsedCase>> all;
  if (options.all) {
    auto found = rehearse_all(*instance, *to, system_now());
    if (found.has_error()) return console.fail(found.error());
    all = std::move(*found);
  } else {
    all = rehearse_named(console, *instance, *to, options.cases);
  }
  if (!all) return;
  const auto entered = instance->access().administered(*by, Instance::local("procedure migrate"));
  if (entered.has_error()) return console.fail(entered.error());
  for (const RehearsedCase& one : *all)
    if (!migrate_one(console, *instance, one, options, *by)) break;
  const auto finished = instance->finish();
  if (finished.has_error()) console.warn(finished.error().detail);
  if (console.json) return print(console, *to, *all);
  const std::size_t moved = all->size() - counts_of(*all).stuck;
  if (console.status == Exit::done || moved > 0) {
    console.print(console.choose("Overgezet naar ", "Moved to ") + to->reference + ": " +
                  std::to_string(moved));
  }
}

void add_folder(CLI::App* command, Console& console, const std::shared_ptr<Options>& options) {
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who asks (default: the administrator)");
}

}  // namespace

void add_procedure_migration(CLI::App& group, Console& console) {
  auto options = std::make_shared<Options>();
  CLI::App* trial = add_subcommand(group, console, "rehearse",
                                   "What a version would do to the running cases; changes nothing",
                                   "verloop procedure rehearse next.yaml --data school");
  trial->add_option("to", options->to, "Its files, or the name or name@version of a deployed one")
      ->required();
  add_folder(trial, console, options);
  trial->callback([&console, options] { rehearse(console, *options); });
  CLI::App* moving = add_subcommand(
      group, console, "migrate", "Move running cases to another version, as rehearsed",
      "verloop procedure migrate c1 c2 --to clusterarrangement-top@2 --data school");
  moving->add_option("cases", options->cases, "The cases");
  moving->add_flag("--all", options->all, "Every case that is not stuck there");
  moving->add_option("--to", options->to, "The name or name@version of a deployed procedure")
      ->required()
      ->expected(1);
  moving->add_option("--reason", options->reason, "Why; sealed under each case");
  add_folder(moving, console, options);
  moving->callback([&console, options] { migrate(console, *options); });
}

}  // namespace verloop
