#pragma once
// The access log in tests: its types, one in memory that hands answers out, and its entries as
// JSON.

#include <memory>
#include <string>
#include <vector>

#include "engine/access_log.hpp"
#include "events/memory/memory_log.hpp"
#include "events/memory/memory_vault.hpp"
#include "events/shipped.hpp"

namespace verloop::test {

inline std::shared_ptr<const SystemCatalogue> access_types() {
  static const auto types = [] {
    std::string text;
    for (const ShippedFile& file : shipped_files())
      if (file.path == "events/catalogue/access.yaml") text = file.text;
    return std::make_shared<const SystemCatalogue>(load_access_catalogue(text).value());
  }();
  return types;
}

/// The records of all streams by day, oldest first.
inline std::vector<Record> access_entries(const EventLog& log) {
  std::vector<Record> entries;
  for (const StoredRecord& stored : log.read({}, 10000).value())
    if (stored.record.case_id.text.starts_with("@access/")) entries.push_back(stored.record);
  return entries;
}

/// An access log of its own, in memory.
class Accessed {
 public:
  EventLog& log() { return *log_; }
  AccessLog& access() { return access_; }
  std::vector<Record> entries() const { return access_entries(*log_); }

 private:
  MemoryVault vault_;
  std::unique_ptr<MemoryLog> log_ = MemoryLog::create("log.example/access", vault_).value();
  AccessLog access_{*log_, access_types(), random_seed};
};

/// An answer as its reader gets it, where a test asks no more.
template <class T>
Result<T> handed_out(Result<Guarded<T>> guarded) {
  Accessed accessed;
  return accessed.access().hand_out(std::move(guarded), {"test"});
}

}  // namespace verloop::test
