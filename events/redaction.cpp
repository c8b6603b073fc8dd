#include "events/redaction.hpp"

#include "events/case_key.hpp"
#include "events/disclosure.hpp"
#include "events/documents.hpp"

namespace verloop {
namespace {

bool goes(const Destruction& redaction, const SealedPlace& place) {
  return redaction.redacted == FieldPlace{place.position, place.field};
}

/// A value as it was sealed, and what is authenticated with it.
struct Plain {
  std::string bytes;
  std::string context;
};

/// Fails with `tampered` when it does not open.
Result<Plain> plain_at(const EventLog& log, const Vault& vault, const SealedPlace& place) {
  const Error damaged{Errc::tampered, "sealed value at position " +
                                          std::to_string(place.position.value) + ", field " +
                                          place.field + ": it does not open"};
  const auto page = log.read(place.position, 1);
  if (!page) return page.error();
  if (page->empty()) return damaged;
  const auto digest = page->front().record.sealed.find(place.field);
  if (digest == page->front().record.sealed.end()) return damaged;
  std::string context = sealed_context(log.signing_keys().origin_at(place.position), place.position,
                                       place.field, digest->second);
  const auto sealed = log.sealed_values(place.position);
  if (!sealed) return sealed.error();
  for (const SealedValue& value : *sealed) {
    if (value.field != place.field) continue;
    auto plain = vault.decrypt(place.subject, value.bytes, context);
    if (!plain) return plain.error().code == Errc::tampered ? damaged : plain.error();
    if (*plain) return Plain{std::move(**plain), std::move(context)};
  }
  return damaged;
}

Result<> move_values(EventLog& log, Vault& vault, const Destruction& redaction,
                     const SubjectId& to) {
  const auto places = log.places_of({redaction.subject});
  if (!places) return places.error();
  std::vector<PlacedValue> moved;
  for (const SealedPlace& place : *places) {
    if (goes(redaction, place)) continue;
    const auto plain = plain_at(log, vault, place);
    if (!plain && plain.error().code == Errc::tampered) continue;
    if (!plain) return plain.error();
    if (auto made = vault.create_keys({to}); !made) return made;
    auto bytes = vault.encrypt(to, plain->bytes, plain->context);
    if (!bytes) return bytes.error();
    moved.push_back({place.position, {place.field, to, std::move(*bytes)}});
  }
  return moved.empty() ? Result<>() : log.replace_values(moved);
}

/// None of them lies under the next key before its value does.
Result<> move_documents(EventLog& log, Vault& vault, DocumentStore& documents,
                        const Destruction& redaction, const SubjectId& to) {
  const auto places = documents.places();
  if (!places) return places.error();
  for (const SealedPlace& place : *places) {
    if (place.subject != redaction.subject || goes(redaction, place)) continue;
    if (auto made = vault.create_keys({to}); !made) return made;
    const auto moved = move_document(log, vault, documents, place, to);
    if (!moved && moved.error().code != Errc::tampered) return moved;
  }
  return {};
}

Result<> move_others(EventLog& log, Vault& vault, DocumentStore& documents,
                     const Destruction& redaction) {
  const auto key = vault.has_key(redaction.subject);
  if (!key) return key.error();
  if (!*key) return {};
  const SubjectId to = next_case_key(redaction.subject);
  const auto erased = vault.erased(to);
  if (!erased) return erased.error();
  if (*erased) return {};  // The case was erased since.
  if (auto moved = move_values(log, vault, redaction, to); !moved) return moved;
  return move_documents(log, vault, documents, redaction, to);
}

}  // namespace

Result<> check_movable(const EventLog& log, const Vault& vault, const DocumentStore& documents,
                       const Destruction& redaction) {
  const auto places = log.places_of({redaction.subject});
  if (!places) return places.error();
  for (const SealedPlace& place : *places) {
    if (goes(redaction, place)) continue;
    if (const auto plain = plain_at(log, vault, place); !plain) return plain.error();
  }
  const auto handed_over = documents.places();
  if (!handed_over) return handed_over.error();
  for (const SealedPlace& place : *handed_over) {
    if (place.subject != redaction.subject || goes(redaction, place)) continue;
    if (auto good = check_document(log, vault, documents, place); !good) return good;
  }
  return {};
}

Result<std::size_t> lost_to_redactions(const EventLog& log, const Vault& vault,
                                       const std::vector<Destruction>& redactions) {
  std::size_t lost = 0;
  for (const Destruction& redaction : redactions) {
    if (redaction.erased.ground != ErasureGround::redaction) continue;
    const auto key = vault.has_key(redaction.subject);
    if (!key) return key.error();
    if (*key) continue;
    const auto places = log.places_of({redaction.subject});
    if (!places) return places.error();
    for (const SealedPlace& place : *places) lost += goes(redaction, place) ? 0 : 1;
  }
  return lost;
}

Result<> move_what_stays(EventLog& log, Vault& vault, DocumentStore& documents,
                         const std::vector<Destruction>& destructions) {
  for (const Destruction& one : destructions) {
    const bool is_redaction = one.erased.on && one.erased.ground == ErasureGround::redaction;
    if (!is_redaction || !is_case_key(one.subject)) continue;
    if (auto moved = move_others(log, vault, documents, one); !moved) return moved;
  }
  return {};
}

Result<> destroy_keys(EventLog& log, Vault& vault, DocumentStore& documents,
                      const std::vector<Destruction>& destructions) {
  auto moved = move_what_stays(log, vault, documents, destructions);
  return moved ? vault.destroy_all(destructions) : moved;
}

}  // namespace verloop
