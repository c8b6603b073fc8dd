#include "engine/entries.hpp"

#include "engine/evolve.hpp"

namespace verloop {
namespace {

/// The column that tells the entries of the list apart; empty when it has none.
std::string key_column(const cel::Program& list, const CaseSchema& schema) {
  const std::vector<std::string> paths = list.paths();
  if (paths.empty() || !paths.front().starts_with("case.")) return {};
  const SchemaNode* node = schema.find(paths.front().substr(5));
  return node == nullptr ? std::string() : node->key;
}

std::string key_of(const cel::Value& value, const std::string& column, std::size_t index) {
  const auto* record = value.get_if<std::shared_ptr<const cel::RecordValue>>();
  if (record == nullptr) return std::to_string(index);
  const auto field = (*record)->fields.find(column);
  if (field == (*record)->fields.end()) return std::to_string(index);
  if (const auto* number = field->second.get_if<std::int64_t>()) return std::to_string(*number);
  if (const auto* text = field->second.get_if<std::string>()) return *text;
  return std::to_string(index);
}

}  // namespace

cel::Bindings judging_bindings(const CaseState& state, const Definition& definition, Date today) {
  return {{"case", case_value(state, definition)},
          {"settings", settings_value(state, definition, {today, std::nullopt})},
          {"today", cel::Value::of(today)}};
}

std::optional<Date> date_of(const cel::Program& program, const cel::Bindings& bindings) {
  const auto value = program.evaluate(bindings);
  const Date* day = value.has_value() ? value->get_if<Date>() : nullptr;
  return day == nullptr ? std::nullopt : std::optional<Date>(*day);
}

std::optional<Date> date_of(const std::optional<cel::Program>& program,
                            const cel::Bindings& bindings) {
  return program ? date_of(*program, bindings) : std::nullopt;
}

void for_each_entry(const std::optional<Over>& over, const CaseSchema& schema,
                    const cel::Bindings& bindings, const EntryVisit& visit) {
  if (!over) return visit(std::string(), bindings);
  const auto list = over->list.evaluate(bindings);
  const auto* items = list.has_value() ? list->get_if<std::shared_ptr<const cel::List>>() : nullptr;
  if (items == nullptr || (*items)->empty()) return;
  const std::string column = key_column(over->list, schema);
  cel::Bindings inner = bindings;
  for (std::size_t index = 0; index < (*items)->size(); ++index) {
    const cel::Value& item = (**items)[index];
    inner.insert_or_assign(over->as, item);
    visit(key_of(item, column, index), inner);
  }
}

}  // namespace verloop
