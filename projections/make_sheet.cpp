#include "projections/make_sheet.hpp"

#include <algorithm>

#include "engine/alteration.hpp"
#include "engine/bindings.hpp"
#include "engine/case_records.hpp"
#include "engine/evolve.hpp"
#include "events/tile_proofs.hpp"
#include "projections/erased_value.hpp"
#include "projections/sentences.hpp"
#include "projections/sheet_cells.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// What one sheet is made from.
struct Making {
  const Sources& sources;
  const Reader& reader;
  const CaseState& state;
  const Definition& definition;
  cel::Bindings bindings;
  SheetCells cells;
  std::vector<Record> records;
  json::object seen;  // The values that the sheet names, as the reader sees them.
  Looks looks;

  std::string choose(const char* nl, const char* en) const {
    return reader.language == Language::nl ? nl : en;
  }
};

/// Copies the value at a path, with the keys of the lists on the way.
void pick(const json::object& from, const SchemaNode& node, std::string_view path,
          json::object& to) {
  const std::string name(path.substr(0, path.find('.')));
  const json::value* value = from.if_contains(name);
  const auto child = node.children.find(name);
  if (value == nullptr || child == node.children.end()) return;
  if (name.size() == path.size()) {
    to[name] = *value;
    return;
  }
  const std::string_view rest = path.substr(name.size() + 1);
  if (child->second.kind != SchemaNode::Kind::entries) {
    json::value& inner = to[name];
    if (!inner.is_object()) inner = json::object();
    return pick(value->as_object(), child->second, rest, inner.get_object());
  }
  json::value& inner = to[name];
  const json::array& entries = value->as_array();
  if (!inner.is_array()) inner = json::array(entries.size(), json::object());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    json::object& entry = inner.get_array()[i].as_object();
    pick(entries[i].as_object(), child->second, rest, entry);
    if (rest != child->second.key)
      pick(entries[i].as_object(), child->second, child->second.key, entry);
  }
}

/// Opens what the sheet names, and nothing beside it.
Result<> look(Making& making, const Sheet& sheet) {
  CaseState named = making.state;
  named.fields.clear();
  const SchemaNode& root = making.definition.schema.root();
  for (const SheetPart& part : sheet.parts)
    for (const SheetValue& value : part.values)
      if (value.kind == SheetValue::Kind::path)
        pick(making.state.fields, root, value.path, named.fields);
  auto seen = seen_state(making.reader, named, making.definition, making.sources.log,
                         making.sources.vault, making.looks);
  if (seen.has_error()) return seen.error();
  making.seen = std::move(*seen);
  return {};
}

SheetCell cell_of(const Making& making, const SheetValue& value, const cel::Bindings& bindings,
                  const json::object& seen, std::string_view path) {
  if (value.kind == SheetValue::Kind::text) return text_cell(value.text.in(making.reader.language));
  if (value.kind == SheetValue::Kind::path) {
    const json::value* found = value_at(seen, path);
    return found == nullptr ? SheetCell{} : making.cells.of(*found, value.path);
  }
  const auto result = value.program->evaluate(bindings);
  return result.has_error() ? SheetCell{} : making.cells.of(*result, value);
}

