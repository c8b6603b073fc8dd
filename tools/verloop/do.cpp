// verloop do: submits one command, or only decides it.
#include <charconv>
#include <sstream>

#include "engine/authorise.hpp"
#include "events/json/strict_json.hpp"
#include "events/yaml/yaml_label.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/decision_text.hpp"
#include "tools/verloop/document_files.hpp"
#include "tools/verloop/error_text.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string case_name, action, as, role, on, occurred_on, id, data_file, procedure, on_behalf_of;
  std::vector<std::string> motivations, fields;
  DocumentOptions documents;
  std::optional<std::int64_t> expect;
  bool dry_run = false;
};

bool is_written_plainly(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
    case FieldKind::date:
    case FieldKind::timestamp:
    case FieldKind::name:
    case FieldKind::reference:
    case FieldKind::enumeration:
      return true;
    default:
      return false;
  }
}

/// `a,b` as a list of two texts.
json::array plain_list(const std::string& text) {
  json::array items;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) items.push_back(json::string(part));
  return items;
}

/// A value as its field wants it: texts as they are, lists of texts as JSON or `a,b`, all else as
/// JSON. Text that is no JSON stays text where the field says what is wrong with it; for a list or
/// a record it is an error that says where.
Result<json::value> value_of(const std::string& text, const Field* field) {
  if (field != nullptr && is_written_plainly(field->type.kind)) return json::string(text);
  auto value = parse_json(text);
  if (field == nullptr || value.has_value())
    return value.has_value() ? std::move(*value) : json::value(json::string(text));
  const bool is_list = field->type.kind == FieldKind::list;
  if (is_list && !text.starts_with('[') && is_written_plainly(field->type.element.front().kind))
    return plain_list(text);
  if (!is_list && field->type.kind != FieldKind::record) return json::string(text);
  return Error{Errc::malformed, field->name + ": expected a JSON " + (is_list ? "list" : "object") +
                                    "; " + value.error().detail};
}

