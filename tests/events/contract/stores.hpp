#pragma once
// The implementations of the ports under one handle, for suites that run on each of them.

#include <memory>
#include <string>

#include "events/memory/memory_documents.hpp"
#include "events/memory/memory_log.hpp"
#include "events/memory/memory_vault.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "tests/support/log_batches.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {

class MemoryStores {
 public:
  MemoryStores() : log_(MemoryLog::create(test_origin, vault_).value()) {}
  EventLog& log() { return *log_; }
  Vault& vault() { return vault_; }
  DocumentStore& documents() { return documents_; }
  const LogContents& contents() const { return *log_; }
  void reopen() {}  // Nothing outlives the object.

 private:
  MemoryVault vault_;
  MemoryDocuments documents_;
  std::unique_ptr<MemoryLog> log_;
};

inline const std::string test_key(32, 'k');

class RocksStores {
 public:
  RocksStores()
      : opened_(std::make_unique<DataFolder>(
            DataFolder::create(path(), test_origin, test_key).value())) {}
  EventLog& log() { return opened_->log(); }
  Vault& vault() { return opened_->vault(); }
  DocumentStore& documents() { return opened_->documents(); }
  const LogContents& contents() const { return opened_->contents(); }
  std::filesystem::path path() const { return folder_ / "data"; }
  void close() { opened_.reset(); }
  void reopen(OpenMode mode = OpenMode::read_write) {
    close();
    opened_ = std::make_unique<DataFolder>(DataFolder::open(path(), test_key, mode).value());
  }
  Result<DataFolder> try_open(OpenMode mode = OpenMode::read_write) {
    close();
    return DataFolder::open(path(), test_key, mode);
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<DataFolder> opened_;
};

}  // namespace verloop::test