SheetTable rows_below(const Making& making, const SheetPart& part) {
  SheetTable table;
  table.lies = SheetTable::Lies::below;
  const Language language = making.reader.language;
  const bool has_notes =
      std::any_of(part.values.begin(), part.values.end(),
                  [](const SheetValue& value) { return !value.note.nl.empty(); });
  table.columns = {making.choose("veld", "field"), making.choose("inhoud", "content")};
  if (has_notes) table.columns.push_back(making.choose("toelichting", "note"));
  for (const SheetValue& value : part.values) {
    std::vector<SheetCell> row{text_cell(value.label.in(language)),
                               cell_of(making, value, making.bindings, making.seen, value.path)};
    if (has_notes) row.push_back(text_cell(value.note.in(language)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// The entry of a list, as it is seen, whose key is that of an entry that expressions read.
const json::object* seen_entry(const json::value* list, const std::string& key,
                               const cel::Value& entry) {
  const auto* record = entry.get_if<std::shared_ptr<const cel::RecordValue>>();
  if (list == nullptr || !list->is_array() || record == nullptr) return nullptr;
  const auto field = (*record)->fields.find(key);
  if (field == (*record)->fields.end()) return nullptr;
  const auto wanted = to_json(field->second);
  for (const json::value& one : list->get_array()) {
    const json::value* held = one.as_object().if_contains(key);
    if (held != nullptr && wanted.has_value() && *held == *wanted) return &one.get_object();
  }
  return nullptr;
}

/// The entries of a list as expressions read them.
cel::List entries_of(const Making& making, const std::string& path) {
  cel::Value at = making.bindings.at("case");
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t dot = std::min(path.find('.', from), path.size());
    const auto* record = at.get_if<std::shared_ptr<const cel::RecordValue>>();
    ensure(record != nullptr, "lists and the records on the way of a path are always there");
    const auto field = (*record)->fields.find(path.substr(from, dot - from));
    if (field == (*record)->fields.end()) return {};
    const cel::Value next = field->second;
    at = next;
    from = dot + 1;
  }
  const auto* list = at.get_if<std::shared_ptr<const cel::List>>();
  return list == nullptr ? cel::List{} : **list;
}

SheetTable rows_beside(const Making& making, const SheetPart& part) {
  SheetTable table;
  for (const SheetValue& value : part.values)
    table.columns.push_back(value.label.in(making.reader.language));
  const SchemaNode* node = making.definition.schema.find(part.list);
  const json::value* list = value_at(making.seen, part.list);
  static const json::object nothing;
  for (const cel::Value& entry : entries_of(making, part.list)) {
    cel::Bindings bindings = making.bindings;
    bindings.insert_or_assign(part.as, entry);
    if (part.where && !holds(*part.where, bindings)) continue;
    const json::object* seen = seen_entry(list, node->key, entry);
    std::vector<SheetCell> row;
    for (const SheetValue& value : part.values) {
      const bool is_column = value.path.starts_with(part.list + ".");
      row.push_back(is_column ? cell_of(making, value, bindings, seen == nullptr ? nothing : *seen,
                                        std::string_view(value.path).substr(part.list.size() + 1))
                              : cell_of(making, value, bindings, making.seen, value.path));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// The sealed fields of an event that the sheet shows, corrected ones as they were corrected.
Result<OpenedValues> open_shown(Making& making, const Counted& counted, const EventType& type,
                                const SheetPart& part) {
  std::set<std::string> wanted;
  const std::string& pattern = type.sentence.in(making.reader.language);
  for (const std::string& field : seen_fields(making.reader, *counted.record, making.definition)) {
    const bool is_listed =
        std::find(part.fields.begin(), part.fields.end(), field) != part.fields.end();
    const bool is_told = pattern.find('{' + field + '}') != std::string::npos;
    if (part.fields.empty() ? is_told : is_listed) wanted.insert(field);
  }
  OpenedValues all;
  for (const std::string& field : wanted) {
    const std::string corrected = std::string(corrected_prefix) + field;
    const auto moved = counted.moved.find(field);
    const Position at = moved == counted.moved.end() ? counted.record->position : moved->second;
    const auto page = making.sources.log.read(at, 1);
    if (page.has_error()) return page.error();
    if (page->empty()) continue;
    const std::string name = moved == counted.moved.end() ? field : corrected;
    auto opened = open_values(making.sources.log, making.sources.vault, page->front().record,
                              {name}, making.looks);
    if (opened.has_error()) return opened.error();
    if (const auto value = opened->find(name); value != opened->end()) all[field] = value->second;
  }
  return all;
}

SheetCell field_cell(const Making& making, const std::string& name, const EventType& type,
                     const Record& record, const OpenedValues& opened) {
  const Field* field = type.field(name);
  if (field == nullptr) return {};
  if (const json::value* value = record.data.if_contains(name))
    return making.cells.of_type(*value, field->type);
  const auto value = opened.find(name);
  if (value == opened.end()) return {};
  if (!value->second) return text_cell(erased_text(value->second.erased, making.reader.language));
  return making.cells.of_type(*value->second, field->type);
}

Result<SheetTable> rows_of_events(Making& making, const SheetPart& part) {
  SheetTable table;
  const Language language = making.reader.language;
  table.columns = {making.choose("datum", "date")};
  const EventType* only = making.definition.catalogue.find(part.events.front());
  for (const std::string& field : part.fields)
    table.columns.push_back(only->field(field)->label.in(language));
  if (part.fields.empty()) table.columns.push_back(making.choose("wat", "what"));
  for (const Counted& one : counted(making.records, making.definition)) {
    const Record& record = *one.record;
    const EventType* type = making.definition.catalogue.find(record.type.text);
    if (type == nullptr || !sees_event(making.reader, record, making.definition) ||
        std::find(part.events.begin(), part.events.end(), type->name) == part.events.end())
      continue;
    cel::Bindings bindings = making.bindings;
    bindings.insert_or_assign("data", data_value(record.data, *type));
    if (part.where && !holds(*part.where, bindings)) continue;
    const auto opened = open_shown(making, one, *type, part);
    if (opened.has_error()) return opened.error();
    std::vector<SheetCell> row{day_cell(record.occurred_on.day, language)};
    for (const std::string& field : part.fields)
      row.push_back(field_cell(making, field, *type, record, *opened));
    if (part.fields.empty())
      row.push_back(text_cell(sentence(record, *opened, making.reader, making.definition)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Result<SheetTable> made_of(Making& making, const SheetPart& part) {
  Result<SheetTable> table = !part.events.empty() ? rows_of_events(making, part)
                             : part.list.empty()  ? rows_below(making, part)
                                                  : rows_beside(making, part);
  if (table.has_error()) return table;
  table->label = part.label.in(making.reader.language);
  table->note = part.note.in(making.reader.language);
  return table;
}

std::string purpose_of(const Making& making, const Sheet& sheet) {
  const std::string system = sheet.system.in(making.reader.language);
  if (system.empty())
    return making.choose(
        "Dit blad is gemaakt uit het logboek en is geen koppeling met een ander systeem.",
        "This sheet was made from the log and is no connection to another system.");
  return making.reader.language == Language::nl
             ? "Overtypblad voor " + system +
                   ": er is geen koppeling. Wat hier staat wordt daar "
                   "met de hand overgenomen, in de volgorde van de schermen."
             : "Sheet to type over into " + system +
                   ": there is no connection. What stands here "
                   "is entered there by hand, in the order of its screens.";
}

void tell_about(const Making& making, const Digest& root, SheetPage& page) {
  const auto role = making.definition.procedure.roles.find(making.reader.actor.role.text);
  page.about = {
      {making.choose("zaak", "case"), making.state.id.text},
      {making.choose("gemaakt voor", "made for"),
       making.reader.actor.id.text + " (" + role->second.label.in(making.reader.language) + ")"},
      {making.choose("positie", "position"), std::to_string(making.state.position.value)},
      {making.choose("wortel", "root"), to_base64url(view(root))},
      {making.choose("werkwijze", "definition"), making.state.definition}};
  page.facts = {{"case", making.state.id.text},          {"reader", making.reader.actor.id.text},
                {"role", making.reader.actor.role.text}, {"position", making.state.position.value},
                {"root", to_base64url(view(root))},      {"definition", making.state.definition}};
}

Making making_of(const Sources& sources, const Reader& reader, const CaseState& state) {
  const Definition* definition = sources.definitions.find(state.definition);
  ensure(definition != nullptr && state.version.has_value(), "a sheet is of a case that exists");
  return {sources,
          reader,
          state,
          *definition,
          {{"case", case_value(state, *definition)}},
          SheetCells(*definition, reader.language),
          {},
          {},
          {}};
}

}  // namespace

std::optional<Refusal> too_early(const Sheet& sheet, const CaseState& state,
                                 const Definition& definition) {
  if (!sheet.when || holds(*sheet.when, {{"case", case_value(state, definition)}}))
    return std::nullopt;
  Refusal refusal = refuse(RefusalKind::state, sheet.missing);
  refusal.source = sheet.source;
  return refusal;
}

Result<Guarded<SheetPage>> make_sheet(const Sources& sources, const Reader& reader,
                                      const CaseState& state, const Sheet& sheet) {
  ensure(sheet.is_for(reader.actor.role) && !sheet.is_table,
         "a sheet is made for a role that may make it");
  Making making = making_of(sources, reader, state);
  auto records = read_case(sources.log, state.id, *state.version);
  if (records.has_error()) return records.error();
  making.records = std::move(*records);
  const auto looked = look(making, sheet);
  if (looked.has_error()) return looked.error();
  const auto root = root_of_size(sources.log, state.position.value + 1);
  if (root.has_error()) return root.error();
  SheetPage page;
  page.id = sheet.id;
  page.title = sheet.label.in(reader.language);
  page.purpose = purpose_of(making, sheet);
  page.reference = sheet.reference.in(reader.language);
  page.made = making.records.back().recorded_at;
  page.language = reader.language;
  tell_about(making, *root, page);
  for (const SheetPart& part : sheet.parts) {
    auto table = made_of(making, part);
    if (table.has_error()) return table.error();
    page.parts.push_back(std::move(*table));
  }
  return Guarded(std::move(page), sight_of(reader, std::move(making.looks), state.position));
}

std::vector<SheetCell> table_row(const Sources& sources, const Reader& reader,
                                 const CaseState& state, const Sheet& sheet) {
  Making making = making_of(sources, reader, state);
  const auto looked = look(making, sheet);
  ensure(looked.has_value() && making.looks.empty(), "a table shows open values only");
  std::vector<SheetCell> row;
  for (const SheetValue& value : sheet.parts.front().values)
    row.push_back(cell_of(making, value, making.bindings, making.seen, value.path));
  return row;
}

std::optional<Date> table_day(const CaseState& state, const Definition& definition,
                              const Sheet& sheet) {
  if (!sheet.day) return std::nullopt;
  const auto value = sheet.day->evaluate({{"case", case_value(state, definition)}});
  const Date* day = value.has_value() ? value->get_if<Date>() : nullptr;
  return day == nullptr ? std::nullopt : std::optional(*day);
}

json::object to_json(const SheetPage& page) {
  json::object object = page.facts;
  object["sheet"] = page.id;
  object["title"] = page.title;
  object["purpose"] = page.purpose;
  json::array parts;
  for (const SheetTable& table : page.parts) {
    json::array columns;
    for (const std::string& column : table.columns) columns.push_back(json::string(column));
    json::array rows;
    for (const auto& row : table.rows) {
      json::array cells;
      for (const SheetCell& cell : row) cells.push_back(to_json(cell));
      rows.push_back(std::move(cells));
    }
    parts.push_back(json::object{
        {"label", table.label}, {"columns", std::move(columns)}, {"rows", std::move(rows)}});
  }
  object["parts"] = std::move(parts);
  return object;
}

Result<Digest> root_of_size(const EventLog& log, std::uint64_t size) {
  const auto edge = edge_at(tiles_of(log), size);
  if (edge.has_error()) return edge.error();
  return edge->tree().root();
}

}  // namespace verloop
