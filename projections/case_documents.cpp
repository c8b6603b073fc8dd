#include "projections/case_documents.hpp"

#include <algorithm>

#include "engine/alteration.hpp"
#include "events/json/text_in.hpp"
#include "projections/erased_value.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;

/// The field of a type that a sealed field of a record is; of a correction, the one that it
/// corrects. Null when it is none.
const Field* field_of(const Record& record, const std::string& name, const Definition& definition) {
  if (!is_alteration(record.type.text) || !name.starts_with(corrected_prefix)) {
    const EventType* type = definition.catalogue.find(record.type.text);
    return type == nullptr ? nullptr : type->field(name);
  }
  // Of which version of its type the entry is, a correction does not say.
  const Field* known = nullptr;
  const std::string entry_type = text_in(record.data, "entryType");
  for (const auto& [id, type] : definition.catalogue.types()) {
    const Field* field = type.field(name.substr(corrected_prefix.size()));
    const bool is_better = known == nullptr || known->type.kind != FieldKind::document;
    if (type.name == entry_type && field != nullptr && is_better) known = field;
  }
  return known;
}

/// The documents of an event that the reader may see.
std::set<std::string> seen_documents(const Reader& reader, const Record& record,
                                     const Definition& definition) {
  std::set<std::string> documents = document_fields(record, definition);
  if (documents.empty()) return documents;
  const std::set<std::string> seen = seen_fields(reader, record, definition);
  std::erase_if(documents, [&seen](const std::string& field) { return !seen.contains(field); });
  return documents;
}

/// A list of them in the making.
struct Listing {
  const Sources& sources;
  const DocumentStore& store;
  const Reader& reader;
  Looks looks;
  json::array rows;
};

Result<> add_documents(const Record& record, Listing& listing) {
  const Definition* definition = listing.sources.definitions.find(record.procedure);
  if (definition == nullptr) return {};
  const std::set<std::string> fields = seen_documents(listing.reader, record, *definition);
  const auto opened =
      open_values(listing.sources.log, listing.sources.vault, record, fields, listing.looks);
  if (opened.has_error()) return opened.error();
  const EventType* type = definition->catalogue.find(record.type.text);
  for (const auto& [name, value] : *opened) {
    const auto stored = listing.store.find(record.position, name);
    if (stored.has_error()) return stored.error();
    const std::string& label =
        field_of(record, name, *definition)->label.in(listing.reader.language);
    listing.rows.push_back(json::object{
        {"position", record.position.value},
        {"version", record.version.value},
        {"type", record.type.text},
        {"label", type == nullptr ? record.type.text : type->label.in(listing.reader.language)},
        {"field", name},
        {"fieldLabel", label.empty() ? name : label},
        {"document", value ? *value : json::value(erased_json(value.erased))},
        {"handedOver", value.has_value() && stored->has_value()}});
  }
  return {};
}

}  // namespace

std::set<std::string> document_fields(const Record& record, const Definition& definition) {
  std::set<std::string> fields;
  for (const auto& [name, digest] : record.sealed) {
    const Field* field = field_of(record, name, definition);
    if (field != nullptr && field->type.kind == FieldKind::document) fields.insert(name);
  }
  return fields;
}

Result<Guarded<json::object>> documents_answer(const Sources& sources, const DocumentStore& store,
                                               const Reader& reader, const CaseId& id) {
  Listing listing{sources, store, reader, {}, {}};
  Position last;
  for (Version from;;) {
    const auto page = sources.log.read_stream(id, from, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      auto added = add_documents(stored.record, listing);
      if (added.has_error()) return added.error();
      from = stored.record.version.next();
      last = stored.record.position;
    }
    if (page->size() < page_size) break;
  }
  json::object answer{{"case", id.text}, {"documents", std::move(listing.rows)}};
  return Guarded(std::move(answer), Sight{reader.actor, std::move(listing.looks), last});
}

Result<std::optional<Record>> find_document(const Sources& sources, const Reader& reader,
                                            const CaseId& id, Position position,
                                            const std::string& field) {
  const std::optional<Record> none;
  if (position.value >= sources.log.tail().size) return none;
  auto page = sources.log.read(position, 1);
  if (page.has_error()) return page.error();
  if (page->empty() || page->front().record.case_id != id) return none;
  Record& record = page->front().record;
  const Definition* definition = sources.definitions.find(record.procedure);
  if (definition == nullptr || !seen_documents(reader, record, *definition).contains(field))
    return none;
  return std::optional(std::move(record));
}

Result<Guarded<OpenedDocument>> document_answer(const Sources& sources, const DocumentStore& store,
                                                const Reader& reader, const Record& record,
                                                const std::string& field) {
  Looks looks;
  auto opened = open_document({sources.log, sources.vault, store}, record, field, looks);
  if (opened.has_error()) return opened.error();
  return Guarded(std::move(*opened), Sight{reader.actor, std::move(looks), record.position});
}

bool may_hand_over(const Reader& reader, const Record& record, const Definition& definition) {
  if (reader.actor.id == record.actor.id) return true;
  const Action* action = definition.procedure.action(record.action.text);
  return action != nullptr &&
         std::find(action->by.begin(), action->by.end(), reader.actor.role) != action->by.end();
}

}  // namespace verloop
