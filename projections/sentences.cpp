#include "projections/sentences.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "events/json/text_in.hpp"
#include "events/on_behalf.hpp"
#include "projections/erased_value.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::array<const char*, 12> months_nl = {"januari",   "februari", "maart",    "april",
                                                   "mei",       "juni",     "juli",     "augustus",
                                                   "september", "oktober",  "november", "december"};
constexpr std::array<const char*, 12> months_en = {"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

bool is_dutch(Language language) {
  return language == Language::nl;
}

std::string hours(std::int64_t minutes, Language language) {
  const std::int64_t whole = minutes / 60;
  const std::int64_t rest = minutes % 60;
  std::string text = whole > 0 ? std::to_string(whole) + (is_dutch(language) ? " uur" : " h") : "";
  if (rest > 0 || whole == 0) text += (text.empty() ? "" : " ") + std::to_string(rest) + " min";
  return text;
}

std::string plain(const json::value& value, Language language) {
  if (value.is_string()) return printable(value.get_string());
  if (value.is_bool()) {
    if (is_dutch(language)) return value.get_bool() ? "ja" : "nee";
    return value.get_bool() ? "yes" : "no";
  }
  if (value.is_number()) return std::to_string(value.to_number<std::int64_t>());
  return {};
}

std::string of_enumeration(const json::value& value, const FieldType& type, Language language) {
  const std::string name = plain(value, language);
  const auto label = type.value_labels.find(name);
  return label == type.value_labels.end() ? name : label->second.in(language);
}

std::string of_list(const json::value& value, const FieldType& type, Language language) {
  std::string text;
  for (const json::value& item : value.as_array()) {
    text += (text.empty() ? "" : ", ") + in_words(item, type.element.front(), language);
  }
  return text;
}

std::string of_record(const json::value& value, const FieldType& type, Language language) {
  std::string text;
  for (const Field& member : type.members) {
    const json::value* part = value.as_object().if_contains(member.name);
    if (part == nullptr) continue;
    const std::string& label =
        member.label.in(language).empty() ? member.name : member.label.in(language);
    text += (text.empty() ? "" : ", ") + label + " " + in_words(*part, member.type, language);
  }
  return "(" + text + ")";
}

/// What the rule of a finding demands.
std::string rule_sentence(const Record& record, const Definition& definition, Language language) {
  const json::value* id = record.data.if_contains("rule");
  const Rule* rule =
      id != nullptr && id->is_string() ? definition.procedure.rule(id->get_string()) : nullptr;
  return rule == nullptr ? std::string() : rule->sentence.in(language);
}

/// What an entry that was altered is called.
std::string entry_label(const Record& record, const Definition& definition, Language language) {
  const EventType* type = definition.catalogue.find(text_in(record.data, "entryType"));
  return type == nullptr ? std::string() : type->label.in(language);
}

/// `ib-2 (for ib-1)`
std::string actor_named(const Actor& actor, Language language) {
  const ActorId author = author_of(actor);
  if (author == actor.id) return actor.id.text;
  return actor.id.text + (language == Language::nl ? " (namens " : " (for ") + author.text + ")";
}

/// The text for one placeholder; empty when the reader may not see it or the event has none.
std::string filled(const std::string& name, const Record& record, const OpenedValues& opened,
                   const Reader& reader, const Definition& definition,
                   const std::set<std::string>& seen) {
  const Language language = reader.language;
  if (name == "actor") return actor_named(record.actor, language);
  if (name == "org") return record.actor.org.text;
  if (name == "occurredOn") return in_words(record.occurred_on.day, language);
  if (name == "role") {
    const auto role = definition.procedure.roles.find(record.actor.role.text);
    return role == definition.procedure.roles.end() ? record.actor.role.text
                                                    : role->second.label.in(language);
  }
  if (name == "entryLabel") return entry_label(record, definition, language);
  if (name == "ruleSentence") return rule_sentence(record, definition, language);
  if (!seen.contains(name)) return {};
  const EventType* type = definition.catalogue.find(record.type.text);
  const Field* field = type->field(name);
  if (field == nullptr) return {};
  if (const json::value* value = record.data.if_contains(name))
    return in_words(*value, field->type, language);
  const auto value = opened.find(name);
  if (value == opened.end()) return {};
  if (!value->second) return erased_text(value->second.erased, language);
  return in_words(*value->second, field->type, language);
}

/// Stands in a text where a value comes, so that tidying leaves what people wrote as it is.
constexpr char value_mark = '\x01';

/// Takes away what a left-out placeholder leaves behind: double spaces, and a colon or comma before
/// the end.
std::string tidied(const std::string& text) {
  const auto joins = [](char c) { return c == ' ' || c == ':' || c == ',' || c == ';'; };
  std::string out;
  for (const char c : text) {
    const bool closes = c == '.' || c == ',' || c == ';' || c == ')';
    while (closes && !out.empty() && joins(out.back())) out.pop_back();
    if (c == ' ' && (out.empty() || out.back() == ' ' || out.back() == '(')) continue;
    if (c == ')' && !out.empty() && out.back() == '(') {
      out.pop_back();
    } else if (c != '.' || out.empty() || out.back() != '.') {
      out.push_back(c);
    }
  }
  while (!out.empty() && joins(out.back())) out.pop_back();
  return out;
}

bool ends_sentence(const std::string& text) {
  return !text.empty() && (text.back() == '.' || text.back() == '?' || text.back() == '!');
}

/// The tidied text with its values in place, ended with one full stop.
std::string with_values(const std::string& text, const std::vector<std::string>& values) {
  std::string out;
  auto next = values.begin();
  for (const char c : text) {
    if (c == value_mark) {
      out += *next++;
    } else if (c != '.' || !ends_sentence(out)) {
      out.push_back(c);
    }
  }
  return ends_sentence(out) ? out : out + ".";
}

/// The length of a character that may not reach a terminal as it is; 0 when it may.
std::size_t control_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  if (byte(at) < 0x20U || byte(at) == 0x7FU) return 1;
  if (byte(at) == 0xC2U && byte(at + 1) >= 0x80U && byte(at + 1) <= 0x9FU) return 2;  // C1
  const bool turns = byte(at) == 0xE2U &&
                     ((byte(at + 1) == 0x80U && byte(at + 2) >= 0xAAU && byte(at + 2) <= 0xAEU) ||
                      (byte(at + 1) == 0x81U && byte(at + 2) >= 0xA6U && byte(at + 2) <= 0xA9U));
  return turns ? 3 : 0;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = control_at(text, at);
    if (text[at] == '\n' || text[at] == '\r' || text[at] == '\t') {
      out += ' ';
    } else if (length > 0) {
      out += "\uFFFD";
    } else {
      out += text[at];
    }
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string in_words(Date day, Language language) {
  const auto& months = is_dutch(language) ? months_nl : months_en;
  return std::to_string(static_cast<unsigned>(day.day())) + " " +
         months[static_cast<unsigned>(day.month()) - 1] + " " +
         std::to_string(static_cast<int>(day.year()));
}

std::string euros(std::int64_t cents, Language language) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "\u20ac %s%lld%c%02lld", cents < 0 ? "-" : "",
                static_cast<long long>(std::abs(cents) / 100), is_dutch(language) ? ',' : '.',
                static_cast<long long>(std::abs(cents) % 100));
  return buffer;
}

