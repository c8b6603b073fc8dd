#include "events/owed_erasures.hpp"

#include <algorithm>
#include <map>

#include "events/case_key.hpp"

namespace verloop {
namespace {

constexpr std::size_t page_size = 256;

/// Whether the event at the position was in that log, which this one is or continues.
bool was_in(const EventLog& log, const std::string& origin, Position position) {
  if (position.value >= log.tail().size) return false;
  const std::vector<std::string> origins = log.signing_keys().origins();
  const auto recorded_by =
      std::find(origins.begin(), origins.end(), log.signing_keys().origin_at(position));
  return recorded_by <= std::find(origins.begin(), origins.end(), origin);
}

Result<std::optional<SubjectId>> subject_at(const EventLog& log, const FieldPlace& place) {
  const auto sealed = log.sealed_values(place.position);
  if (!sealed) return sealed.error();
  for (const SealedValue& value : *sealed)
    if (value.field == place.field) return std::optional(value.subject);
  return std::optional<SubjectId>();
}

Result<std::optional<SubjectId>> case_here(const EventLog& log, const Vault& vault,
                                           const Erasure& order) {
  const auto first = log.read_stream(case_of(order.subject), Version{}, 1);
  if (!first) return first.error();
  if (first->empty() || !was_in(log, order.origin, first->front().record.position))
    return std::optional<SubjectId>();
  auto key = present_key(vault, order.subject);
  if (!key) return key.error();
  return std::optional(std::move(*key));
}

/// None when it bears on nothing here.
Result<std::optional<SubjectId>> subject_here(const EventLog& log, const Vault& vault,
                                              const Erasure& order) {
  const bool is_own = order.origin == log.origin();
  if (is_own || !is_case_key(order.subject)) return std::optional(order.subject);
  if (!order.redacted) return case_here(log, vault, order);
  if (!was_in(log, order.origin, order.redacted->position)) return std::optional<SubjectId>();
  return subject_at(log, *order.redacted);
}

}  // namespace

Result<std::vector<Erasure>> orders_for(const EventLog& log, const Vault& vault,
                                        const ErasureList& list) {
  std::vector<Erasure> orders;
  for (Erasure& order : list.of(log.signing_keys().origins())) {
    auto subject = subject_here(log, vault, order);
    if (!subject) return subject.error();
    if (!*subject) continue;
    order.subject = std::move(**subject);
    orders.push_back(std::move(order));
  }
  return orders;
}

Result<std::vector<Destruction>> owed_erasures(const EventLog& log, const Vault& vault,
                                               const ErasureList& list) {
  std::map<SubjectId, Destruction> told;
  const auto orders = orders_for(log, vault, list);
  if (!orders) return orders.error();
  for (const Erasure& order : *orders) told.emplace(order.subject, order.destruction());
  for (Version from;;) {
    const auto page = log.read_stream(subjects_stream, from, page_size);
    if (!page) return page.error();
    for (const StoredRecord& stored : *page) {
      if (auto one = destruction_in(stored.record)) {
        Destruction& known = told.try_emplace(one->subject, *one).first->second;
        const bool is_same = known.erased.ground == one->erased.ground;
        if (is_same && !one->redacted) one->redacted = known.redacted;
        known = std::move(*one);
      }
      from = stored.record.version.next();
    }
    if (page->size() < page_size) break;
  }
  std::vector<Destruction> owed;
  for (const auto& [subject, destruction] : told) {
    const auto mark = vault.erased(subject);
    if (!mark) return mark.error();
    const auto key = vault.has_key(subject);
    if (!key) return key.error();
    if (!*mark || *key) owed.push_back(destruction);
  }
  std::stable_sort(owed.begin(), owed.end(), [](const Destruction& a, const Destruction& b) {
    return is_earlier_key(a.subject, b.subject);
  });
  return owed;
}

}  // namespace verloop
