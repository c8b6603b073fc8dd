#include "projections/form_answer.hpp"

#include <algorithm>
#include <set>

#include "engine/alteration.hpp"
#include "engine/case_records.hpp"
#include "engine/entries.hpp"
#include "events/open_values.hpp"
#include "projections/case_documents.hpp"
#include "projections/seen_deadlines.hpp"

namespace verloop {
namespace {

std::optional<std::string> text_of(const cel::Program& program, const cel::Bindings& known) {
  const auto value = program.evaluate(known);
  if (value.has_error()) return std::nullopt;
  if (const Date* day = value->get_if<Date>()) return format(*day);
  if (const auto* text = value->get_if<std::string>()) return *text;
  if (const auto* number = value->get_if<std::int64_t>()) return std::to_string(*number);
  return std::nullopt;
}

/// None when the list has no such entry.
std::optional<std::map<std::string, std::string>> values_of(const Reader& reader,
                                                            const CaseState& state,
                                                            const Definition& definition,
                                                            const FormExport& form,
                                                            const std::string& wanted) {
  std::optional<std::map<std::string, std::string>> values;
  const cel::Bindings bindings = judging_bindings(state, definition, state.last_day);
  for_each_entry(form.over, definition.schema, bindings,
                 [&](const std::string& entry, const cel::Bindings& known) {
                   if (entry != wanted) return;
                   values.emplace();
                   for (const auto& [name, program] : form.values) {
                     if (!sees_all_read(reader, definition, program, &*form.over, entry)) continue;
                     if (auto text = text_of(program, known)) values->emplace(name, *text);
                   }
                 });
  return values;
}

/// Whether the record speaks of the member, and the reader may see this field of it.
bool sees_field(const Reader& reader, const Record& record, const Definition& definition,
                std::int64_t member, const std::string& field) {
  const auto members = members_in(record, definition);
  if (std::find(members.begin(), members.end(), member) == members.end()) return false;
  if (!sees_event(reader, record, definition)) return false;
  return seen_fields(reader, record, definition).contains(field);
}

/// The field of the record that holds a document of the member which the reader may see; empty:
/// none.
std::string document_field(const Reader& reader, const Record& record, const Definition& definition,
                           const FormExport& form, std::int64_t member) {
  const EventType* type = definition.catalogue.find(record.type.text);
  const auto listed = type == nullptr ? form.documents.end() : form.documents.find(type->name);
  if (listed == form.documents.end()) return {};
  return sees_field(reader, record, definition, member, listed->second) ? listed->second
                                                                        : std::string();
}

/// Where a document lies: in the record that holds it, under the name that it has there.
struct Lying {
  const Record* record = nullptr;
  std::string field;
};

/// A document that was corrected lies in the correction.
Lying lying(const Counted& one, const std::string& field, const std::vector<Record>& records) {
  const auto moved = one.moved.find(field);
  if (moved == one.moved.end()) return {one.record, field};
  for (const Record& record : records)
    if (record.position == moved->second) return {&record, std::string(corrected_prefix) + field};
  return {};
}

/// What a document is looked for with.
struct Wanted {
  const Reader& reader;
  const Definition& definition;
  const FormExport& form;
  std::int64_t member;
};

/// The newest that counts: what was retracted does not.
Result<std::optional<OpenedDocument>> newest_document(const DocumentSources& sources,
                                                      const Wanted& wanted,
                                                      const std::vector<Record>& records,
                                                      Looks& looks) {
  const std::vector<Counted> all = counted(records, wanted.definition);
  Lying newest;
  for (const Counted& one : all) {
    const std::string field =
        document_field(wanted.reader, *one.record, wanted.definition, wanted.form, wanted.member);
    const bool is_there = one.record->sealed.contains(field) || one.moved.contains(field);
    if (is_there) newest = lying(one, field, records);
  }
  if (newest.record == nullptr) return std::optional<OpenedDocument>();
  auto opened = open_document(sources, *newest.record, newest.field, looks);
  if (opened.has_error()) return opened.error();
  return std::optional<OpenedDocument>(std::move(*opened));
}

/// The fields of the record that the procedure says names of people stand in.
std::set<std::string> name_fields(const Record& record, const Definition& definition) {
  std::set<std::string> fields;
  const EventType* type = definition.catalogue.find(record.type.text);
  if (type == nullptr) return fields;
  for (const TextFind& find : definition.procedure.text_checks.finds) {
    const auto named = find.names.find(type->name);
    if (named != find.names.end()) fields.insert(named->second.begin(), named->second.end());
  }
  return fields;
}

/// All that count, of the member.
Result<std::vector<std::string>> names_of(const Sources& sources, const Wanted& wanted,
                                          const std::vector<Record>& records, Looks& looks) {
  std::vector<std::string> names;
  const std::vector<Counted> all = counted(records, wanted.definition);
  for (const Counted& one : all) {
    for (const std::string& field : name_fields(*one.record, wanted.definition)) {
      if (!sees_field(wanted.reader, *one.record, wanted.definition, wanted.member, field))
        continue;
      if (!one.record->sealed.contains(field) && !one.moved.contains(field)) continue;
      const Lying lies = lying(one, field, records);
      if (lies.record == nullptr) continue;
      const auto opened =
          open_values(sources.log, sources.vault, *lies.record, {lies.field}, looks);
      if (opened.has_error()) return opened.error();
      for (const auto& [name, value] : *opened)
        if (value && value->is_string()) names.emplace_back(value->get_string());
    }
  }
  return names;
}

std::optional<SubjectId> subject_of(const LoadedCase& loaded, std::int64_t member) {
  for (const auto& [subject, number] : loaded.members)
    if (number == member) return subject;
  return std::nullopt;
}

}  // namespace

Result<std::optional<Guarded<FormAnswer>>> form_answer(
    const Sources& sources, const DocumentStore& store, const Reader& reader,
    const LoadedCase& loaded, const FormExport& form, std::int64_t member) {
  const CaseState& state = loaded.state;
  const Definition* definition = sources.definitions.find(state.definition);
  ensure(definition != nullptr, "a loaded case has its definition");
  ensure(form.over.has_value(), "a form goes over a list");
  const std::string entry = std::to_string(member);
  std::optional<Guarded<FormAnswer>> none;
  if (!sees_entry(reader, *definition, *form.over, entry)) return none;
  auto values = values_of(reader, state, *definition, form, entry);
  if (!values) return none;
  const auto records = read_case(sources.log, state.id, *state.version);
  if (records.has_error()) return records.error();
  Looks looks;
  auto document = newest_document({sources.log, sources.vault, store},
                                  {reader, *definition, form, member}, *records, looks);
  if (document.has_error()) return document.error();
  auto names = names_of(sources, {reader, *definition, form, member}, *records, looks);
  if (names.has_error()) return names.error();
  if (const auto subject = subject_of(loaded, member)) looks[state.id].subjects.insert(*subject);
  const Position position{sources.log.tail().size};
  return std::optional(
      Guarded(FormAnswer{std::move(*values), std::move(*document), std::move(*names)},
              sight_of(reader, std::move(looks), position)));
}

}  // namespace verloop
