// verloop retention: whose values are not to be kept any longer and why; with --run they are
// erased.
#include "engine/retention.hpp"

#include <algorithm>

#include "projections/sentences.hpp"
#include "tools/verloop/retention.hpp"
#include "tools/verloop/steward.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

const char* const asked = "retention";

struct Options {
  std::string as, on;
  std::int64_t backup_days = backup_days_max;
  bool run = false;
};

/// What is due by a day, and how many are kept on.
struct Due {
  std::vector<Kept> due;
  std::size_t kept = 0, held = 0;
};

Due due_by(std::vector<Kept> all, Date day) {
  Due result;
  for (Kept& kept : all) {
    if (!kept.due || *kept.due > day) {
      ++result.kept;
      continue;
    }
    if (kept.held) ++result.held;
    result.due.push_back(std::move(kept));
  }
  return result;
}

json::object row_of(const Kept& kept, bool erased) {
  json::array cases;
  for (const CaseId& id : kept.cases) cases.push_back(json::string(id.text));
  json::object row{{"subject", kept.subject.text},
                   {"due", format(*kept.due)},
                   {"cases", std::move(cases)},
                   {"erased", erased}};
  if (kept.held) row["heldAt"] = kept.held->value;
  return row;
}

std::string line_of(const Console& console, const Kept& kept, bool erased) {
  std::string cases;
  for (const CaseId& id : kept.cases) cases += (cases.empty() ? "" : ", ") + id.text;
  std::string state = console.choose("te wissen", "to be erased");
  if (erased) state = console.choose("gewist", "erased");
  if (kept.held) {
    state = console.choose("opgeschort sinds positie ", "on hold since position ") +
            std::to_string(kept.held->value);
  }
  return "  " + padded(kept.subject.text, 28) +
         padded(in_words(*kept.due, console.language()), 20) + padded(state, 34) +
         console.choose("gesloten: ", "closed: ") + cases;
}

void print(const Console& console, const Due& found, Date day, bool erased) {
  if (console.json) {
    json::array rows;
    for (const Kept& kept : found.due) rows.push_back(row_of(kept, erased && !kept.held));
    return console.print(json::value(
        json::object{{"on", format(day)}, {"due", std::move(rows)}, {"kept", found.kept}}));
  }
  const std::string date = in_words(day, console.language());
  console.print(std::to_string(found.due.size()) +
                console.choose(" betrokkenen waarvan de bewaartermijn op ",
                               " subjects whose retention period was over on ") +
                date + console.choose(" verstreken was; ", "; ") + std::to_string(found.kept) +
                console.choose(" blijven bewaard.", " are kept."));
  for (const Kept& kept : found.due) console.print(line_of(console, kept, erased && !kept.held));
  if (!erased && found.due.size() > found.held) {
    console.print(console.choose("Er is niets gewist; met --run gebeurt dat.",
                                 "Nothing was erased; --run does that."));
  }
}

/// False after a message: what came before is done.
bool erase_all(Console& console, Instance& instance, const Due& found, const Actor& by,
               const Options& options) {
  for (const Kept& kept : found.due) {
    if (kept.held) continue;
    const ErasureOrder order{kept.subject, ErasureGround::retention, by, options.backup_days};
    const auto outcome = erase_subject(instance.erasing(), order, system_now());
    if (outcome.has_error()) {
      console.fail(outcome.error());
      return false;
    }
    if (const auto* refusal = std::get_if<Refusal>(&*outcome)) {
      refuse_steward(console, instance, by, *refusal, asked);
      return false;
    }
    console.warn_if_failed(
        instance.access().erased(by, kept.subject, order.ground, Instance::local(asked)));
  }
  return true;
}

std::optional<Date> day_asked(Console& console, const Options& options) {
  const Date today = day_in_amsterdam(system_now());
  if (options.on.empty()) return today;
  const auto day = parse_date(options.on);
  if (day.has_error()) {
    console.fail(Exit::wrong_use, console.choose("--on: verwacht een dag (2029-03-10)",
                                                 "--on: expected a day (2029-03-10)"));
    return std::nullopt;
  }
  if (options.run && *day > today) {
    console.fail(Exit::wrong_use,
                 console.choose("--on ligt in de toekomst; zonder --run is te zien wat er dan "
                                "te wissen is",
                                "--on lies in the future; without --run it shows what is due "
                                "then"));
    return std::nullopt;
  }
  return *day;
}

void act(Console& console, const Options& options) {
  const auto day = day_asked(console, options);
  if (!day) return;
  auto instance = console.open(options.run ? Access::read_write : Access::answering);
  if (instance == nullptr) return;
  const auto by = steward(console, *instance, options.as, asked);
  if (!by) return;
  auto all = kept_subjects(instance->log(), instance->vault(), instance->processor(),
                           instance->definitions());
  if (all.has_error()) return console.fail(all.error());
  const Due found = due_by(std::move(*all), *day);
  if (!options.run) return print(console, found, *day, false);
  if (!erase_all(console, *instance, found, *by, options)) return;
  const auto finished = instance->finish();
  if (finished.has_error()) console.warn(finished.error().detail);
  print(console, found, *day, true);
}

}  // namespace

void add_retention(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "retention", "Whose retention period is over; erase them",
                     "verloop retention --data school --run");
  auto options = std::make_shared<Options>();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who asks (default: the administrator)");
  command->add_option("--on", options->on, "Due by this day (default: today)");
  command->add_flag("--run", options->run, "Erase them, for ever");
  command
      ->add_option("--backup-days", options->backup_days,
                   "How many days backups of the vault are kept: 0 to 30 (default: 30)")
      ->check(CLI::Range(std::int64_t{0}, backup_days_max));
  command->callback([&console, options] { act(console, *options); });
}

}  // namespace verloop
