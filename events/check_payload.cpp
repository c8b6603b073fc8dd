#include <algorithm>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "events/catalogue.hpp"
#include "events/time.hpp"

namespace verloop {
namespace {

using boost::json::value;
using Checked = std::optional<PayloadFault>;

constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;
constexpr std::size_t name_length_max = 80;

Checked check_value(const value& given, const FieldType& type, const std::string& path);

std::string under(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + '.' + std::string(name);
}

/// Whether a name may stand in a fault: an unknown one can be a value put in the wrong place.
bool is_plain_name(std::string_view name) {
  constexpr std::size_t shown_max = 40;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !name.empty() && name.size() <= shown_max && std::all_of(name.begin(), name.end(), plain);
}

std::size_t characters(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

std::string bounds(const FieldType& type, const std::string& unit) {
  std::string text;
  if (type.min) text += " at least " + std::to_string(*type.min);
  if (type.max) text += (type.min ? " and at most " : " at most ") + std::to_string(*type.max);
  return text.substr(text.empty() ? 0 : 1) + unit;
}

Checked check_size(std::size_t size, const FieldType& type, const std::string& path,
                   const std::string& unit) {
  const auto count = static_cast<std::int64_t>(size);
  if (type.min && count < *type.min) return PayloadFault{path, "too short", bounds(type, unit)};
  if (type.max && count > *type.max) return PayloadFault{path, "too long", bounds(type, unit)};
  return std::nullopt;
}

bool is_name(std::string_view text) {
  const auto allowed = [](char c) {
    return is_plain_name({&c, 1}) || std::string_view("@._/:-").find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= name_length_max &&
         std::all_of(text.begin(), text.end(), allowed);
}

Checked check_text(std::string_view text, const FieldType& type, const std::string& path) {
  const auto wrong = [&](const char* expected) {
    return PayloadFault{path, "not of the form that is expected", expected};
  };
  switch (type.kind) {
    case FieldKind::date:
      if (parse_date(text).has_error()) return wrong("an existing day as YYYY-MM-DD");
      return std::nullopt;
    case FieldKind::timestamp:
      if (parse_timestamp(text).has_error()) return wrong("a moment as RFC 3339 with an offset");
      return std::nullopt;
    case FieldKind::enumeration: {
      if (std::find(type.values.begin(), type.values.end(), text) != type.values.end())
        return std::nullopt;
      std::string expected = "one of:";
      for (const std::string& name : type.values) expected += ' ' + name;
      return PayloadFault{path, "not one of the values", expected};
    }
    case FieldKind::name:
    case FieldKind::reference:
      if (!is_name(text)) return wrong("1 to 80 letters, digits and @ . _ / : -");
      return check_size(characters(text), type, path, " characters");
    default:
      return check_size(characters(text), type, path, " characters");
  }
}

const char* expected_text(FieldKind kind) {
  switch (kind) {
    case FieldKind::date:
      return "a day as YYYY-MM-DD";
    case FieldKind::timestamp:
      return "a moment as RFC 3339 with an offset";
    default:
      return "a text";
  }
}

Checked check_number(const value& given, const FieldType& type, const std::string& path) {
  if (!given.is_int64() && !given.is_uint64())
    return PayloadFault{path, "not a whole number", "a whole number"};
  const bool huge =
      given.is_uint64() && given.get_uint64() > static_cast<std::uint64_t>(integer_max);
  const std::int64_t number = given.is_int64() ? given.get_int64()
                              : huge           ? integer_max + 1
                                               : static_cast<std::int64_t>(given.get_uint64());
  if (number > integer_max || number < -integer_max)
    return PayloadFault{path, "too large", "a whole number within 2^53 - 1 on either side of 0"};
  if (type.kind == FieldKind::minutes && number < 0)
    return PayloadFault{path, "negative", "0 or more minutes"};
  if (type.min && number < *type.min) return PayloadFault{path, "too small", bounds(type, "")};
  if (type.max && number > *type.max) return PayloadFault{path, "too large", bounds(type, "")};
  return std::nullopt;
}

Checked check_list(const value& given, const FieldType& type, const std::string& path) {
  if (!given.is_array()) return PayloadFault{path, "not a list", "a list"};
  const boost::json::array& items = given.get_array();
  if (auto fault = check_size(items.size(), type, path, " entries")) return fault;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (auto fault =
            check_value(items[i], type.element.front(), path + '[' + std::to_string(i) + ']'))
      return fault;
  return std::nullopt;
}

Checked check_members(const boost::json::object& data, const std::vector<Field>& fields,
                      const std::string& path) {
  std::vector<std::string> names;
  for (const Field& field : fields)
    if (field.type.kind != FieldKind::member) names.push_back(field.name);
  for (const auto& member : data) {
    const std::string name(member.key());
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    std::string expected = "one of:";
    for (const std::string& known : names) expected += ' ' + known;
    if (const auto near = nearest(name, names)) expected = *near;
    return PayloadFault{is_plain_name(name) ? under(path, name) : path, "unknown field", expected};
  }
  for (const Field& field : fields) {
    if (field.type.kind == FieldKind::member) continue;
    const value* given = data.if_contains(field.name);
    if (given == nullptr && field.required)
      return PayloadFault{under(path, field.name), "missing", "a value for this field"};
    if (given == nullptr) continue;
    if (auto fault = check_value(*given, field.type, under(path, field.name))) return fault;
  }
  return std::nullopt;
}

std::vector<Field> document_fields() {
  std::vector<Field> fields;
  for (const char* name : {"id", "name", "mediaType", "size", "sha256"}) {
    Field field;
    field.name = name;
    field.required = true;
    field.type.kind = FieldKind::text;
    fields.push_back(field);
  }
  fields[0].type.kind = FieldKind::name;
  fields[3].type.kind = FieldKind::integer;
  fields[3].type.min = 0;
  fields[4].type.kind = FieldKind::name;
  return fields;
}

Checked check_record(const value& given, const std::vector<Field>& fields,
                     const std::string& path) {
  if (!given.is_object()) return PayloadFault{path, "not an object", "an object with named fields"};
  return check_members(given.get_object(), fields, path);
}

Checked check_value(const value& given, const FieldType& type, const std::string& path) {
  switch (type.kind) {
    case FieldKind::text:
    case FieldKind::name:
    case FieldKind::date:
    case FieldKind::timestamp:
    case FieldKind::enumeration:
    case FieldKind::reference:
      if (!given.is_string()) return PayloadFault{path, "not a text", expected_text(type.kind)};
      return check_text(given.get_string(), type, path);
    case FieldKind::integer:
    case FieldKind::minutes:
    case FieldKind::cents:
    case FieldKind::member:
      return check_number(given, type, path);
    case FieldKind::boolean:
      if (!given.is_bool()) return PayloadFault{path, "not true or false", "true or false"};
      return std::nullopt;
    case FieldKind::document:
      return check_record(given, document_fields(), path);
    case FieldKind::list:
      return check_list(given, type, path);
    case FieldKind::record:
      return check_record(given, type.members, path);
  }
  return std::nullopt;
}

}  // namespace

std::optional<PayloadFault> check_payload(const boost::json::object& data,
                                          const std::vector<Field>& fields) {
  return check_members(data, fields, "");
}

}  // namespace verloop