std::string in_words(const json::value& value, const FieldType& type, Language language) {
  switch (type.kind) {
    case FieldKind::date: {
      const auto day = value.is_string() ? parse_date(value.get_string()) : parse_date("");
      return day.has_value() ? in_words(*day, language) : plain(value, language);
    }
    case FieldKind::cents:
      return euros(value.to_number<std::int64_t>(), language);
    case FieldKind::minutes:
      return hours(value.to_number<std::int64_t>(), language);
    case FieldKind::enumeration:
      return of_enumeration(value, type, language);
    case FieldKind::list:
      return of_list(value, type, language);
    case FieldKind::record:
      return of_record(value, type, language);
    case FieldKind::document: {
      const json::value* name =
          value.is_object() ? value.get_object().if_contains("name") : nullptr;
      return name == nullptr ? plain(value, language) : plain(*name, language);
    }
    case FieldKind::text:
    case FieldKind::name:
    case FieldKind::timestamp:
    case FieldKind::integer:
    case FieldKind::boolean:
    case FieldKind::reference:
    case FieldKind::member:
      return plain(value, language);
  }
  return {};
}

std::string sentence(const Record& record, const OpenedValues& opened, const Reader& reader,
                     const Definition& definition) {
  const EventType* type = definition.catalogue.find(record.type.text);
  if (type == nullptr) return record.type.text;
  const std::string& pattern = type->sentence.in(reader.language);
  const std::set<std::string> seen = seen_fields(reader, record, definition);
  std::string text;
  std::vector<std::string> values;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = pattern.find('{', at);
    const std::size_t close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) {
      text += pattern.substr(at);
      break;
    }
    text += pattern.substr(at, open - at);
    std::string value = filled(pattern.substr(open + 1, close - open - 1), record, opened, reader,
                               definition, seen);
    if (!value.empty()) {
      text.push_back(value_mark);
      values.push_back(std::move(value));
    }
    at = close + 1;
  }
  return with_values(tidied(text), values);
}

}  // namespace verloop
