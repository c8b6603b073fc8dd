// verloop demo: the shipped ways of working in a fresh temporary folder, as the scenarios that the
// program carries with it tell them: all cases in short, of the first its history, its compliance
// and what four roles see of it, and the log verified, before and after one subject is erased. The
// clock is the scenarios', so that the output is the same every time but for ids, roots and keys,
// which come last.
#include <algorithm>
#include <set>

#include "events/random.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "events/shipped.hpp"
#include "tools/verloop/demo_telling.hpp"
#include "tools/verloop/scenario_player.hpp"
#include "tools/verloop/shipped_procedures.hpp"
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

/// A scenario that is being played.
struct Told {
  Scenario scenario;
  std::unique_ptr<ScenarioPlayer> player;
  std::size_t played = 0;

  bool is_done() const { return played == scenario.steps.size(); }
  const Step& next() const { return scenario.steps[played]; }
};

/// The scenarios of the demonstration, in the order of their names. None after a message.
std::vector<Told> shipped_scenarios(Console& console) {
  std::vector<Told> all;
  for (const ShippedFile& file : shipped_files()) {
    if (!file.path.starts_with("tests/scenarios/demo/")) continue;
    auto scenario = parse_scenario(file.text);
    if (scenario.has_error()) {
      console.fail(Exit::storage_failure, format(scenario.error(), file.path));
      return {};
    }
    scenario->file = file.path;
    all.push_back({std::move(*scenario), nullptr, 0});
  }
  if (all.empty()) console.fail(Exit::storage_failure, "no demonstration is shipped");
  return all;
}

/// Also where a new folder has it on request only.
Result<> deploy(Instance& instance, const Scenario& scenario) {
  if (instance.definitions().newest(scenario.procedure) != nullptr) return {};
  auto shipped = shipped_procedure(scenario.procedure);
  if (shipped.has_error()) return shipped.error();
  if (*shipped == nullptr)
    return Error{Errc::not_found, "procedure " + scenario.procedure + " is not shipped"};
  const auto deployed = instance.definitions().deploy(
      std::move(*shipped), instance.log(), instance.seed(), instance.log().tail().recorded_at);
  return deployed.has_error() ? Result<>(deployed.error()) : Result<>();
}

Result<> begin(Instance& instance, std::vector<Told>& all) {
  for (Told& told : all) {
    if (auto deployed = deploy(instance, told.scenario); deployed.has_error()) return deployed;
    told.player = std::make_unique<ScenarioPlayer>(instance, told.scenario, "");
    if (auto begun = told.player->begin(); begun.has_error()) return begun;
  }
  return {};
}

/// The one whose next step has the earliest clock; null when all are done.
Told* earliest(std::vector<Told>& all) {
  Told* first = nullptr;
  for (Told& told : all) {
    if (told.is_done()) continue;
    if (first == nullptr || told.next().at < first->next().at) first = &told;
  }
  return first;
}

/// Plays all steps by clock, and lets time pass up to the last of them. False after a message.
bool play(Console& console, Instance& instance, std::vector<Told>& all, Timestamp end) {
  while (Told* told = earliest(all)) {
    const auto played = told->player->play(told->played);
    ++told->played;
    if (played.has_error()) {
      console.fail(played.error());
      return false;
    }
    for (const Failure& failure : played->failures) {
      console.fail(Exit::answer_is_no, told->scenario.file.string() + ", step " +
                                           std::to_string(told->played) + ": expected " +
                                           failure.expected + ", came " + failure.came);
    }
    if (!played->failures.empty()) return false;
  }
  const auto noticed = instance.notice_all(end);
  if (noticed.has_error()) console.fail(noticed.error());
  return noticed.has_value();
}

/// The first actor of each of the first roles of the scenario.
std::vector<ActorId> readers(const Told& told) {
  std::vector<ActorId> chosen;
  std::set<std::string> roles;
  for (const ScenarioActor& actor : told.scenario.actors) {
    if (chosen.size() < roles_shown && roles.insert(actor.role.text).second)
      chosen.push_back(told.player->actor_named(actor.id.text));
  }
  return chosen;
}

CaseId first_case(const Told& told) {
  const auto& steps = told.scenario.steps;
  const auto act = std::find_if(steps.begin(), steps.end(),
                                [](const Step& step) { return step.kind == Step::Kind::act; });
  ensure(act != steps.end(), "somebody acts in a scenario of the demonstration");
  return told.player->case_named(act->case_id);
}

void demo(Console& console) {
  std::vector<Told> all = shipped_scenarios(console);
  if (all.empty()) return;
  Timestamp end{};
  for (const Told& told : all) end = std::max(end, told.scenario.steps.back().at);
  TemporaryFolder folder;
  if (const auto made = folder.make(); made.has_error()) return console.fail(made.error());
  auto instance = Instance::create(folder.path() / "data", random_origin(), random_bytes(32));
  if (instance.has_error()) return console.fail(instance.error());
  if (const auto begun = begin(**instance, all); begun.has_error())
    return console.fail(begun.error());
  if (!play(console, **instance, all, end)) return;
  std::vector<PlayedCase> played;
  for (const Told& told : all)
    played.push_back({told.scenario.name, first_case(told), readers(told)});
  tell_demo(console, **instance, played, end);
}

}  // namespace

void add_demo(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(
      app, console, "demo",
      "The course of cases under each shipped way of working, from request to archive",
      "verloop demo --lang en");
  command->callback([&console] { demo(console); });
}

}  // namespace verloop
