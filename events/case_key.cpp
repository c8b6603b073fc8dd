#include "events/case_key.hpp"

#include <charconv>
#include <tuple>

namespace verloop {
namespace {

constexpr std::string_view prefix = "case/";
constexpr char separator = '#';

/// 1 for the first.
std::uint64_t number_of(const SubjectId& key) {
  const std::size_t at = key.text.find(separator);
  std::uint64_t number = 1;
  if (at != std::string::npos)
    std::from_chars(key.text.data() + at + 1, key.text.data() + key.text.size(), number);
  return number;
}

Result<bool> was_redacted(const Vault& vault, const SubjectId& key) {
  const auto erased = vault.erased(key);
  if (!erased) return erased.error();
  return *erased && (*erased)->on && (*erased)->ground == ErasureGround::redaction;
}

}  // namespace

SubjectId case_key(const CaseId& id) {
  return {std::string(prefix) + id.text};
}

bool is_case_key(const SubjectId& subject) {
  return subject.text.starts_with(prefix);
}

CaseId case_of(const SubjectId& key) {
  return {as_ordered(key).text.substr(prefix.size())};
}

SubjectId as_ordered(const SubjectId& subject) {
  return is_case_key(subject) ? SubjectId{subject.text.substr(0, subject.text.find(separator))}
                              : subject;
}

SubjectId next_case_key(const SubjectId& key) {
  return {as_ordered(key).text + separator + std::to_string(number_of(key) + 1)};
}

bool is_earlier_key(const SubjectId& a, const SubjectId& b) {
  const SubjectId case_of_a = as_ordered(a);
  const SubjectId case_of_b = as_ordered(b);
  return std::tuple(case_of_a, number_of(a)) < std::tuple(case_of_b, number_of(b));
}

Result<SubjectId> present_key(const Vault& vault, const SubjectId& subject) {
  SubjectId key = as_ordered(subject);
  while (is_case_key(key)) {
    const auto redacted = was_redacted(vault, key);
    if (!redacted) return redacted.error();
    if (!*redacted) break;
    key = next_case_key(key);
  }
  return key;
}

Result<std::set<SubjectId>> keys_until_present(const Vault& vault, const SubjectId& subject) {
  const auto present = present_key(vault, subject);
  if (!present) return present.error();
  std::set<SubjectId> keys;
  for (SubjectId key = as_ordered(subject); key != *present; key = next_case_key(key))
    keys.insert(key);
  keys.insert(*present);
  return keys;
}

}  // namespace verloop
