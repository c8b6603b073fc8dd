#include "events/record_claims.hpp"

#include <algorithm>
#include <cstdint>

#include "events/json/integers.hpp"
#include "events/utf8.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr auto ordinal_max = static_cast<std::uint64_t>(integer_max);
constexpr std::size_t procedure_hash_length = 16;

std::string_view as_view(json::string_view text) {
  return {text.data(), text.size()};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f');
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A whole number from 1, without leading zeros.
bool is_version(std::string_view text) {
  return !text.empty() && text.front() != '0' && std::all_of(text.begin(), text.end(), is_digit);
}

/// `Name@1`
bool is_event_type(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view name = text.substr(0, at);
  return name.front() >= 'A' && name.front() <= 'Z' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_letter(c) || is_digit(c); }) &&
         is_version(text.substr(at + 1));
}

/// `name@version#` + 16 hex digits.
bool is_procedure(std::string_view text) {
  const std::size_t at = text.find('@');
  const std::size_t mark = text.find('#');
  if (at == std::string_view::npos || mark == std::string_view::npos || at > mark) return false;
  const std::string_view hash = text.substr(mark + 1);
  return is_case_id(text.substr(0, at)) && is_version(text.substr(at + 1, mark - at - 1)) &&
         hash.size() == procedure_hash_length &&
         std::all_of(hash.begin(), hash.end(), is_lower_hex);
}

/// See is_recordable. `levels` more may lie below the value.
bool is_recordable_within(const json::value& value, std::size_t levels) {
  if (const auto* number = value.if_int64())
    return *number <= integer_max && *number >= -integer_max;
  if (const auto* text = value.if_string()) return is_utf8(as_view(*text));
  const bool is_nested = value.is_array() || value.is_object();
  if (is_nested && levels == 0) return false;
  if (const auto* array = value.if_array())
    return std::all_of(array->begin(), array->end(), [levels](const json::value& element) {
      return is_recordable_within(element, levels - 1);
    });
  if (const auto* object = value.if_object())
    return std::all_of(object->begin(), object->end(), [levels](const auto& member) {
      return is_utf8(as_view(member.key())) && is_recordable_within(member.value(), levels - 1);
    });
  return !value.is_double() && !value.is_uint64();
}

}  // namespace

bool is_recordable(const json::value& value) {
  return is_recordable_within(value, recordable_depth_max);
}

const char* broken_name(const Record& record) {
  const bool is_system = is_system_stream(record.case_id.text);
  if (!is_system && !is_case_id(record.case_id.text)) return "a record's case has a valid id";
  if (record.position.value > ordinal_max) return "a record's position is below 2^53";
  if (record.version.value > ordinal_max) return "a record's version is below 2^53";
  if (!is_event_type(record.type.text)) return "a record's type is like Name@1";
  if (!is_procedure(record.procedure) && !(is_system && record.procedure.empty()))
    return "a record's procedure is like name@1#0123456789abcdef";
  if (!is_uuid(record.command.text)) return "a record's command is a UUID";
  return nullptr;
}

const char* broken_claim(const Record& record) {
  if (const char* const broken = broken_name(record)) return broken;
  const auto occurrence = parse_occurrence(record.occurred_on.text);
  if (occurrence.has_error() || *occurrence != record.occurred_on)
    return "a record's occurredOn is a day or a moment";
  if (!std::all_of(record.data.begin(), record.data.end(),
                   [](const auto& member) { return is_recordable(member.value()); }))
    return "a record's data is recordable";
  if (std::any_of(record.links.begin(), record.links.end(),
                  [](Position link) { return link.value > ordinal_max; }))
    return "a record's links are below 2^53";
  return nullptr;
}

}  // namespace verloop
