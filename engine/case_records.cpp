#include "engine/case_records.hpp"

namespace verloop {
namespace {

constexpr std::size_t page_size = 256;

}  // namespace

Result<std::vector<Record>> read_case(const EventLog& log, const CaseId& id, Version last) {
  std::vector<Record> records;
  while (records.size() <= last.value) {
    auto page = log.read_stream(id, Version{records.size()}, page_size);
    if (page.has_error()) return page.error();
    if (page->empty()) {
      return Error{Errc::tampered,
                   "case " + id.text + " misses versions before " + std::to_string(last.value)};
    }
    for (StoredRecord& stored : *page)
      if (records.size() <= last.value) records.push_back(std::move(stored.record));
  }
  return records;
}

}  // namespace verloop
