#include "events/open_values.hpp"

#include "events/disclosure.hpp"

namespace verloop {
namespace {

Error tampered(const Record& record, const std::string& field) {
  return {Errc::tampered, "sealed value at position " + std::to_string(record.position.value) +
                              ", field " + field + ": not what the record commits to"};
}

Result<OpenedValue> open_one(const EventLog& log, const Vault& vault, const Record& record,
                             const SealedValue& sealed) {
  const auto digest = record.sealed.find(sealed.field);
  if (digest == record.sealed.end()) return tampered(record, sealed.field);
  const std::string context =
      sealed_context(log.origin(), record.position, sealed.field, digest->second);
  auto plain = vault.decrypt(sealed.subject, sealed.bytes, context);
  if (plain.has_error()) {
    return plain.error().code == Errc::tampered ? tampered(record, sealed.field) : plain.error();
  }
  if (!*plain) {
    const auto erased = vault.erased(sealed.subject);
    if (erased.has_error()) return erased.error();
    return OpenedValue(erased->value_or(Erased{}));
  }
  auto disclosure = decode_disclosure(**plain);
  if (disclosure.has_error() || !commits_to(record, *disclosure))
    return tampered(record, sealed.field);
  return OpenedValue(std::move(disclosure->value));
}

}  // namespace

Result<OpenedValues> open_values(const EventLog& log, const Vault& vault, const Record& record,
                                 const std::set<std::string>& wanted) {
  OpenedValues opened;
  if (wanted.empty()) return opened;
  const auto sealed = log.sealed_values(record.position);
  if (sealed.has_error()) return sealed.error();
  for (const SealedValue& value : *sealed) {
    if (!wanted.contains(value.field)) continue;
    auto one = open_one(log, vault, record, value);
    if (one.has_error()) return one.error();
    opened.emplace(value.field, std::move(*one));
  }
  return opened;
}

}  // namespace verloop