const Field* payload_field(const Action* action, const std::string& name) {
  if (action == nullptr) return nullptr;
  for (const Field& field : action->payload) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

bool read_file_data(Console& console, const std::string& name, json::object& data) {
  const auto text = read_text(console, name);
  if (!text) return false;
  auto value = parse_json(*text);
  if (value.has_error() || !value->is_object()) {
    console.fail(Exit::wrong_use, name + ": " +
                                      console.choose("geen JSON-object", "no JSON object") +
                                      (value.has_error() ? " (" + value.error().detail + ")" : ""));
    return false;
  }
  data = std::move(value->get_object());
  return true;
}

/// Splits `name=value`; false after a message.
bool split(Console& console, const std::string& pair, std::string& name, std::string& value) {
  const std::size_t at = pair.find('=');
  if (at == std::string::npos || at == 0) {
    console.fail(
        Exit::wrong_use,
        console.choose("verwacht veld=waarde: ", "expected field=value: ") + pair.substr(0, 40));
    return false;
  }
  name = pair.substr(0, at);
  value = pair.substr(at + 1);
  return true;
}

void say_no_moment(Console& console, const std::string& option) {
  console.fail(Exit::wrong_use,
               option + console.choose(": verwacht een dag (2026-03-10) of een moment "
                                       "(2026-03-10T12:00:00Z)",
                                       ": expected a day (2026-03-10) or a moment "
                                       "(2026-03-10T12:00:00Z)"));
}

std::optional<Timestamp> clock_of(Console& console, const std::string& on) {
  if (on.empty()) return system_now();
  const auto day = parse_date(on);
  if (day.has_value()) return in_amsterdam(*day, std::chrono::minutes(12 * 60));
  const auto moment = parse_timestamp(on);
  if (moment.has_value()) return *moment;
  say_no_moment(console, "--on");
  return std::nullopt;
}

bool fill(Console& console, const Options& options, const Action* action, Command& command) {
  if (!options.data_file.empty() && !read_file_data(console, options.data_file, command.data))
    return false;
  std::string name;
  std::string value;
  for (const std::string& pair : options.fields) {
    if (!split(console, pair, name, value)) return false;
    auto read = value_of(value, payload_field(action, name));
    if (read.has_error()) {
      console.fail(Exit::wrong_use, read.error().detail);
      return false;
    }
    command.data[name] = std::move(*read);
  }
  for (const std::string& pair : options.motivations) {
    if (!split(console, pair, name, value)) return false;
    command.motivation[name] = value;
  }
  if (!options.occurred_on.empty()) {
    auto occurred = parse_occurrence(options.occurred_on);
    if (occurred.has_error()) {
      say_no_moment(console, "--occurred-on");
      return false;
    }
    command.occurred_on = std::move(*occurred);
  }
  return true;
}

std::string place_of(const Console& console, const HandedFile& one) {
  return console.choose("positie ", "position ") + std::to_string(one.position.value) +
         console.choose(", veld ", ", field ") + one.file.field;
}

json::array handed_json(const std::vector<HandedFile>& handed) {
  json::array rows;
  for (const HandedFile& one : handed)
    rows.push_back(json::object{{"position", one.position.value},
                                {"field", one.file.field},
                                {"handedOver", one.outcome.has_value()}});
  return rows;
}

void print_receipt(const Console& console, const Receipt& receipt,
                   const std::vector<HandedFile>& handed) {
  json::object answer = receipt.answer;
  answer["case"] = receipt.case_id.text;
  answer["version"] = receipt.version.value;
  answer["position"] = receipt.position.value;
  if (!handed.empty()) answer["documents"] = handed_json(handed);
  if (console.json) return console.print(json::value(std::move(answer)));
  console.print(
      console.choose("Vastgelegd: zaak ", "Recorded: case ") + receipt.case_id.text +
      console.choose(", versie ", ", version ") + std::to_string(receipt.version.value) +
      console.choose(", positie ", ", position ") + std::to_string(receipt.position.value) +
      (receipt.repeated ? console.choose(" (was al vastgelegd)", " (was recorded before)") : ""));
  for (const json::value& event : answer.at("events").as_array())
    console.print("  " + std::string(event.as_string()));
  for (const HandedFile& one : handed) {
    if (one.outcome.has_value())
      console.print("  " + console.choose("document overgedragen: ", "document handed over: ") +
                    place_of(console, one));
  }
}

/// A command on its way, and what is known of it so far.
struct Submission {
  Console& console;
  Instance& instance;
  const Options& options;
  Command command;
  const Definition* definition = nullptr;
  std::vector<DocumentFile> files;
  ActorId author;  // Whose act it is: who acts, or who gave the mandate.
  Timestamp now{};
};

/// What is refused is entered in the access log, without a word of its content. A dry run asks
/// only.
void enter_refusal(const Submission& on, const Refusal& refusal) {
  if (on.options.dry_run) return;
  const bool exists = on.instance.processor().find(on.command.case_id).has_value();
  const auto told = told_of(refusal, on.command.action, on.definition,
                            exists ? std::optional(on.command.case_id) : std::nullopt);
  on.console.warn_if_failed(
      on.instance.access().refused(on.command.actor, told, Instance::local("do")));
  on.console.sign_access(on.instance);
}

void refuse(const Submission& on, const Refusal& refusal) {
  enter_refusal(on, refusal);
  on.console.refuse(refusal);
}

/// Finds the definition that the case goes by, or the one that a new case would. False after a
/// message.
bool find_definition(Submission& on) {
  Processor& processor = on.instance.processor();
  const CaseId& id = on.command.case_id;
  on.definition = processor.definition_for(on.author, id, on.options.procedure, on.now);
  if (on.definition == nullptr) {
    refuse(on, on.instance.definitions().no_such_procedure(on.options.procedure));
    return false;
  }
  const Action* action = on.definition->procedure.action(on.options.action);
  if (action == nullptr || action->creates || processor.find_for(on.author, id, on.now).has_value())
    return true;
  enter_refusal(on, no_such_case());
  say_no_such_case(on.console, on.instance, id.text, on.author);
  return false;
}

/// Fills in as whom the actor acts. False after a message.
bool find_role(Submission& on) {
  const auto role = on.options.role.empty() ? std::nullopt : std::optional(RoleId{on.options.role});
  const Action* action = on.definition->procedure.action(on.options.action);
  const Rights rights = on.instance.directory().at(on.now);
  const ActorId& actor = on.command.actor.id;
  auto acting = on.options.on_behalf_of.empty() ? rights.acting(actor, role, action)
                                                : rights.acting_for(actor, on.author, role, action);
  if (const auto* refusal = std::get_if<Refusal>(&acting)) {
    refuse(on, *refusal);
    return false;
  }
  on.command.actor = std::get<Actor>(std::move(acting));
  return true;
}

/// Whether the actor may act for whom it says it does. False after a message.
bool check_mandate(const Submission& on) {
  if (on.options.on_behalf_of.empty()) return true;
  if (!on.console.check_actor(on.instance, on.author)) return false;
  const auto refusal =
      on.instance.directory().at(on.now).check_mandate(on.command.actor.id, on.author);
  if (refusal) refuse(on, *refusal);
  return !refusal;
}

void rehearse(const Submission& on) {
  const auto decision = on.instance.processor().rehearse(on.command, on.now);
  if (decision.has_error()) return on.console.fail(decision.error());
  print_decision(on.console, *decision, on.definition->procedure);
}

/// The event stands, whatever becomes of its documents.
void hand_files_over(const Submission& on, const Receipt& receipt) {
  const auto handed = hand_over_all(on.console, on.instance, receipt, on.command.actor, on.files);
  print_receipt(on.console, receipt, handed.has_value() ? *handed : std::vector<HandedFile>());
  if (handed.has_error()) return on.console.fail(handed.error());
  if (!handed->empty()) on.console.sign_access(on.instance);
  for (const HandedFile& one : *handed) {
    if (one.outcome.has_value()) continue;
    const std::string again = "verloop document put " + receipt.case_id.text + " " +
                              std::to_string(one.position.value) + " " + one.file.field + " " +
                              one.file.path + " --data " + on.console.data + " --as " +
                              on.command.actor.id.text;
    on.console.fail(
        Exit::storage_failure,
        on.console.choose("de gebeurtenis is vastgelegd, maar het document niet "
                          "opgeslagen: ",
                          "the event is recorded, but the document is not stored: ") +
            error_text(one.outcome.error(), on.console.language()) +
            on.console.choose("; draag het opnieuw over met: ", "; hand it over again with: ") +
            again);
  }
}

void submit(const Submission& on) {
  if (on.options.on.empty()) {  // A clock of the user's own is for this command alone.
    auto noticed = on.instance.notice_all(on.now);
    if (noticed.has_error()) return on.console.fail(noticed.error());
  }
  const auto answer = on.instance.processor().submit(on.command, on.now);
  if (answer.has_error()) return on.console.fail(answer.error());
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    refuse(on, *refusal);
  } else {
    hand_files_over(on, std::get<Receipt>(*answer));
  }
  // What was recorded is recorded: the next start brings up what could not be now.
  const auto finished = on.instance.finish();
  if (finished.has_error()) on.console.warn(finished.error().detail);
}

