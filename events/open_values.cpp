#include "events/open_values.hpp"

namespace verloop {
namespace {

Error tampered(const Record& record, const std::string& field) {
  return {Errc::tampered, "sealed value at position " + std::to_string(record.position.value) +
                              ", field " + field + ": not what the record commits to"};
}

using Opened = std::variant<Disclosure, Erased>;

Result<Opened> open_one(const EventLog& log, const Vault& vault, const Record& record,
                        const SealedValue& sealed) {
  const auto digest = record.sealed.find(sealed.field);
  if (digest == record.sealed.end()) return tampered(record, sealed.field);
  const std::string context = sealed_context(log.signing_keys().origin_at(record.position),
                                             record.position, sealed.field, digest->second);
  auto plain = vault.decrypt(sealed.subject, sealed.bytes, context);
  if (plain.has_error()) {
    return plain.error().code == Errc::tampered ? tampered(record, sealed.field) : plain.error();
  }
  if (!*plain) {
    const auto erased = vault.erased(sealed.subject);
    if (erased.has_error()) return erased.error();
    return Opened(erased->value_or(Erased{}));
  }
  auto disclosure = decode_disclosure(**plain);
  if (disclosure.has_error() || !commits_to(record, *disclosure))
    return tampered(record, sealed.field);
  return Opened(std::move(*disclosure));
}

/// Calls `each` with every field that is wanted and what was disclosed of it, or that it is erased.
template <class Each>
Result<> open_each(const EventLog& log, const Vault& vault, const Record& record,
                   const std::set<std::string>& wanted, Looks& looks, Each each) {
  if (wanted.empty()) return {};
  const auto sealed = log.sealed_values(record.position);
  if (sealed.has_error()) return sealed.error();
  for (const SealedValue& value : *sealed) {
    if (!wanted.contains(value.field)) continue;
    auto one = open_one(log, vault, record, value);
    if (one.has_error()) return one.error();
    if (std::holds_alternative<Disclosure>(*one)) {
      Look& look = looks[record.case_id];
      look.subjects.insert(value.subject);
      look.fields.insert(value.field);
    }
    each(value.field, std::move(*one));
  }
  return {};
}

}  // namespace

Result<OpenedValues> open_values(const EventLog& log, const Vault& vault, const Record& record,
                                 const std::set<std::string>& wanted, Looks& looks) {
  OpenedValues opened;
  const auto add = [&opened](const std::string& field, Opened one) {
    if (auto* disclosure = std::get_if<Disclosure>(&one))
      opened.emplace(field, std::move(disclosure->value));
    else
      opened.emplace(field, std::get<Erased>(std::move(one)));
  };
  const auto done = open_each(log, vault, record, wanted, looks, add);
  return done.has_error() ? Result<OpenedValues>(done.error()) : std::move(opened);
}

Result<std::vector<Disclosure>> open_disclosures(const EventLog& log, const Vault& vault,
                                                 const Record& record,
                                                 const std::set<std::string>& wanted,
                                                 Looks& looks) {
  std::vector<Disclosure> all;
  const auto add = [&all](const std::string&, Opened one) {
    if (auto* disclosure = std::get_if<Disclosure>(&one)) all.push_back(std::move(*disclosure));
  };
  const auto done = open_each(log, vault, record, wanted, looks, add);
  return done.has_error() ? Result<std::vector<Disclosure>>(done.error()) : std::move(all);
}

}  // namespace verloop
