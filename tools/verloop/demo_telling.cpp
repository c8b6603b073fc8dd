#include "tools/verloop/demo_telling.hpp"

#include <algorithm>

#include "projections/case_answers.hpp"
#include "projections/erased_value.hpp"
#include "tools/verloop/case_text.hpp"
#include "tools/verloop/in_dutch.hpp"

namespace verloop {
namespace {

void title(const Console& console, const std::string& nl, const std::string& en) {
  const std::string& text = console.choose(nl, en);
  console.print("\n== " + text + " ==");
}

/// What one reader gets of the case, as text; empty after a message.
struct Shown {
  Console& console;
  Instance& instance;
  const LoadedCase& loaded;
  const Definition& definition;
  Date on;
};

/// A case with those who look at it.
struct Opened {
  std::string story;
  LoadedCase loaded;
  const Definition* definition = nullptr;
  std::vector<Reader> readers;
};

/// None after a message.
std::optional<Opened> open_case(Console& console, Instance& instance, const PlayedCase& played) {
  const auto found = instance.processor().find(played.id);
  if (found.has_error()) {
    console.fail(found.error());
    return std::nullopt;
  }
  Opened opened{played.story, **found, instance.definitions().find((*found)->state.definition), {}};
  for (const ActorId& actor : played.readers) {
    const auto reader = reader_of(actor, std::nullopt, opened.loaded, *opened.definition,
                                  instance.rights(), console.language());
    if (reader.has_error() || !std::holds_alternative<Reader>(*reader)) {
      console.fail(Exit::storage_failure, "no view for " + actor.text);
      return std::nullopt;
    }
    opened.readers.push_back(std::get<Reader>(*reader));
  }
  return opened;
}

Shown shown_of(Console& console, Instance& instance, const Opened& opened, Date on) {
  return {console, instance, opened.loaded, *opened.definition, on};
}

std::uint64_t event_count(const Shown& shown) {
  return shown.loaded.state.version->value + 1;
}

/// What one reader sees of the case; none after a message.
std::optional<boost::json::object> answer_for(const Shown& shown, const Reader& reader) {
  auto answer = shown.instance.hand_out(
      case_answer(shown.instance.sources(), reader, shown.loaded.state, shown.on), "demo");
  if (answer.has_value()) return std::move(*answer);
  shown.console.fail(answer.error());
  return std::nullopt;
}

std::optional<boost::json::object> history_for(const Shown& shown, const Reader& reader) {
  auto history = shown.instance.hand_out(
      history_answer(shown.instance.sources(), reader, shown.loaded.state.id, {}, Detail::events),
      "demo");
  if (history.has_value()) return std::move(*history);
  shown.console.fail(history.error());
  return std::nullopt;
}

bool show_history(const Shown& shown, const Reader& reader) {
  const auto history = history_for(shown, reader);
  if (history) shown.console.print(history_text(*history, reader, shown.definition));
  return history.has_value();
}

bool show_view(const Shown& shown, const Reader& reader) {
  const auto answer = answer_for(shown, reader);
  const auto history = history_for(shown, reader);
  if (!answer || !history) return false;
  const Console& console = shown.console;
  const std::size_t seen = history->at("events").as_array().size();
  const std::string people = people_text(*answer, shown.definition, reader.language);
  console.print("\n" + summary_text(*answer, reader, shown.definition) +
                judgement_text(*answer, shown.definition, console.language()));
  console.print(
      console.choose("Ziet ", "Sees ") + std::to_string(seen) + console.choose(" van de ", " of ") +
      std::to_string(event_count(shown)) +
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
  const auto answer = answer_for(shown, reader);
  if (!answer) return false;
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

/// Signs and checks everything; none after a message.
std::optional<VerifyReport> checked(Console& console, Instance& instance) {
  const auto finished = instance.finish();
  if (finished.has_value()) return verify_log(instance.contents(), instance.vault());
  console.fail(finished.error());
  return std::nullopt;
}

/// The same as one JSON object: all cases, views of the first by role and its compliance, the check
/// of the log, and that after the erasure.
void print_json(Console& console, Instance& instance, const std::vector<Opened>& all,
                Timestamp at) {
  namespace json = boost::json;
  const Date on = day_in_amsterdam(at);
  json::array cases;
  for (const Opened& opened : all) {
    const Shown shown = shown_of(console, instance, opened, on);
    auto answer = answer_for(shown, opened.readers.front());
    if (!answer) return;
    cases.push_back(json::object{
        {"story", opened.story}, {"events", event_count(shown)}, {"case", std::move(*answer)}});
  }
  const Shown shown = shown_of(console, instance, all.front(), on);
  json::object views;
  for (const Reader& reader : all.front().readers) {
    auto answer = answer_for(shown, reader);
    auto history = history_for(shown, reader);
    if (!answer || !history) return;
    views[reader.actor.role.text] =
        json::object{{"case", std::move(*answer)}, {"history", std::move(*history)}};
  }
  const auto before = checked(console, instance);
  if (!before) return;
  const auto erased = erase_first(shown, at);
  if (!erased) return;
  const auto after = checked(console, instance);
  if (!after) return;
  if (!before->faults.empty() || !after->faults.empty()) console.status = Exit::answer_is_no;
  console.print(json::value(json::object{
      {"cases", std::move(cases)},
      {"views", std::move(views)},
      {"compliance",
       compliance_answer(all.front().readers.front(), shown.loaded.state, shown.definition, on)},
      {"verified", before->faults.empty()},
      {"erased", erased_json(*erased)},
      {"verifiedAfterErasure", after->faults.empty()},
      {"size", before->size},
      {"verifierKey", format(instance.log().verifier_key())}}));
}

/// All cases in short, each as its first reader sees it. False after a message.
bool show_overviews(Console& console, Instance& instance, const std::vector<Opened>& all, Date on) {
  title(console, "De zaken in het kort", "The cases in short");
  std::string text;
  for (const Opened& opened : all) {
    const Shown shown = shown_of(console, instance, opened, on);
    const Reader& reader = opened.readers.front();
    const auto answer = answer_for(shown, reader);
    if (!answer) return false;
    text += "\n" + opened.story + "\n" +
            overview_text(*answer, event_count(shown), reader, shown.definition);
  }
  text.pop_back();
  console.print(text);
  return true;
}

/// The rest is of one case.
void tell_in_full(const Shown& shown, const std::vector<Reader>& readers, Timestamp at) {
  Console& console = shown.console;
  const std::string& id = shown.loaded.state.id.text;
  title(console, "Het verloop van " + id + ", gebeurtenis voor gebeurtenis",
        "The course of " + id + ", event by event");
  if (!show_history(shown, readers.front())) return;
  title(console, "De naleving van " + id + ", regel voor regel",
        "The compliance of " + id + ", rule by rule");
  show_compliance(shown, readers.front());
  title(console, "Wat " + std::to_string(readers.size()) + " rollen van " + id + " zien",
        "What " + std::to_string(readers.size()) + " roles see of " + id);
  for (const Reader& reader : readers) {
    if (!show_view(shown, reader)) return;
  }
  title(console, "Controle van het logboek", "Verification of the log");
  if (!verify(console, shown.instance)) return;
  title(console, "Een leerling wordt vergeten", "A pupil is forgotten");
  if (!show_erasure(shown, readers.front(), at)) return;
  if (verify(console, shown.instance)) print_marks(console, shown.instance);
}

}  // namespace

void tell_demo(Console& console, Instance& instance, const std::vector<PlayedCase>& played,
               Timestamp at) {
  std::vector<Opened> all;
  for (const PlayedCase& one : played) {
    auto opened = open_case(console, instance, one);
    if (!opened) return;
    all.push_back(std::move(*opened));
  }
  const Date on = day_in_amsterdam(at);
  if (console.json) return print_json(console, instance, all, at);
  if (!show_overviews(console, instance, all, on)) return;
  tell_in_full(shown_of(console, instance, all.front(), on), all.front().readers, at);
}

}  // namespace verloop
