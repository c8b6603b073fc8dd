#include "tools/verloop/export_oso.hpp"

#include <algorithm>

#include "adapters/export/oso.hpp"
#include "events/size_anchor.hpp"
#include "projections/form_answer.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/definition_files.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/output_check.hpp"
#include "tools/verloop/read_file.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

const std::string asked_as = "export oso";

struct Options {
  std::string case_name, output, as, role, handle, details;
  std::uint64_t member = 0;  // 0: by handle.
};

/// None after a message: each thing that is wrong or missing, where it stands.
std::optional<OsoDetails> read_details(Console& console, const std::string& file) {
  const auto text = read_text(console, file);
  if (!text) return std::nullopt;
  auto details = oso_details(*text);
  if (details.has_value()) return std::move(*details);
  std::vector<DefinitionFault> faults;
  for (YamlFault& fault : details.error()) faults.push_back({file, std::move(fault)});
  print_faults(console, std::move(faults));
  console.status = Exit::wrong_use;
  return std::nullopt;
}

/// What is refused is entered in the access log. False.
bool refuse(Console& console, Instance& instance, const Asked& asked, Refusal refusal) {
  const RefusedCommand told = told_of(refusal, {}, asked.definition, asked.loaded.state.id);
  console.warn_if_failed(
      instance.access().refused(asked.reader.actor, told, Instance::reading(asked_as)));
  console.sign_access(instance);
  console.refuse(refusal);
  return false;
}

Refusal unauthorised(const Label& sentence, const std::vector<std::string>& source = {}) {
  Refusal refusal;
  refusal.kind = RefusalKind::unauthorised;
  refusal.sentence = sentence;
  refusal.source = source;
  return refusal;
}

/// Whether the procedure makes such a dossier, for this role. False after a message.
bool check_form(Console& console, Instance& instance, const Asked& asked, const FormExport* form) {
  if (form == nullptr) {
    const std::string& name = asked.definition->procedure.name;
    return refuse(console, instance, asked,
                  unauthorised({"De werkwijze " + name + " maakt geen OSO-dossier.",
                                "The procedure " + name + " makes no OSO dossier."}));
  }
  if (form->withheld)
    return refuse(console, instance, asked, unauthorised(*form->withheld, form->source));
  const bool may =
      std::find(form->by.begin(), form->by.end(), asked.reader.actor.role) != form->by.end();
  if (may) return true;
  return refuse(console, instance, asked,
                unauthorised({"Een dossier over één leerling is aan de school, die het overdraagt.",
                              "A dossier about one pupil is for the school, which hands it over."},
                             form->source));
}

/// What the school calls the pupil is its own: no other school's pupil is found by it.
Result<std::optional<std::int64_t>> member_of(Instance& instance, const Asked& asked,
                                              const Options& options) {
  if (options.handle.empty()) return std::optional(static_cast<std::int64_t>(options.member));
  const auto subject = instance.vault().find_subject(asked.reader.actor.org.text, options.handle);
  if (subject.has_error()) return subject.error();
  return *subject ? asked.loaded.member(**subject) : std::nullopt;
}

/// The same whether there is nobody of this number or the reader may not know. None after a
/// message.
std::optional<FormAnswer> answer_of(Console& console, Instance& instance, const Asked& asked,
                                    const Options& options, const FormExport& form) {
  const auto member = member_of(instance, asked, options);
  if (member.has_error()) {
    console.fail(member.error());
    return std::nullopt;
  }
  Result<std::optional<Guarded<FormAnswer>>> found = std::optional<Guarded<FormAnswer>>();
  if (*member)
    found = form_answer(instance.sources(), instance.documents(), asked.reader, asked.loaded, form,
                        **member);
  if (found.has_error()) {
    console.fail(found.error());
    return std::nullopt;
  }
  if (!*found) {
    console.fail(Exit::answer_is_no,
                 console.choose("deze zaak heeft geen leerling met dit nummer of deze code die u "
                                "mag zien; zie: verloop show ",
                                "this case has no pupil with this number or code that you may "
                                "see; see: verloop show ") +
                     options.case_name);
    return std::nullopt;
  }
  return console.hand_out(instance, Result<Guarded<FormAnswer>>(std::move(**found)), asked_as,
                          AccessLog::Handing::exported);
}

/// The details of one pupil never go under the arrangement of another. False after a message that
/// holds no name.
bool check_person(Console& console, const FormAnswer& answer, const OsoDetails& details) {
  const auto may_be = [&details](const std::string& name) { return may_be_about(details, name); };
  if (answer.names.empty() || std::any_of(answer.names.begin(), answer.names.end(), may_be))
    return true;
  console.fail(
      Exit::answer_is_no,
      console.choose("--details gaat over een ander: geen woord van de naam die de zaak van "
                     "deze leerling kent staat in voornaam, roepnaam of achternaam; er is "
                     "niets geschreven. Kijk of het nummer en het bestand bij elkaar horen",
                     "--details is about another: no word of the name that the case knows "
                     "of this pupil is in voornaam, roepnaam or achternaam; nothing was "
                     "written. See whether the number and the file belong together"));
  return false;
}

