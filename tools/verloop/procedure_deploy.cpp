// verloop procedure deploy, approve: putting a version to use, by one person, or, where the version
// before it or it itself says so, by a second one who did not propose it.
#include "tools/verloop/definition_files.hpp"
#include "tools/verloop/procedure_versions.hpp"
#include "tools/verloop/shipped_procedures.hpp"
#include "tools/verloop/steward.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::vector<std::string> files;
  std::string as;
};

/// A shipped procedure by its name, or files. Null after a message.
std::shared_ptr<const Definition> asked_for(Console& console, const Options& options) {
  std::error_code ignored;  // What can't be examined is met when it is read.
  const std::string& first = options.files.front();
  if (options.files.size() == 1 && !std::filesystem::exists(first, ignored)) {
    auto shipped = shipped_procedure(first);
    if (shipped.has_error()) console.fail(shipped.error());
    if (shipped.has_error() || *shipped != nullptr)
      return shipped.has_error() ? nullptr : std::move(*shipped);
  }
  auto files = read_definition(console, options.files);
  return files ? load_files(console, std::move(*files)) : nullptr;
}

/// False after a message: the log has this definition, or one of this name and version or later.
bool check_newer(Console& console, const Definitions& known, const Definition& definition) {
  const Procedure& procedure = definition.procedure;
  const Definition* newest = known.newest(procedure.name);
  if (newest == nullptr || newest->procedure.version < procedure.version) return true;
  const bool is_same = known.find(definition.reference) != nullptr;
  console.fail(
      Exit::answer_is_no,
      is_same ? console.choose(
                    "deze definitie is er al: " + definition.reference + "; er is niets vastgelegd",
                    "this definition is there already: " + definition.reference +
                        "; nothing was recorded")
              : console.choose("er is al " + newest->reference +
                                   "; geef de nieuwe een hogere `version`; er is niets vastgelegd",
                               "there is " + newest->reference +
                                   " already; give the new one a higher `version`; nothing was "
                                   "recorded"));
  return false;
}

/// False after a message: it was proposed before.
bool check_not_proposed(Console& console, const Definitions& known, const Definition& definition) {
  const Proposal* proposal = known.proposal_of(definition);
  if (proposal == nullptr) return true;
  const std::string who = proposal->by.id.text;
  console.fail(Exit::answer_is_no,
               console.choose("al voorgesteld door " + who + " op " + proposal->on +
                                  "; iemand anders keurt goed met `verloop procedure approve`",
                              "proposed by " + who + " on " + proposal->on +
                                  " already; another person approves it with `verloop procedure "
                                  "approve`"));
  return false;
}

/// What was just recorded, in a sentence that begins with `done`.
void say_recorded(const Console& console, Instance& instance, const Definition& definition,
                  const std::string& done) {
  const std::uint64_t position = instance.log().tail().size - 1;
  const std::string sha256 = to_hex(view(definition.digest));
  if (console.json) {
    return console.print(json::value(
        json::object{{"deployed", instance.definitions().find(definition.reference) != nullptr},
                     {"reference", definition.reference},
                     {"sha256", sha256},
                     {"position", position}}));
  }
  console.print(done + definition.reference + ", SHA-256 " + sha256 +
                console.choose(", op positie ", ", at position ") + std::to_string(position));
}

/// The access log knows of it before it is done. Null after a message.
std::optional<Actor> entered_steward(Console& console, Instance& instance, const Options& options,
                                     const std::string& asked) {
  const auto by = steward(console, instance, options.as, asked);
  if (!by) return std::nullopt;
  const auto entered = instance.access().administered(*by, Instance::local(asked));
  if (entered.has_value()) return by;
  console.fail(entered.error());
  return std::nullopt;
}

/// Signs and brings projections up. False after a message.
bool finish(Console& console, Instance& instance) {
  const auto finished = instance.finish();
  if (finished.has_error()) console.fail(finished.error());
  return finished.has_value();
}

void propose(Console& console, Instance& instance, const Definition& definition, const Actor& by) {
  const auto proposed =
      instance.definitions().propose(definition, by, instance.log(), instance.seed(), system_now());
  if (proposed.has_error()) return console.fail(proposed.error());
  if (!finish(console, instance)) return;
  say_recorded(console, instance, definition, console.choose("Voorgesteld: ", "Proposed: "));
  if (!console.json)
    console.print(console.choose(
        "Er verandert nog niets: iemand anders neemt het in gebruik met `verloop procedure "
        "approve`.",
        "Nothing changes yet: another person puts it to use with `verloop procedure approve`."));
}

void deploy(Console& console, const Options& options) {
  const auto definition = asked_for(console, options);
  if (definition == nullptr) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  Definitions& known = instance->definitions();
  const bool needs_approval = known.needs_approval(*definition);
  if (!check_newer(console, known, *definition)) return;
  if (needs_approval && !check_not_proposed(console, known, *definition)) return;
  const auto by = entered_steward(console, *instance, options, "procedure deploy");
  if (!by) return;
  if (needs_approval) return propose(console, *instance, *definition, *by);
  const auto deployed =
      known.deploy(definition, instance->log(), instance->seed(), system_now(), *by);
  if (deployed.has_error()) return console.fail(deployed.error());
  if (finish(console, *instance))
    say_recorded(console, *instance, *definition, console.choose("Vastgelegd: ", "Deployed: "));
}

void approve(Console& console, const Options& options) {
  const auto definition = asked_for(console, options);
  if (definition == nullptr) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  Definitions& known = instance->definitions();
  if (!check_newer(console, known, *definition)) return;
  const auto by = entered_steward(console, *instance, options, "procedure approve");
  if (!by) return;
  const auto refused =
      known.approve(definition, *by, instance->log(), instance->seed(), system_now());
  if (refused.has_error()) return console.fail(refused.error());
  if (*refused) return refuse_steward(console, *instance, *by, **refused, "procedure approve");
  if (finish(console, *instance))
    say_recorded(console, *instance, *definition,
                 console.choose("Goedgekeurd en vastgelegd: ", "Approved and deployed: "));
}

CLI::App* add(CLI::App& group, Console& console, const std::shared_ptr<Options>& options,
              const char* name, const char* help, const char* example) {
  CLI::App* command = add_subcommand(group, console, name, help, example);
  command
      ->add_option("files", options->files,
                   "The procedure with its catalogues, or the name of a shipped one")
      ->required();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who does it (default: the administrator)");
  return command;
}

}  // namespace

void add_procedure_deploy(CLI::App& group, Console& console) {
  auto options = std::make_shared<Options>();
  add(group, console, options, "deploy", "Record a procedure with its text: new cases begin on it",
      "verloop procedure deploy permit-receipt --data permits")
      ->callback([&console, options] { deploy(console, *options); });
  add(group, console, options, "approve",
      "Put to use what somebody else proposed, where a second person must",
      "verloop procedure approve next.yaml --as adm-2 --data school")
      ->callback([&console, options] { approve(console, *options); });
}

}  // namespace verloop