/// False after a message.
bool add_files(Submission& on, const Action* action) {
  auto files = read_documents(on.console, on.options.documents, on.command.id, action);
  if (!files) return false;
  on.files = std::move(*files);
  for (const DocumentFile& file : on.files) on.command.data[file.field] = to_json(file.value);
  return true;
}

void act(Console& console, const Options& options) {
  const auto now = clock_of(console, options.on);
  if (!now) return;
  if (!options.dry_run && *now > system_now()) {
    return console.fail(
        Exit::wrong_use,
        console.choose("--on ligt in de toekomst: alles daarna zou dat moment van "
                       "vastleggen krijgen; met --dry-run kan het wel",
                       "--on lies in the future: all that follows would be recorded "
                       "at that moment; with --dry-run it can be tried"));
  }
  auto instance = console.open(options.dry_run ? Access::read_only : Access::read_write);
  if (instance == nullptr) return;
  const ActorId actor = instance->asker(options.as);
  if (!console.check_actor(*instance, actor)) return;
  const std::string& giver = options.on_behalf_of;
  Submission on{console, *instance, options, {}, nullptr, {}, {}, *now};
  on.author = giver.empty() ? actor : ActorId{giver};
  on.command.id = {options.id.empty() ? random_uuid() : options.id};
  on.command.case_id = {options.case_name};
  on.command.action = {options.action};
  on.command.actor.id = actor;
  on.command.procedure = options.procedure;
  on.command.expected_version = options.expect;
  if (!check_mandate(on) || !find_definition(on) || !find_role(on)) return;
  const Action* action = on.definition->procedure.action(options.action);
  if (!fill(console, options, action, on.command) || !add_files(on, action)) return;
  options.dry_run ? rehearse(on) : submit(on);
}

}  // namespace

void add_do(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "do", "Submit one command, or only decide it",
                     "verloop do c1 includePupil --data school --as ib-1 pupil=pup-1 name=Noor");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case")->required();
  command->add_option("action", options->action, "The action, e.g. fileRequest")->required();
  command->add_option("fields", options->fields, "The payload: field=value ...");
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who acts (default: the administrator)");
  command->add_option("--role", options->role, "In which role, when more than one would do");
  command->add_option("--for", options->on_behalf_of,
                      "On whose behalf: an actor who gave a mandate for it");
  command->add_option("--on", options->on, "The clock: a day or a moment (default: now)");
  command->add_option("--occurred-on", options->occurred_on,
                      "When it happened (default: the clock's day)");
  command->add_option("--motivate", options->motivations,
                      "RULE=TEXT: why a rule is knowingly deviated from");
  command->add_option("--document", options->documents.pairs,
                      "FIELD=FILE: a file that is handed over with it, at most 25 MiB");
  command->add_option("--media-type", options->documents.media_type,
                      "Of those files (default: by their endings)");
  command->add_option("--id", options->id, "The command's UUID (default: a new one)");
  command->add_option("--expect", options->expect, "The case's version must be this (-1: new)");
  command->add_option("--data-file", options->data_file, "The payload as a JSON file");
  command->add_option("--procedure", options->procedure,
                      "For an action that makes the case (default: the newest)");
  command->add_flag("--dry-run", options->dry_run, "Decide only; record nothing");
  command->callback([&console, options] { act(console, *options); });
}

}  // namespace verloop
