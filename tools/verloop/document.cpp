// verloop document put, get, list: the bytes that belong to a document field of an event.
#include "tools/verloop/document.hpp"

#include "events/size_anchor.hpp"
#include "projections/case_documents.hpp"
#include "projections/erased_value.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/document_files.hpp"
#include "tools/verloop/output_check.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string case_name, field, file, as, role, output;
  std::uint64_t position = 0;
};

/// Who asks for the document in which field of which event.
struct Meant {
  Asked asked;
  Record record;
};

/// What is refused is entered in the access log.
void refuse(Console& console, Instance& instance, const Actor& by, const RefusedCommand& what,
            const std::string& asked) {
  console.warn_if_failed(instance.access().refused(by, what, Instance::reading(asked)));
  console.sign_access(instance);
}

/// None after a message: the reader knows of no such case.
std::optional<Asked> ask_of(Console& console, Instance& instance, const Options& options,
                            const std::string& asked) {
  auto found = ask(console, instance, options.case_name, options.as, options.role);
  const ActorId actor = instance.asker(options.as);
  if (found || !instance.directory().knows(actor)) return found;
  const bool exists = instance.processor().find({options.case_name}).has_value();
  RefusedCommand what{"unknown", {}, {}, {}};
  if (exists) what.case_id = CaseId{options.case_name};
  refuse(console, instance, {actor, {}, {}, {}}, what, asked);
  return std::nullopt;
}

/// The same whether there is no such document or the reader may not see it. None after a message.
std::optional<Meant> find_meant(Console& console, Instance& instance, const Options& options,
                                const std::string& asked) {
  auto who = ask_of(console, instance, options, asked);
  if (!who) return std::nullopt;
  const CaseId& id = who->loaded.state.id;
  auto record =
      find_document(instance.sources(), who->reader, id, Position{options.position}, options.field);
  if (record.has_error()) {
    console.fail(record.error());
    return std::nullopt;
  }
  if (*record) return Meant{std::move(*who), std::move(**record)};
  refuse(console, instance, who->reader.actor, {"unknown", id, {}, {}}, asked);
  const std::string place =
      std::to_string(options.position) + console.choose(", veld ", ", field ") + options.field;
  console.fail(Exit::answer_is_no,
               console.choose("er is in deze zaak geen document op positie " + place +
                                  "; zie: verloop document list " + id.text,
                              "in this case there is no document at position " + place +
                                  "; see: verloop document list " + id.text));
  return std::nullopt;
}

/// False after a message, which the access log knows too.
bool check_may_hand_over(Console& console, Instance& instance, const Meant& meant,
                         const std::string& asked) {
  const Definition* definition = instance.definitions().find(meant.record.procedure);
  if (may_hand_over(meant.asked.reader, meant.record, *definition)) return true;
  Refusal refusal;
  refusal.kind = RefusalKind::unauthorised;
  refusal.sentence = {"Dit document is aan wie de gebeurtenis vastlegde, of die vast mag leggen.",
                      "This document is for who recorded the event, or may record it."};
  refuse(console, instance, meant.asked.reader.actor,
         told_of(refusal, meant.record.action, definition, meant.record.case_id), asked);
  console.refuse(refusal);
  return false;
}

/// Of bytes that are not the ones, the answer is no.
void fail_to_hand_over(Console& console, const Error& error) {
  const bool is_answer = error.code == Errc::malformed || error.code == Errc::not_found;
  if (is_answer) return console.fail(Exit::answer_is_no, error);
  console.fail(error);
}

void put(Console& console, const Options& options) {
  const std::string asked = "document put";
  const auto bytes = read_document(console, options.file);
  if (!bytes) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  const auto meant = find_meant(console, *instance, options, asked);
  if (!meant || !check_may_hand_over(console, *instance, *meant, asked)) return;
  const auto handed = hand_over_as(console, *instance, meant->asked.reader.actor, meant->record,
                                   options.field, *bytes, asked);
  console.sign_access(*instance);
  if (handed.has_error()) return fail_to_hand_over(console, handed.error());
  const bool is_new = *handed == HandedOver::now;
  if (console.json) {
    return console.print(json::value(json::object{{"case", options.case_name},
                                                  {"position", options.position},
                                                  {"field", options.field},
                                                  {"size", bytes->size()},
                                                  {"stored", is_new}}));
  }
  console.print(
      (is_new ? console.choose("Opgeslagen: ", "Stored: ")
              : console.choose("Was er al: ", "Was there already: ")) +
      std::to_string(bytes->size()) + console.choose(" bytes, positie ", " bytes, position ") +
      std::to_string(options.position) + console.choose(", veld ", ", field ") + options.field);
}

