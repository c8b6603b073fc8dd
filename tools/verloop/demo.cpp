// verloop demo: the course of one case in a fresh temporary folder, from its first request to the
// archive: its history, its compliance, what four roles see of it, and the log verified, before and
// after one of its pupils is erased. The clock
// is the scenario's, so that the output is the same every time but for ids, roots and keys, which
// come last.
#include <algorithm>
#include <set>

#include "events/random.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "events/shipped.hpp"
#include "projections/erased_value.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/case_text.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/scenario_player.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

constexpr std::size_t roles_shown = 4;

/// A folder that is gone when the demonstration is over.
class TemporaryFolder {
 public:
  TemporaryFolder() = default;
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code
        ignored;  // What can't be removed stays behind in the system's temporary folder.
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  Result<> make() {
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::path parent = fs::temp_directory_path(failed);
    const fs::path fresh = parent / ("verloop-demo-" + to_hex(random_bytes(8)));
    if (!failed && fs::create_directory(fresh, failed)) path_ = fresh;
    if (!failed) fs::permissions(path_, fs::perms::owner_all, failed);
    if (!failed) return {};
    return Error{Errc::storage_failed, "making a temporary folder failed: " + failed.message() +
                                           "; name a place for it with TMPDIR"};
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::optional<Scenario> shipped_scenario(Console& console) {
  for (const ShippedFile& file : shipped_files()) {
    if (!file.path.starts_with("tests/scenarios/demo/")) continue;
    auto scenario = parse_scenario(file.text);
    if (scenario.has_error()) {
      console.fail(Exit::storage_failure, format(scenario.error(), file.path));
      return std::nullopt;
    }
    scenario->file = file.path;
    return std::move(*scenario);
  }
  console.fail(Exit::storage_failure, "no demonstration is shipped");
  return std::nullopt;
}

/// Plays all steps. False after a message.
bool play(Console& console, ScenarioPlayer& player, const Scenario& scenario) {
  auto begun = player.begin();
  if (begun.has_error()) {
    console.fail(begun.error());
    return false;
  }
  for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
    const auto played = player.play(i);
    if (played.has_error()) {
      console.fail(played.error());
      return false;
    }
    for (const Failure& failure : played->failures) {
      console.fail(Exit::answer_is_no, "step " + std::to_string(i + 1) + ": expected " +
                                           failure.expected + ", came " + failure.came);
    }
    if (!played->failures.empty()) return false;
  }
  return true;
}

void title(const Console& console, const std::string& nl, const std::string& en) {
  const std::string& text = console.choose(nl, en);
  console.print("\n== " + text + " ==");
}

/// The first actor of each of the first roles of the scenario.
std::vector<ScenarioActor> readers(const Scenario& scenario) {
  std::vector<ScenarioActor> chosen;
  std::set<std::string> roles;
  for (const ScenarioActor& actor : scenario.actors) {
    if (chosen.size() < roles_shown && roles.insert(actor.role.text).second)
      chosen.push_back(actor);
  }
  return chosen;
}

std::string first_case(const Scenario& scenario) {
  for (const Step& step : scenario.steps) {
    if (step.kind == Step::Kind::act) return step.case_id;
  }
  return {};
}

/// What one reader gets of the case, as text; empty after a message.
struct Shown {
  Console& console;
  Instance& instance;
  const LoadedCase& loaded;
  const Definition& definition;
  Date on;
};

std::optional<Reader> reader_for(const Shown& shown, const ActorId& actor) {
  auto reader = reader_of(actor, std::nullopt, shown.loaded, shown.definition,
                          shown.instance.rights(), shown.console.language());
  if (reader.has_value() && std::holds_alternative<Reader>(*reader))
    return std::get<Reader>(*reader);
  shown.console.fail(Exit::storage_failure, "no view for " + actor.text);
  return std::nullopt;
}

bool show_history(const Shown& shown, const Reader& reader) {
  const auto history = shown.instance.hand_out(
      history_answer(shown.instance.sources(), reader, shown.loaded.state.id, {}, Detail::events),
      "demo");
  if (history.has_error()) {
    shown.console.fail(history.error());
    return false;
  }
  shown.console.print(history_text(*history, reader, shown.definition));
  return true;
}

bool show_view(const Shown& shown, const Reader& reader) {
  const Sources sources = shown.instance.sources();
  const auto answer =
      shown.instance.hand_out(case_answer(sources, reader, shown.loaded.state, shown.on), "demo");
  const auto history = shown.instance.hand_out(
      history_answer(sources, reader, shown.loaded.state.id, {}, Detail::events), "demo");
  if (answer.has_error() || history.has_error()) {
    shown.console.fail(answer.has_error() ? answer.error() : history.error());
    return false;
  }
  const Console& console = shown.console;
  const std::size_t seen = history->at("events").as_array().size();
  const std::uint64_t all = shown.loaded.state.version->value + 1;
  const std::string people = people_text(*answer, shown.definition, reader.language);
  console.print("\n" + summary_text(*answer, reader, shown.definition) +
                judgement_text(*answer, shown.definition, console.language()));
  console.print(
      console.choose("Ziet ", "Sees ") + std::to_string(seen) + console.choose(" van de ", " of ") +
      std::to_string(all) +
      console.choose(" gebeurtenissen. Ziet van de leerlingen: ", " events. Sees of the pupils: ") +
      (people.empty() ? console.choose("niets", "nothing") : people) + ".");
  return true;
}

void show_compliance(const Shown& shown, const Reader& reader) {
  boost::json::array rows;
  for (auto& row : compliance_answer(reader, shown.loaded.state, shown.definition, shown.on)) {
    const auto& status = row.at("status").as_string();
    if (status != "notApplicable" && status != "pending") rows.push_back(row);
  }
  shown.console.print(compliance_text(rows, shown.console.language()));
}

/// Signs, checks everything, and says so. False when something is wrong.
bool verify(Console& console, Instance& instance) {
  auto finished = instance.finish();
  if (finished.has_error()) {
    console.fail(finished.error());
    return false;
  }
  const VerifyReport report = verify_log(instance.contents(), instance.vault());
  const auto differences = compare_with_rebuild(instance.log(), instance.definitions(),
                                                instance.views(), instance.projections());
  const bool good = report.faults.empty() && differences.has_value() && differences->empty();
  for (const Fault& fault : report.faults) console.print(said(fault.text, console.language()));
  console.print(
      console.choose(good ? "Goed: " : "NIET GOED: ", good ? "Verified: " : "NOT VERIFIED: ") +
      std::to_string(report.size) + console.choose(" gebeurtenissen, ", " events, ") +
      std::to_string(report.sealed_count) +
      console.choose(" verzegelde waarden (", " sealed values (") +
      std::to_string(report.erased_count) +
      console.choose(" gewist); de projecties zijn gelijk aan een herbouw.",
                     " erased); the projections equal a rebuild."));
  if (!good) console.status = Exit::answer_is_no;
  return good;
}

/// Who is erased: the first who came into the case.
SubjectId first_member(const LoadedCase& loaded) {
  const auto at = std::find_if(loaded.members.begin(), loaded.members.end(),
                               [](const auto& member) { return member.second == 1; });
  ensure(at != loaded.members.end(), "the demonstration's case has a first pupil");
  return at->first;
}

/// None after a message.
std::optional<Erased> erase_first(const Shown& shown, Timestamp at) {
  const NewActor by = administrator();
  const ErasureOrder order{
      first_member(shown.loaded), ErasureGround::request, {by.id, by.role.role, by.role.org, {}}};
  const auto outcome = erase_subject(shown.instance.erasing(), order, at);
  if (outcome.has_value() && std::holds_alternative<Erased>(*outcome))
    return std::get<Erased>(*outcome);
  if (outcome.has_error()) shown.console.fail(outcome.error());
  if (outcome.has_value()) shown.console.refuse(std::get<Refusal>(*outcome));
  return std::nullopt;
}

/// The same reader, before and after. False after a message.
bool show_people(const Shown& shown, const Reader& reader) {
  const auto answer = shown.instance.hand_out(
      case_answer(shown.instance.sources(), reader, shown.loaded.state, shown.on), "demo");
  if (answer.has_error()) {
    shown.console.fail(answer.error());
    return false;
  }
  shown.console.print(reader.actor.id.text + shown.console.choose(" ziet nu: ", " now sees: ") +
                      people_text(*answer, shown.definition, reader.language) + ".");
  return true;
}

bool show_erasure(const Shown& shown, const Reader& reader, Timestamp at) {
  const auto erased = erase_first(shown, at);
  if (!erased) return false;
  shown.console.print(shown.console.choose(
      "De ouders van leerling 1 vragen om vergeten te worden: de sleutel van hun kind wordt "
      "vernietigd, zijn waarden worden verwijderd.",
      "The parents of pupil 1 ask to be forgotten: their child's key is destroyed, its values are "
      "removed."));
  return show_people(shown, reader);
}

void print_marks(const Console& console, Instance& instance) {
  title(console, "Kenmerken van dit logboek (elke keer anders)",
        "Marks of this log (different every time)");
  console.print(console.choose("Controlesleutel: ", "Verifier key: ") +
                format(instance.log().verifier_key()));
  const auto note = instance.log().newest_checkpoint();
  if (note.has_value() && *note) console.print(**note);
}

/// The same as one JSON object: history, compliance, views by role, the check of the log, and that
/// after the erasure.
void print_json(const Shown& shown, const std::vector<Reader>& chosen, Timestamp at) {
  namespace json = boost::json;
  const Sources sources = shown.instance.sources();
  json::object views;
  for (const Reader& reader : chosen) {
    auto answer =
        shown.instance.hand_out(case_answer(sources, reader, shown.loaded.state, shown.on), "demo");
    auto history = shown.instance.hand_out(
        history_answer(sources, reader, shown.loaded.state.id, {}, Detail::events), "demo");
    if (answer.has_error()) return shown.console.fail(answer.error());
    if (history.has_error()) return shown.console.fail(history.error());
    views[reader.actor.role.text] =
        json::object{{"case", std::move(*answer)}, {"history", std::move(*history)}};
  }
  auto finished = shown.instance.finish();
  if (finished.has_error()) return shown.console.fail(finished.error());
  const VerifyReport report = verify_log(shown.instance.contents(), shown.instance.vault());
  const auto erased = erase_first(shown, at);
  if (!erased) return;
  finished = shown.instance.finish();
  if (finished.has_error()) return shown.console.fail(finished.error());
  const VerifyReport after = verify_log(shown.instance.contents(), shown.instance.vault());
  if (!report.faults.empty() || !after.faults.empty()) shown.console.status = Exit::answer_is_no;
  shown.console.print(
      json::value(json::object{{"views", std::move(views)},
                               {"compliance", compliance_answer(chosen.front(), shown.loaded.state,
                                                                shown.definition, shown.on)},
                               {"verified", report.faults.empty()},
                               {"erased", erased_json(*erased)},
                               {"verifiedAfterErasure", after.faults.empty()},
                               {"size", report.size},
                               {"verifierKey", format(shown.instance.log().verifier_key())}}));
}

void show_all(Console& console, Instance& instance, const Scenario& scenario,
              const ScenarioPlayer& player) {
  const auto found = instance.processor().find(player.case_named(first_case(scenario)));
  if (found.has_error()) return console.fail(found.error());
  const LoadedCase loaded = **found;
  const Definition* definition = instance.definitions().find(loaded.state.definition);
  const Shown shown{console, instance, loaded, *definition,
                    day_in_amsterdam(scenario.steps.back().at)};
  std::vector<Reader> chosen;
  for (const ScenarioActor& actor : readers(scenario)) {
    const auto reader = reader_for(shown, player.actor_named(actor.id.text));
    if (!reader) return;
    chosen.push_back(*reader);
  }
  const Timestamp at = scenario.steps.back().at;
  if (console.json) return print_json(shown, chosen, at);
  console.print("Verloop: " + scenario.name);
  title(console, "Het verloop, gebeurtenis voor gebeurtenis", "The course, event by event");
  if (!show_history(shown, chosen.front())) return;
  title(console, "Naleving, regel voor regel", "Compliance, rule by rule");
  show_compliance(shown, chosen.front());
  title(console, "Wat vier rollen van deze zaak zien", "What four roles see of this case");
  for (const Reader& reader : chosen) {
    if (!show_view(shown, reader)) return;
  }
  title(console, "Controle van het logboek", "Verification of the log");
  if (!verify(console, instance)) return;
  title(console, "Een leerling wordt vergeten", "A pupil is forgotten");
  if (!show_erasure(shown, chosen.front(), at)) return;
  if (verify(console, instance)) print_marks(console, instance);
}

void demo(Console& console) {
  const auto scenario = shipped_scenario(console);
  if (!scenario) return;
  TemporaryFolder folder;
  if (const auto made = folder.make(); made.has_error()) return console.fail(made.error());
  auto instance = Instance::create(folder.path() / "data", random_origin(), random_bytes(32));
  if (instance.has_error()) return console.fail(instance.error());
  ScenarioPlayer player(**instance, *scenario, "");
  if (play(console, player, *scenario)) show_all(console, **instance, *scenario, player);
}

}  // namespace

void add_demo(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "demo", "The course of one case, from request to archive",
                     "verloop demo --lang en");
  command->callback([&console] { demo(console); });
}

}  // namespace verloop
