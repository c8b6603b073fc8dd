#include <algorithm>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "events/catalogue.hpp"
#include "events/json/integers.hpp"
#include "events/time.hpp"

namespace verloop {
namespace {

using boost::json::value;
using Checked = std::optional<PayloadFault>;

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

Label bounds(const FieldType& type, const Label& unit = {}) {
  Label text;
  if (type.min)
    text = {"ten minste " + std::to_string(*type.min), "at least " + std::to_string(*type.min)};
  if (type.min && type.max) text = {text.nl + " en ", text.en + " and "};
  if (type.max) {
    text.nl += "hoogstens " + std::to_string(*type.max);
    text.en += "at most " + std::to_string(*type.max);
  }
  return {text.nl + unit.nl, text.en + unit.en};
}

PayloadFault wrong(std::string path, Label problem, Label expected) {
  return {std::move(path), std::move(problem), std::move(expected), {}};
}

/// `one of: a b`
Label choice(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += ' ' + name;
  return {"een van:" + all, "one of:" + all};
}

const Label characters_unit{" tekens", " characters"};
const Label entries_unit{" onderdelen", " entries"};
const Label too_large{"te groot", "too large"};
const Label whole_number{"een geheel getal", "a whole number"};

Checked check_size(std::size_t size, const FieldType& type, const std::string& path,
                   const Label& unit) {
  const auto count = static_cast<std::int64_t>(size);
  if (type.min && count < *type.min)
    return wrong(path, {"te kort", "too short"}, bounds(type, unit));
  if (type.max && count > *type.max)
    return wrong(path, {"te lang", "too long"}, bounds(type, unit));
  return std::nullopt;
}

Label form_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::date:
      return {"een bestaande dag als JJJJ-MM-DD", "an existing day as YYYY-MM-DD"};
    case FieldKind::timestamp:
      return {"een moment als RFC 3339 met tijdzone", "a moment as RFC 3339 with an offset"};
    case FieldKind::name:
    case FieldKind::reference:
      return {"1 tot 80 letters, cijfers en @ . _ / : -",
              "1 to 80 letters, digits and @ . _ / : -"};
    default:
      return {"een tekst", "a text"};
  }
}

bool has_form(std::string_view text, FieldKind kind) {
  switch (kind) {
    case FieldKind::date:
      return parse_date(text).has_value();
    case FieldKind::timestamp:
      return parse_timestamp(text).has_value();
    case FieldKind::name:
    case FieldKind::reference:
      return is_name_value(text);
    default:
      return true;
  }
}

Checked check_text(std::string_view text, const FieldType& type, const std::string& path) {
  if (!has_form(text, type.kind)) {
    return wrong(path, {"niet in de vorm die wordt verwacht", "not of the form that is expected"},
                 form_of(type.kind));
  }
  switch (type.kind) {
    case FieldKind::date:
    case FieldKind::timestamp:
      return std::nullopt;
    case FieldKind::enumeration:
      if (std::find(type.values.begin(), type.values.end(), text) != type.values.end())
        return std::nullopt;
      return wrong(path, {"niet een van de waarden", "not one of the values"}, choice(type.values));
    default:
      return check_size(characters(text), type, path, characters_unit);
  }
}

Checked check_number(const value& given, const FieldType& type, const std::string& path) {
  if (!given.is_int64() && !given.is_uint64())
    return wrong(path, {"geen geheel getal", "not a whole number"}, whole_number);
  const bool huge =
      given.is_uint64() && given.get_uint64() > static_cast<std::uint64_t>(integer_max);
  const std::int64_t number = given.is_int64() ? given.get_int64()
                              : huge           ? integer_max + 1
                                               : static_cast<std::int64_t>(given.get_uint64());
  if (number > integer_max || number < -integer_max) {
    return wrong(path, too_large,
                 {"een geheel getal binnen 2^53 - 1 aan weerszijden van 0",
                  "a whole number within 2^53 - 1 on either side of 0"});
  }
  if (type.kind == FieldKind::minutes && number < 0)
    return wrong(path, {"negatief", "negative"}, {"0 of meer minuten", "0 or more minutes"});
  if (type.min && number < *type.min) return wrong(path, {"te klein", "too small"}, bounds(type));
  if (type.max && number > *type.max) return wrong(path, too_large, bounds(type));
  return std::nullopt;
}

Checked check_list(const value& given, const FieldType& type, const std::string& path) {
  if (!given.is_array()) return wrong(path, {"geen lijst", "not a list"}, {"een lijst", "a list"});
  const boost::json::array& items = given.get_array();
  if (auto fault = check_size(items.size(), type, path, entries_unit)) return fault;
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
    auto meant = nearest(name, names);
    return PayloadFault{is_plain_name(name) ? under(path, name) : path,
                        {"onbekend veld", "unknown field"},
                        meant ? Label{*meant, *meant} : choice(names),
                        meant};
  }
  for (const Field& field : fields) {
    if (field.type.kind == FieldKind::member) continue;
    const value* given = data.if_contains(field.name);
    if (given == nullptr && field.required)
      return wrong(under(path, field.name), {"ontbreekt", "missing"},
                   {"een waarde voor dit veld", "a value for this field"});
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

/// What is asked of a value that is not even a text.
Label text_of(FieldKind kind) {
  const bool has_format = kind == FieldKind::date || kind == FieldKind::timestamp;
  return has_format ? form_of(kind) : form_of(FieldKind::text);
}

Checked check_record(const value& given, const std::vector<Field>& fields,
                     const std::string& path) {
  if (!given.is_object()) {
    return wrong(path, {"geen object", "not an object"},
                 {"een object met velden met een naam", "an object with named fields"});
  }
  if (fields.empty()) return std::nullopt;  // Whose fields they are is known elsewhere.
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
      if (!given.is_string()) return wrong(path, {"geen tekst", "not a text"}, text_of(type.kind));
      return check_text(given.get_string(), type, path);
    case FieldKind::integer:
    case FieldKind::minutes:
    case FieldKind::cents:
    case FieldKind::member:
      return check_number(given, type, path);
    case FieldKind::boolean:
      if (!given.is_bool())
        return wrong(path, {"niet waar of onwaar", "not true or false"},
                     {"true of false", "true or false"});
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

bool is_name_value(std::string_view text) {
  const auto allowed = [](char c) {
    return is_plain_name({&c, 1}) || std::string_view("@._/:-").find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= name_length_max &&
         std::all_of(text.begin(), text.end(), allowed);
}

std::optional<PayloadFault> check_payload(const boost::json::object& data,
                                          const std::vector<Field>& fields) {
  return check_members(data, fields, "");
}

}  // namespace verloop