void say_never_handed_over(Console& console, const Options& options) {
  console.fail(Exit::answer_is_no,
               console.choose("de bytes van dit document zijn nooit overgedragen; dat kan met: "
                              "verloop document put ",
                              "the bytes of this document were never handed over; that is done "
                              "with: verloop document put ") +
                   options.case_name + " " + std::to_string(options.position) + " " +
                   options.field + console.choose(" BESTAND", " FILE"));
}

void get(Console& console, const Options& options) {
  const std::string asked = "document get";
  if (!check_output(console, "-o", options.output)) return;
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  const auto meant = find_meant(console, *instance, options, asked);
  if (!meant) return;
  const auto opened =
      console.hand_out(*instance,
                       document_answer(instance->sources(), instance->documents(),
                                       meant->asked.reader, meant->record, options.field),
                       asked, AccessLog::Handing::exported);
  if (!opened) return;
  if (!opened->value)
    return console.fail(Exit::answer_is_no, erased_text(opened->erased, console.language()));
  if (!opened->bytes) return say_never_handed_over(console, options);
  const auto written = replace_file(options.output, *opened->bytes);
  if (written.has_error()) return console.fail(written.error());
  if (console.json) {
    json::object told = to_json(*opened->value);
    told["file"] = options.output;
    return console.print(json::value(std::move(told)));
  }
  console.print(console.choose("Geschreven naar ", "Written to ") + options.output + ": " +
                std::to_string(opened->bytes->size()) + " bytes, " + opened->value->media_type);
}

std::string document_line(const Console& console, const json::object& row) {
  const auto text = [&row](const char* name) { return std::string(row.at(name).as_string()); };
  std::string line = "  " + padded(json::serialize(row.at("position")), 8) +
                     padded(text("label"), 32) + " " + padded(text("field"), 12) + " ";
  const auto document = document_from(row.at("document"));
  if (!document) return line + shown(row.at("document"), console.language());
  line += padded(shown(json::value(json::string(document->name)), console.language()), 24) + " " +
          padded(std::to_string(document->size) + " bytes", 16) + " ";
  return line + (row.at("handedOver").as_bool()
                     ? console.choose("overgedragen", "handed over")
                     : console.choose("nooit overgedragen", "never handed over"));
}

void list(Console& console, const Options& options) {
  const std::string asked = "document list";
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  const auto who = ask_of(console, *instance, options, asked);
  if (!who) return;
  auto answer = console.hand_out(*instance,
                                 documents_answer(instance->sources(), instance->documents(),
                                                  who->reader, who->loaded.state.id),
                                 asked);
  if (!answer) return;
  if (console.json) return console.print(json::value(std::move(*answer)));
  const json::array& documents = answer->at("documents").as_array();
  console.print(console.choose("Zaak ", "Case ") + options.case_name + ": " +
                std::to_string(documents.size()) +
                (documents.size() == 1 ? console.choose(" document", " document")
                                       : console.choose(" documenten", " documents")));
  for (const json::value& row : documents) console.print(document_line(console, row.as_object()));
}

/// What `--help` says of one.
struct Subcommand {
  std::string name, purpose, example;
};

/// What all three have.
CLI::App* add_one(CLI::App& group, Console& console, const std::shared_ptr<Options>& options,
                  const Subcommand& described) {
  CLI::App* command =
      add_subcommand(group, console, described.name, described.purpose, described.example);
  command->add_option("case", options->case_name, "The case")->required();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who asks (default: the administrator)");
  command->add_option("--role", options->role, "In which role");
  return command;
}

void add_place(CLI::App* command, const std::shared_ptr<Options>& options) {
  command->add_option("position", options->position, "The event's position in the log")->required();
  command->add_option("field", options->field, "Its field that is a document, e.g. quote")
      ->required();
}

}  // namespace

void add_document(CLI::App& app, Console& console) {
  CLI::App* group =
      app.add_subcommand("document", "The files that belong to events: put, get, list");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* putting =
      add_one(*group, console, options,
              {"put", "Hand over the file that an event speaks of",
               "verloop document put c1 41 quote quote.pdf --data school --as ib-1"});
  add_place(putting, options);
  putting->add_option("file", options->file, "The file, at most 25 MiB")->required();
  putting->callback([&console, options] { put(console, *options); });
  CLI::App* getting =
      add_one(*group, console, options,
              {"get", "Write a document to a file",
               "verloop document get c1 41 quote --data school --as ib-1 -o quote.pdf"});
  add_place(getting, options);
  getting->add_option("-o,--output", options->output, "Write it to this file")->required();
  getting->callback([&console, options] { get(console, *options); });
  CLI::App* listing = add_one(*group, console, options,
                              {"list", "The documents of a case, and whether they are there",
                               "verloop document list c1 --data school --as ib-1"});
  listing->callback([&console, options] { list(console, *options); });
}

}  // namespace verloop
