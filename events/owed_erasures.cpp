#include "events/owed_erasures.hpp"

#include <algorithm>
#include <map>

#include "events/case_key.hpp"

namespace verloop {
namespace {

constexpr std::size_t page_size = 256;

}  // namespace

Result<std::vector<Destruction>> owed_erasures(const EventLog& log, const Vault& vault,
                                               const ErasureList& list) {
  std::map<SubjectId, Destruction> told;
  for (const Erasure& erasure : list.of(log.signing_keys().origins()))
    told.emplace(erasure.subject, erasure.destruction());
  for (Version from;;) {
    const auto page = log.read_stream(subjects_stream, from, page_size);
    if (!page) return page.error();
    for (const StoredRecord& stored : *page) {
      if (auto one = destruction_in(stored.record)) {
        Destruction& known = told.try_emplace(one->subject, *one).first->second;
        known.erased = one->erased;
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
