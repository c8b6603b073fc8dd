#include "tools/verloop/subject_places.hpp"

#include "events/case_key.hpp"
#include "projections/access_search.hpp"
#include "projections/erased_value.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// Who asks, and in which language.
struct Asking {
  Instance& instance;
  const ActorId& actor;
  Language language;
  std::vector<Sight>& sights;
};

/// The value as the actor may see it; none when it may not.
Result<std::optional<json::value>> value_at(const Asking& asking, const Record& record,
                                            const std::string& field) {
  const auto reader =
      reader_of_case(asking.instance, asking.actor, record.case_id, asking.language);
  if (reader.has_error()) return reader.error();
  const Definition* definition = asking.instance.definitions().find(record.procedure);
  if (!*reader || definition == nullptr ||
      !seen_fields(**reader, record, *definition).contains(field))
    return std::optional<json::value>();
  Looks looks;
  auto opened = open_values(asking.instance.log(), asking.instance.vault(), record, {field}, looks);
  if (opened.has_error()) return opened.error();
  add_sight(asking.sights, (*reader)->actor, std::move(looks), record.position);
  const auto value = opened->find(field);
  if (value == opened->end()) return std::optional<json::value>();
  if (!value->second) return std::optional<json::value>(erased_json(value->second.erased));
  return std::optional<json::value>(std::move(*value->second));
}

Result<json::object> row_of(const Asking& asking, const SealedPlace& place) {
  const auto page = asking.instance.log().read(place.position, 1);
  if (page.has_error()) return page.error();
  if (page->empty())
    return Error{Errc::tampered, "a value lies at position " +
                                     std::to_string(place.position.value) + ", where no event is"};
  const Record& record = page->front().record;
  json::object row{{"position", place.position.value},
                   {"case", record.case_id.text},
                   {"version", record.version.value},
                   {"type", record.type.text},
                   {"field", place.field}};
  auto value = value_at(asking, record, place.field);
  if (value.has_error()) return value.error();
  const auto erased = asking.instance.vault().erased(place.subject);
  if (erased.has_error()) return erased.error();
  if (*value)
    row["value"] = std::move(**value);
  else if (*erased)
    row["value"] = erased_json(**erased);
  return row;
}

/// Who had an emergency look at a case of the person, by the access log.
Result<json::array> emergencies_about(const EventLog& access, const SubjectId& subject) {
  AccessQuery query;
  query.subject = subject;
  query.type = "EmergencyOpened";
  json::array rows;
  const auto visited = visit_access(access, query, [&rows](const Record& entry) {
    rows.push_back(json::object{{"case", entry.data.at("case")},
                                {"recordedAt", format(entry.recorded_at)},
                                {"until", entry.data.at("until")},
                                {"role", entry.actor.role.text},
                                {"org", entry.actor.org.text}});
    return true;
  });
  if (visited.has_error()) return visited.error();
  return rows;
}

}  // namespace

Result<std::optional<Reader>> reader_of_case(Instance& instance, const ActorId& actor,
                                             const CaseId& id, Language language) {
  if (!is_case_id(id.text)) return std::optional<Reader>();
  const auto loaded = instance.processor().find_for(actor, id, instance.now());
  if (loaded.has_error()) {
    if (loaded.error().code == Errc::not_found) return std::optional<Reader>();
    return loaded.error();
  }
  const Definition* definition = instance.definitions().find((*loaded)->state.definition);
  const auto reader =
      reader_of(actor, std::nullopt, **loaded, *definition, instance.rights(), language);
  if (reader.has_error()) return reader.error();
  const auto* found = std::get_if<Reader>(&*reader);
  return found == nullptr ? std::optional<Reader>() : std::optional<Reader>(*found);
}

Result<GuardedPlaces> subject_places(Instance& instance, const SubjectId& subject,
                                     const ActorId& reader, Language language) {
  const auto present = present_key(instance.vault(), subject);
  if (present.has_error()) return present.error();
  const auto erased = instance.vault().erased(*present);
  if (erased.has_error()) return erased.error();
  const auto has_key = instance.vault().has_key(*present);
  if (has_key.has_error()) return has_key.error();
  const auto keys = keys_until_present(instance.vault(), subject);
  if (keys.has_error()) return keys.error();
  const auto places = instance.log().places_of(*keys);
  if (places.has_error()) return places.error();
  if (!*erased && !*has_key && places->empty())
    return GuardedPlaces(std::nullopt, std::vector<Sight>());
  const auto subjects = Subjects::read(instance.log());
  if (subjects.has_error()) return subjects.error();
  json::object answer{{"subject", as_ordered(subject).text}};
  if (*erased) answer["erased"] = erased_json(**erased);
  if (const auto held = subjects->hold_on(as_ordered(subject))) answer["heldAt"] = held->value;
  json::array rows;
  std::vector<Sight> sights;
  for (const SealedPlace& place : *places) {
    auto row = row_of({instance, reader, language, sights}, place);
    if (row.has_error()) return row.error();
    rows.push_back(std::move(*row));
  }
  answer["places"] = std::move(rows);
  auto emergencies = emergencies_about(instance.access().log(), as_ordered(subject));
  if (emergencies.has_error()) return emergencies.error();
  if (!emergencies->empty()) answer["emergencies"] = std::move(*emergencies);
  return GuardedPlaces(std::move(answer), std::move(sights));
}

}  // namespace verloop
