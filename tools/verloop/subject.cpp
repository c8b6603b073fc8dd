// verloop subject show, export, erase, redact, hold, release: what the log holds of a person, and
// forgetting it.
#include <cstdio>

#include "events/case_key.hpp"
#include "events/json/canonical_json.hpp"
#include "events/size_anchor.hpp"
#include "projections/erased_value.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/output_check.hpp"
#include "tools/verloop/steward.hpp"
#include "tools/verloop/subcommands.hpp"
#include "tools/verloop/subject_export.hpp"
#include "tools/verloop/subject_places.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string id, case_name, handle, org, as, ground = "request", reason, output, field;
  std::uint64_t position = 0;
  std::int64_t backup_days = backup_days_max;
};

/// The subject that is meant by its id or by what its school calls it. None after a message.
std::optional<SubjectId> subject_meant(Console& console, Instance& instance,
                                       const Options& options) {
  if (options.id.empty() == options.handle.empty()) {
    console.fail(Exit::wrong_use,
                 console.choose("noem de betrokkene: zijn nummer (s-...), of --pupil NAAM --org "
                                "SCHOOL",
                                "name the subject: its id (s-...), or --pupil NAME --org SCHOOL"));
    return std::nullopt;
  }
  if (!options.id.empty()) return SubjectId{options.id};
  const auto found = instance.vault().find_subject(options.org, options.handle);
  if (found.has_error()) {
    console.fail(found.error());
    return std::nullopt;
  }
  const auto loaded = instance.processor().find({options.case_name});
  const bool fits = *found && (options.case_name.empty() ||
                               (loaded.has_value() && (*loaded)->members.contains(**found)));
  if (fits) return **found;
  console.fail(
      Exit::answer_is_no,
      console.choose("niemand komt hier onder die naam voor bij die organisatie en in die "
                     "zaak; wie gewist is, heeft geen naam meer, alleen een nummer (s-...)",
                     "nobody occurs here by that name with that organisation and in that "
                     "case; who was erased has no name any more, only an id (s-...)"));
  return std::nullopt;
}

void finish_up(Console& console, Instance& instance) {
  // What was done is done: the next start brings up what could not be now.
  const auto finished = instance.finish();
  if (finished.has_error()) console.warn(finished.error().detail);
}

/// Whom an order is about, and who gives it.
struct Ordered {
  std::unique_ptr<Instance> instance;
  Actor by;
  SubjectId subject;
};

/// None after a message.
std::optional<Ordered> order_in(Console& console, const Options& options,
                                const std::string& asked) {
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return std::nullopt;
  auto by = steward(console, *instance, options.as, asked);
  if (!by) return std::nullopt;
  auto subject = subject_meant(console, *instance, options);
  if (!subject) return std::nullopt;
  return Ordered{std::move(instance), std::move(*by), std::move(*subject)};
}

void erase(Console& console, const Options& options) {
  const std::string asked = "subject erase";
  const auto ordered = order_in(console, options, asked);
  if (!ordered) return;
  Instance& instance = *ordered->instance;
  const ErasureOrder order{ordered->subject, *erasure_ground_from(options.ground), ordered->by,
                           options.backup_days};
  const auto outcome = erase_subject(instance.erasing(), order, system_now());
  if (outcome.has_error()) return console.fail(outcome.error());
  if (const auto* refusal = std::get_if<Refusal>(&*outcome))
    return refuse_steward(console, instance, order.by, *refusal, asked);
  console.warn_if_failed(
      instance.access().erased(order.by, order.subject, order.ground, Instance::local(asked)));
  finish_up(console, instance);
  const Erased& erased = std::get<Erased>(*outcome);
  if (console.json) {
    return console.print(json::value(
        json::object{{"subject", order.subject.text}, {"erased", erased_json(erased)}}));
  }
  console.print(console.choose("Betrokkene ", "Subject ") + order.subject.text + ": " +
                erased_text(erased, console.language()));
  console.print(console.choose(
      "De sleutel is vernietigd en de waarden zijn weg. Een oudere kopie van de kluis kan de "
      "sleutel nog bevatten; bewaar zo'n kopie niet langer dan gezegd is.",
      "The key is destroyed and the values are gone. An older copy of the vault may still hold the "
      "key; keep no such copy longer than was said."));
}