std::optional<Date> day_in(const FormAnswer& answer, const std::string& name) {
  const auto value = answer.values.find(name);
  if (value == answer.values.end()) return std::nullopt;
  const auto day = parse_date(value->second);
  return day.has_value() ? std::optional<Date>(*day) : std::nullopt;
}

/// False after a message: the data set takes no such file. One that never came is said, no more.
bool add_document(Console& console, const FormAnswer& answer, OsoPlan& plan) {
  if (!answer.document || !answer.document->value) return true;
  if (!answer.document->bytes) {
    console.warn(console.choose(
        "het OPP zelf is nooit overgedragen en ontbreekt in het dossier; zie: verloop document put",
        "the plan itself was never handed over and is not in the dossier; see: verloop document "
        "put"));
    return true;
  }
  const std::string& name = answer.document->value->name;
  if (!is_oso_attachment(name)) {
    console.fail(Exit::answer_is_no,
                 console.choose("het OPP is geen bestand dat in een OSO-dossier mag: PDF, JPG, "
                                "PNG, DOC(X), ODF, XLS(X), TXT of PPT(X); leg het zo vast",
                                "the plan is no file that an OSO dossier may hold: PDF, JPG, PNG, "
                                "DOC(X), ODF, XLS(X), TXT or PPT(X); record it as one"));
    return false;
  }
  plan.documents.push_back({name, "ontwikkelingsperspectiefplan", *answer.document->bytes});
  return true;
}

/// None after a message.
std::optional<OsoDossier> fill(Console& console, const Instance& instance, const Options& options,
                               const FormAnswer& answer, OsoDetails details) {
  const auto from = day_in(answer, "arrangementFrom");
  if (!from) {
    console.fail(Exit::answer_is_no,
                 console.choose("er is nog geen arrangement: de zaak kent geen dag waarop het "
                                "inging of is toegekend",
                                "there is no arrangement yet: the case has no day on which it "
                                "began or was granted"));
    return std::nullopt;
  }
  OsoDossier dossier{std::move(details),
                     day_in_amsterdam(instance.now()),
                     {*from, day_in(answer, "arrangementUntil"), options.case_name},
                     {}};
  const auto plan_from = day_in(answer, "planFrom");
  if (!plan_from) return dossier;
  dossier.plan = OsoPlan{*plan_from, day_in(answer, "planUntil"), {}};
  if (!add_document(console, answer, *dossier.plan)) return std::nullopt;
  return dossier;
}

void print_written(const Console& console, const Options& options, const OsoDossier& dossier) {
  const std::size_t documents = dossier.plan ? dossier.plan->documents.size() : 0;
  if (console.json)
    return console.print(json::value(json::object{
        {"file", options.output}, {"plan", dossier.plan.has_value()}, {"documents", documents}}));
  console.print(console.choose(
      "Geschreven naar " + options.output + ": OSO-dossier met " + std::to_string(documents) +
          " bijlagen. Het is voor u en is nergens heen gestuurd; het bevat gegevens over een kind.",
      "Written to " + options.output + ": OSO dossier with " + std::to_string(documents) +
          " attachments. It is for you and was sent nowhere; it holds data about a child."));
}

void export_oso(Console& console, const Options& options) {
  if ((options.member == 0) == options.handle.empty())
    return console.fail(Exit::wrong_use, console.choose("noem de leerling: --member of --for",
                                                        "name the pupil: --member or --for"));
  if (!check_output(console, "-o", options.output)) return;
  std::error_code not_there;
  if (std::filesystem::equivalent(options.output, options.details, not_there))
    return console.fail(Exit::wrong_use, console.choose("-o is het bestand van --details zelf",
                                                        "-o is the file of --details itself"));
  auto details = read_details(console, options.details);
  if (!details) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  const auto asked = ask(console, *instance, options.case_name, options.as, options.role);
  if (!asked) return;
  const Outward outward = outward_of(*asked->definition);
  const FormExport* form = outward.form("oso");
  if (!check_form(console, *instance, *asked, form)) return;
  const auto answer = answer_of(console, *instance, *asked, options, *form);
  if (!answer || !check_person(console, *answer, *details)) return;
  const auto dossier = fill(console, *instance, options, *answer, std::move(*details));
  if (!dossier) return;
  const auto xml = oso_xml(*dossier);
  if (xml.has_error()) return console.fail(xml.error());
  const auto written = replace_file(options.output, *xml);
  if (written.has_error()) return console.fail(written.error());
  print_written(console, options, *dossier);
}

}  // namespace

void add_export_oso(CLI::App& group, Console& console) {
  CLI::App* command = add_subcommand(
      group, console, "oso",
      "A dossier about one pupil for the school that hands it over (OSO 2019.1, POSWV)",
      "verloop export oso c1 --member 1 --data school --as ib-1 --details noor.yaml -o noor.xml");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case")->required();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--member", options->member, "The pupil, by its number in the case")
      ->check(whole_number(1));
  command->add_option("--for", options->handle, "The pupil, by what its school calls it");
  command
      ->add_option("--details", options->details,
                   "File with what the case does not know: school, pupil, carers, insight")
      ->required();
  command->add_option("-o,--output", options->output, "The file to write")->required();
  command->add_option("--as", options->as, "Who makes it");
  command->add_option("--role", options->role, "In which role");
  command->callback([&console, options] { export_oso(console, *options); });
}

}  // namespace verloop
