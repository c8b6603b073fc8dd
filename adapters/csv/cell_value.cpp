#include "adapters/csv/cell_value.hpp"

#include <algorithm>
#include <charconv>

#include <boost/json/array.hpp>

#include "events/json/integers.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

using CellValue = std::variant<json::value, CellFault>;

std::string lower(std::string text) {
  for (char& letter : text)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return text;
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `1250`, `1250,5`, `1250.50`.
std::optional<std::int64_t> cents_in(std::string_view text) {
  const std::size_t mark = text.find_first_of(",.");
  const std::string_view euros = text.substr(0, mark);
  std::string decimals(mark == std::string_view::npos ? "" : text.substr(mark + 1));
  if (!is_digits(euros) || (mark != std::string_view::npos && !is_digits(decimals)))
    return std::nullopt;
  if (decimals.size() > 2) return std::nullopt;
  decimals.resize(2, '0');
  const auto whole = number_in(euros);
  if (!whole || *whole > integer_max / 100 - 1) return std::nullopt;
  return *whole * 100 + number_in(decimals).value_or(0);
}

CellValue word(const std::string& text, const FieldType& type) {
  std::vector<std::string> words;
  for (const std::string& value : type.values) {
    words.push_back(value);
    const auto label = type.value_labels.find(value);
    if (label != type.value_labels.end()) {
      words.push_back(label->second.nl);
      words.push_back(label->second.en);
    }
    const auto is_same = [&](const std::string& known) { return lower(known) == lower(text); };
    if (is_same(value) || (label != type.value_labels.end() &&
                           (is_same(label->second.nl) || is_same(label->second.en))))
      return json::value(json::string(value));
  }
  return CellFault{cell_words(type), nearest(text, words)};
}

CellValue yes_or_no(const std::string& text) {
  const std::string said = lower(text);
  for (const char* yes : {"ja", "yes", "true", "waar", "1"})
    if (said == yes) return json::value(true);
  for (const char* no : {"nee", "no", "false", "onwaar", "0"})
    if (said == no) return json::value(false);
  FieldType type;
  type.kind = FieldKind::boolean;
  return CellFault{cell_words(type), std::nullopt};
}

CellValue items(const std::string& text, const FieldType& type) {
  json::array list;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t bar = std::min(text.find('|', at), text.size());
    std::string item = text.substr(at, bar - at);
    const std::size_t first = item.find_first_not_of(' ');
    if (first != std::string::npos)
      item = item.substr(first, item.find_last_not_of(' ') - first + 1);
    auto value = cell_value(item, type.element.front());
    if (std::holds_alternative<CellFault>(value)) return value;
    list.push_back(std::get<json::value>(std::move(value)));
    at = bar + 1;
  }
  return json::value(std::move(list));
}

Label words_of(const FieldType& type) {
  Label words{"een van: ", "one of: "};
  for (const std::string& value : type.values) {
    const auto label = type.value_labels.find(value);
    const bool is_labelled = label != type.value_labels.end();
    const std::string comma = value == type.values.front() ? "" : ", ";
    words.nl += comma + (is_labelled ? label->second.nl : value);
    words.en += comma + (is_labelled ? label->second.en : value);
  }
  return words;
}

}  // namespace

std::optional<Date> cell_day(const std::string& text) {
  if (const auto day = parse_date(text); day.has_value()) return *day;
  const std::size_t first = text.find('-');
  const std::size_t second = first == std::string::npos ? first : text.find('-', first + 1);
  if (second == std::string::npos || text.size() - second != 5 || first > 2 || second - first > 3)
    return std::nullopt;
  const auto two = [](const std::string& part) { return part.size() == 1 ? '0' + part : part; };
  const auto day =
      parse_date(text.substr(second + 1) + '-' + two(text.substr(first + 1, second - first - 1)) +
                 '-' + two(text.substr(0, first)));
  return day.has_value() ? std::optional<Date>(*day) : std::nullopt;
}

CellValue cell_value(const std::string& text, const FieldType& type) {
  switch (type.kind) {
    case FieldKind::date: {
      const auto day = cell_day(text);
      if (!day) return CellFault{cell_words(type), std::nullopt};
      return json::value(json::string(format(*day)));
    }
    case FieldKind::integer:
    case FieldKind::minutes:
    case FieldKind::cents: {
      const auto number = type.kind == FieldKind::cents ? cents_in(text) : number_in(text);
      if (!number) return CellFault{cell_words(type), std::nullopt};
      return json::value(*number);
    }
    case FieldKind::boolean:
      return yes_or_no(text);
    case FieldKind::enumeration:
      return word(text, type);
    case FieldKind::list:
      return items(text, type);
    case FieldKind::text:
    case FieldKind::name:
    case FieldKind::timestamp:
    case FieldKind::reference:
    case FieldKind::document:
    case FieldKind::member:
    case FieldKind::record:
      return json::value(json::string(text));
  }
  return json::value(json::string(text));
}

Label cell_words(const FieldType& type) {
  switch (type.kind) {
    case FieldKind::date:
      return {"een dag, zoals 2026-03-10 of 10-3-2026", "a day, like 2026-03-10 or 10-3-2026"};
    case FieldKind::timestamp:
      return {"een moment, zoals 2026-03-10T12:00:00Z", "a moment, like 2026-03-10T12:00:00Z"};
    case FieldKind::integer:
      return {"een geheel getal", "a whole number"};
    case FieldKind::minutes:
      return {"een heel aantal minuten", "a whole number of minutes"};
    case FieldKind::cents:
      return {"een bedrag in euro's, zoals 1250,50", "an amount in euros, like 1250,50"};
    case FieldKind::boolean:
      return {"ja of nee", "yes or no"};
    case FieldKind::enumeration:
      return words_of(type);
    case FieldKind::list: {
      const Label item = cell_words(type.element.front());
      return {item.nl + "; meer dan een met | ertussen", item.en + "; several with | in between"};
    }
    case FieldKind::reference:
      return {"een kenmerk: letters, cijfers en @ . _ / : -, hoogstens 80",
              "an id: letters, digits and @ . _ / : -, at most 80"};
    case FieldKind::name:
      return {"een naam zonder spaties, hoogstens 80 tekens",
              "a name without spaces, at most 80 characters"};
    case FieldKind::text:
    case FieldKind::document:
    case FieldKind::member:
    case FieldKind::record:
      return {"tekst", "text"};
  }
  return {"tekst", "text"};
}

}  // namespace verloop