void redact(Console& console, const Options& options) {
  const std::string asked = "subject redact";
  auto opened = console.open(Access::read_write);
  if (opened == nullptr) return;
  Instance& instance = *opened;
  const auto by = steward(console, instance, options.as, asked);
  if (!by) return;
  const FieldPlace place{Position{options.position}, options.field};
  const auto outcome =
      redact_value(instance.erasing(), {place, *by, options.backup_days}, system_now());
  if (outcome.has_error()) return console.fail(outcome.error());
  if (const auto* refusal = std::get_if<Refusal>(&*outcome))
    return refuse_steward(console, instance, *by, *refusal, asked);
  const auto& [key, erased, is_new] = std::get<Redacted>(*outcome);
  const SubjectId subject = as_ordered(key);
  if (is_new) {
    console.warn_if_failed(
        instance.access().erased(*by, subject, erased.ground, Instance::local(asked)));
  }
  finish_up(console, instance);
  if (console.json) {
    return console.print(json::value(json::object{{"erased", erased_json(erased)},
                                                  {"field", place.field},
                                                  {"position", place.position.value},
                                                  {"subject", subject.text}}));
  }
  console.print(console.choose("Positie ", "Position ") + std::to_string(place.position.value) +
                ", " + place.field + ": " + erased_text(erased, console.language()));
  if (!is_new) return;
  console.print(console.choose(
      "Wat verder van deze zaak verzegeld is, ligt nu onder een nieuwe sleutel; de oude is "
      "vernietigd. Maak nu een reservekopie: een eerdere kan met deze kluis de andere teksten van "
      "de zaak niet meer tonen.",
      "What else is sealed of this case lies under a new key now; the old one is destroyed. Make a "
      "backup now: with this vault an earlier one can't show the other texts of the case any "
      "more."));
}

/// `hold` and `release`, as `asked` names them.
template <class Change>
void change(Console& console, const Options& options, const std::string& asked, const Label& done,
            Change how) {
  const auto ordered = order_in(console, options, asked);
  if (!ordered) return;
  Instance& instance = *ordered->instance;
  const std::string& subject = ordered->subject.text;
  const auto refused = how(instance.erasing(), ordered->subject, ordered->by);
  if (refused.has_error()) return console.fail(refused.error());
  if (*refused) return refuse_steward(console, instance, ordered->by, **refused, asked);
  console.warn_if_failed(
      instance.access().administered(ordered->by, ordered->subject, Instance::local(asked)));
  finish_up(console, instance);
  if (console.json) return console.print(json::value(json::object{{"subject", subject}}));
  console.print(console.choose("Betrokkene ", "Subject ") + subject + ": " +
                done.in(console.language()));
}

void print_places(const Console& console, const json::object& answer) {
  const json::array& places = answer.at("places").as_array();
  const auto text = [](const json::value& value) { return std::string(value.as_string()); };
  std::string state = console.choose("niet gewist", "not erased");
  if (const json::value* erased = answer.if_contains("erased"))
    state = shown(*erased, console.language());
  if (const json::value* held = answer.if_contains("heldAt")) {
    state +=
        console.choose("; wissen opgeschort sinds positie ", "; erasure on hold since position ") +
        json::serialize(*held);
  }
  console.print(console.choose("Betrokkene ", "Subject ") + text(answer.at("subject")) + ": " +
                state);
  console.print(std::to_string(places.size()) + console.choose(" plaatsen:", " places:"));
  for (const json::value& row : places) {
    const json::value* value = row.as_object().if_contains("value");
    const std::string field = text(row.at("field"));
    console.print(
        "  " + padded(json::serialize(row.at("position")), 8) + padded(text(row.at("case")), 26) +
        " " + padded(text(row.at("type")), 30) + " " +
        (value == nullptr ? field : padded(field, 20) + " " + shown(*value, console.language())));
  }
}

