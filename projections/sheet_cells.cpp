#include "projections/sheet_cells.hpp"

#include "projections/erased_value.hpp"
#include "projections/sentences.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

SheetCell truth_cell(bool truth, Language language) {
  const char* word = language == Language::nl ? (truth ? "ja" : "nee") : (truth ? "yes" : "no");
  return {SheetCell::Kind::truth, word, truth ? 1 : 0, std::nullopt};
}

/// The numbers of a list added up; none when one of them is none, or the sum has no room.
std::optional<std::int64_t> sum_of(const cel::Value& value) {
  const auto* list = value.get_if<std::shared_ptr<const cel::List>>();
  if (list == nullptr || (*list)->empty()) return std::nullopt;
  std::int64_t sum = 0;
  for (const cel::Value& item : **list) {
    const auto* number = item.get_if<std::int64_t>();
    if (number == nullptr || __builtin_add_overflow(sum, *number, &sum)) return std::nullopt;
  }
  return sum;
}

}  // namespace

SheetCell text_cell(std::string text) {
  const auto kind = text.empty() ? SheetCell::Kind::none : SheetCell::Kind::text;
  return {kind, std::move(text), 0, std::nullopt};
}

SheetCell day_cell(Date day, Language language) {
  return {SheetCell::Kind::day, in_words(day, language), 0, day};
}

const json::value* value_at(const json::object& seen, std::string_view path) {
  const json::object* object = &seen;
  for (;;) {
    const std::size_t dot = path.find('.');
    const json::value* value = object->if_contains(path.substr(0, dot));
    if (value == nullptr || dot == std::string_view::npos) return value;
    if (!value->is_object()) return nullptr;
    object = &value->get_object();
    path.remove_prefix(dot + 1);
  }
}

SheetCell SheetCells::number(std::int64_t number, SheetUnit unit) const {
  FieldType type;
  type.kind = unit == SheetUnit::cents     ? FieldKind::cents
              : unit == SheetUnit::minutes ? FieldKind::minutes
                                           : FieldKind::integer;
  return of_type(json::value(number), type);
}

SheetCell SheetCells::of_type(const json::value& value, const FieldType& type) const {
  if (const auto erased = erased_from(value)) return text_cell(erased_text(*erased, language_));
  if (type.kind == FieldKind::date && value.is_string())
    if (const auto day = parse_date(value.get_string()); day.has_value())
      return day_cell(*day, language_);
  if (type.kind == FieldKind::boolean && value.is_bool())
    return truth_cell(value.get_bool(), language_);
  if (value.is_number() && type.kind != FieldKind::minutes) {
    const auto kind =
        type.kind == FieldKind::cents ? SheetCell::Kind::cents : SheetCell::Kind::number;
    return {kind, in_words(value, type, language_), value.to_number<std::int64_t>(), std::nullopt};
  }
  if (type.kind != FieldKind::list || !value.is_array())
    return text_cell(in_words(value, type, language_));
  std::string lines;
  for (const json::value& item : value.get_array())
    lines += (lines.empty() ? "" : "\n") + in_words(item, type.element.front(), language_);
  return text_cell(std::move(lines));
}

SheetCell SheetCells::of(const json::value& value, const std::string& path) const {
  if (const Field* field = words_.field(path)) return of_type(value, field->type);
  if (value.is_string())
    if (const auto day = parse_date(value.get_string()); day.has_value())
      return day_cell(*day, language_);
  if (value.is_bool()) return truth_cell(value.get_bool(), language_);
  if (value.is_number()) return number(value.to_number<std::int64_t>(), SheetUnit::none);
  return text_cell(words_.text(value, path));
}

SheetCell SheetCells::of(const cel::Value& value, const SheetValue& described) const {
  if (described.kind == SheetValue::Kind::sum) {
    const auto sum = sum_of(value);
    return sum ? number(*sum, described.unit) : SheetCell{};
  }
  if (const auto* truth = value.get_if<bool>()) return truth_cell(*truth, language_);
  if (const auto* whole = value.get_if<std::int64_t>()) return number(*whole, described.unit);
  if (const auto* day = value.get_if<Date>()) return day_cell(*day, language_);
  if (const auto* text = value.get_if<std::string>()) return text_cell(printable(*text));
  return {};
}

json::value to_json(const SheetCell& cell) {
  json::object object{{"text", cell.text}};
  switch (cell.kind) {
    case SheetCell::Kind::none:
    case SheetCell::Kind::text:
      break;
    case SheetCell::Kind::number:
    case SheetCell::Kind::cents:
      object["value"] = cell.number;
      break;
    case SheetCell::Kind::day:
      object["value"] = format(*cell.day);
      break;
    case SheetCell::Kind::truth:
      object["value"] = cell.number != 0;
      break;
  }
  return object;
}

}  // namespace verloop