void print_emergencies(const Console& console, const json::object& answer) {
  const json::value* rows = answer.if_contains("emergencies");
  if (rows == nullptr) return;
  console.print(console.choose("Noodinzage:", "Emergency looks:"));
  for (const json::value& row : rows->as_array()) {
    const auto text = [&row](const char* name) { return std::string(row.at(name).as_string()); };
    console.print(printable("  " + text("recordedAt").substr(0, 19) + "Z " +
                            console.choose("tot ", "until ") + text("until").substr(0, 19) + "Z " +
                            text("case") + ", " + text("role") + ", " + text("org")));
  }
}

void show(Console& console, const Options& options) {
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  const ActorId actor = instance->asker(options.as);
  if (!console.check_actor(*instance, actor)) return;
  const auto subject = subject_meant(console, *instance, options);
  if (!subject) return;
  auto answer = console.hand_out(
      *instance, subject_places(*instance, *subject, actor, console.language()), "subject show");
  if (!answer) return;
  if (!*answer) {
    return console.fail(Exit::answer_is_no, console.choose("deze betrokkene komt hier niet voor",
                                                           "this subject does not occur here"));
  }
  if (console.json) return console.print(json::value(std::move(**answer)));
  print_places(console, **answer);
  print_emergencies(console, **answer);
}

/// The person alone, and nobody else, may be in what is handed over: a case is no person.
std::optional<SubjectId> person_meant(Console& console, Instance& instance,
                                      const Options& options) {
  auto subject = subject_meant(console, instance, options);
  if (!subject || !subject->text.starts_with("case/")) return subject;
  console.fail(Exit::wrong_use,
               console.choose("een zaak is geen betrokkene die om haar gegevens kan vragen: noem "
                              "een persoon, s-... of actor/ID",
                              "a case is nobody who can ask for its data: name a person, s-... or "
                              "actor/ID"));
  return std::nullopt;
}

void write_export(Console& console, const Options& options, const json::object& exported) {
  const std::string text =
      console.json ? canonical_json(exported) + "\n" : export_text(exported, console.language());
  if (options.output.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return;
  }
  const auto written = replace_file(options.output, text);
  if (written.has_error()) return console.fail(written.error());
  if (console.json) return;
  const std::string events = std::to_string(exported.at("events").as_array().size());
  const std::string looks = std::to_string(exported.at("looks").as_array().size());
  console.print(console.choose("Geschreven naar " + options.output + ": " + events +
                                   " gebeurtenissen, " + looks + " keer ingezien of beheerd",
                               "Written to " + options.output + ": " + events +
                                   " events, read or " + "administered " + looks + " times"));
}

void hand_over(Console& console, const Options& options) {
  if (!check_output(console, "-o", options.output)) return;
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  const ActorId actor = instance->asker(options.as);
  if (!console.check_actor(*instance, actor)) return;
  const auto subject = person_meant(console, *instance, options);
  if (!subject) return;
  const auto answer =
      console.hand_out(*instance, subject_export(*instance, *subject, actor, console.language()),
                       "subject export", AccessLog::Handing::exported);
  if (!answer) return;
  if (*answer) return write_export(console, options, **answer);
  console.fail(Exit::answer_is_no,
               console.choose("van deze betrokkene kan deze actor niets inzien; noem met --as wie "
                              "de zaken van de betrokkene ziet, zoals de school of een ouder",
                              "this actor may see nothing of this subject; name with --as somebody "
                              "who sees the subject's cases, such as the school or a parent"));
}

void add_options(CLI::App* command, Console& console, const std::shared_ptr<Options>& options) {
  command->add_option("id", options->id, "The subject: s-..., actor/ID or case/ID");
  command->add_option("--pupil", options->handle, "Or what its school calls the person");
  command->add_option("--org", options->org, "That school");
  command->add_option("--case", options->case_name, "The person must occur in this case");
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who asks (default: the administrator)");
}

void add_backup_days(CLI::App* command, const std::shared_ptr<Options>& options) {
  command
      ->add_option("--backup-days", options->backup_days,
                   "How many days backups of the vault are kept: 0 to 30 (default: 30)")
      ->check(CLI::Range(std::int64_t{0}, backup_days_max));
}

void add_erase(CLI::App& group, Console& console, const std::shared_ptr<Options>& options) {
  CLI::App* command =
      add_subcommand(group, console, "erase", "Destroy a person's key and values, for ever",
                     "verloop subject erase s-OXgcOzRXrvYSy5XswgOLsw --data school");
  add_options(command, console, options);
  command->add_option("--ground", options->ground, "request (default) or retention")
      ->check(CLI::IsMember({"request", "retention"}));
  add_backup_days(command, options);
  command->callback([&console, options] { erase(console, *options); });
}

void add_redact(CLI::App& group, Console& console, const std::shared_ptr<Options>& options) {
  CLI::App* command = add_subcommand(
      group, console, "redact", "Destroy one text of a case, for ever; its other texts stay",
      "verloop subject redact --position 17 --field text --data school");
  command->add_option("--position", options->position, "The event's position")
      ->required()
      ->check(whole_number());
  command->add_option("--field", options->field, "The field of the event")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& name) {
            return name.empty() ? std::string("the name of a field is missing") : std::string();
          },
          ""));
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who asks (default: the administrator)");
  add_backup_days(command, options);
  command->callback([&console, options] { redact(console, *options); });
}

void add_hold(CLI::App& group, Console& console, const std::shared_ptr<Options>& options) {
  CLI::App* command =
      add_subcommand(group, console, "hold", "Hold a person's erasure back",
                     "verloop subject hold s-OXgcOzRXrvYSy5XswgOLsw --data school --reason "
                     "\"objection pending\"");
  add_options(command, console, options);
  command->add_option("--reason", options->reason, "Why; sealed under the person")->required();
  command->callback([&console, options] {
    change(console, *options, "subject hold", {"wissen opgeschort", "erasure on hold"},
           [&](const ErasureWork& work, const SubjectId& subject, const Actor& by) {
             return hold_subject(work, subject, options->reason, by, system_now());
           });
  });
}

}  // namespace

void add_subject(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand(
      "subject", "A person in the log: show, export, erase, redact, hold, release");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* places =
      add_subcommand(*group, console, "show", "Every place where a person occurs",
                     "verloop subject show --pupil pup-1 --org school-12 --data school");
  add_options(places, console, options);
  places->callback([&console, options] { show(console, *options); });
  CLI::App* handed =
      add_subcommand(*group, console, "export", "All of a person, for the person: also every look",
                     "verloop subject export --pupil pup-1 --org school-12 --data school --as ib-1 "
                     "-o pup-1.txt");
  add_options(handed, console, options);
  handed->add_option("-o,--output", options->output,
                     "Write to this file (default: standard output); with --json as JSON");
  handed->callback([&console, options] { hand_over(console, *options); });
  add_erase(*group, console, options);
  add_redact(*group, console, options);
  add_hold(*group, console, options);
  CLI::App* release =
      add_subcommand(*group, console, "release", "Let a held erasure go",
                     "verloop subject release s-OXgcOzRXrvYSy5XswgOLsw --data school");
  add_options(release, console, options);
  release->callback([&console, options] {
    change(console, *options, "subject release", {"kan weer worden gewist", "can be erased again"},
           [](const ErasureWork& work, const SubjectId& subject, const Actor& by) {
             return release_subject(work, subject, by, system_now());
           });
  });
}

}  // namespace verloop
