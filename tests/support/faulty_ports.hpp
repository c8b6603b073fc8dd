#pragma once
// A log and a vault on a disk that is full when the test says so. Each decorates a real one; what a
// test sets may be set from any thread.

#include <algorithm>
#include <atomic>
#include <utility>

#include "events/document_store.hpp"
#include "events/event_log.hpp"
#include "events/vault.hpp"

namespace verloop::test {

/// What log and vault share.
struct Disk {
  std::atomic<bool> is_full = false;
  mutable std::atomic<int> writes_left = -1;  // Then it is full; -1: it never is.

  Result<> write(const char* what) const {
    const int left = writes_left;
    if (left > 0) writes_left = left - 1;
    if (is_full || left == 0)
      return Error{Errc::storage_failed, std::string(what) + ": no space left"};
    return {};
  }
};

class FaultyLog final : public EventLog {
 public:
  FaultyLog(EventLog& inner, const Disk& disk) : inner_(inner), disk_(disk) {}

  std::atomic<bool> signing_fails = false;
  mutable std::atomic<int> sealed_reads_to_fail = 0;
  std::atomic<int> appends = 0;  // That were tried.

  const std::string& origin() const override { return inner_.origin(); }
  VerifierKey verifier_key() const override { return inner_.verifier_key(); }
  const KeyHistory& signing_keys() const override { return inner_.signing_keys(); }
  Result<std::vector<Result<Receipt>>> append(std::vector<Batch> batches, Timestamp now) override {
    ++appends;
    if (failed_) return Error{Errc::read_only, "the log is read-only since its storage failed"};
    if (auto written = disk_.write("the log"); !written) {
      failed_ = true;
      return written.error();
    }
    return inner_.append(std::move(batches), now);
  }
  LogTail tail() const override { return inner_.tail(); }
  Result<std::vector<StoredRecord>> read(Position from, std::size_t count_max) const override {
    return inner_.read(from, count_max);
  }
  Result<std::vector<StoredRecord>> read_stream(const CaseId& stream, Version from,
                                                std::size_t count_max) const override {
    return inner_.read_stream(stream, from, count_max);
  }
  Result<std::optional<Version>> last_version(const CaseId& stream) const override {
    return inner_.last_version(stream);
  }
  Result<std::vector<CaseId>> streams() const override { return inner_.streams(); }
  Result<std::vector<SealedValue>> sealed_values(Position position) const override {
    if (sealed_reads_left_to_fail()) return Error{Errc::storage_failed, "a block can't be read"};
    return inner_.sealed_values(position);
  }
  Result<std::vector<SealedPlace>> places_of(const std::set<SubjectId>& subjects) const override {
    return inner_.places_of(subjects);
  }
  Result<> replace_values(const std::vector<PlacedValue>& values) override {
    if (auto written = disk_.write("the log"); !written) return written;
    return inner_.replace_values(values);
  }
  Result<> remove_values(const Removal& removal) override {
    if (auto written = disk_.write("the log"); !written) return written;
    return inner_.remove_values(removal);
  }
  Result<std::uint64_t> erasures_done() const override { return inner_.erasures_done(); }
  Result<std::optional<Receipt>> find_command(const CommandId& command,
                                              const Digest& content) const override {
    return inner_.find_command(command, content);
  }
  Result<std::string> sign_checkpoint() override {
    if (signing_fails) return Error{Errc::storage_failed, "the anchor can't be written"};
    if (auto written = disk_.write("the anchor"); !written) return written.error();
    return inner_.sign_checkpoint();
  }
  Result<std::vector<Digest>> tile(TileId tile, std::size_t width) const override {
    return inner_.tile(tile, width);
  }
  Result<std::optional<std::string>> newest_checkpoint() const override {
    return inner_.newest_checkpoint();
  }
  Result<> recover() override {
    if (auto written = disk_.write("the log"); !written) return written;
    failed_ = false;
    return {};
  }

 private:
  bool sealed_reads_left_to_fail() const {
    const int left = sealed_reads_to_fail;
    if (left == 0) return false;
    sealed_reads_to_fail = left - 1;
    return true;
  }

  EventLog& inner_;
  const Disk& disk_;
  bool failed_ = false;
};

class FaultyVault final : public Vault {
 public:
  FaultyVault(Vault& inner, const Disk& disk) : inner_(inner), disk_(disk) {}

  Result<> create_keys(const std::vector<SubjectId>& subjects) override {
    if (auto written = disk_.write("the vault"); !written) return written;
    return inner_.create_keys(subjects);
  }
  Result<std::string> encrypt(const SubjectId& subject, std::string_view plain,
                              std::string_view context) override {
    return inner_.encrypt(subject, plain, context);
  }
  Result<std::optional<ValueOpener>> opener(const SubjectId& subject) const override {
    return inner_.opener(subject);
  }
  Result<> destroy_all(const std::vector<Destruction>& subjects) override {
    if (auto written = disk_.write("the vault"); !written) return written;
    return inner_.destroy_all(subjects);
  }
  Result<std::optional<Erased>> erased(const SubjectId& subject) const override {
    return inner_.erased(subject);
  }
  Result<bool> has_key(const SubjectId& subject) const override { return inner_.has_key(subject); }
  Result<bool> has_unfinished_destruction() const override {
    return inner_.has_unfinished_destruction();
  }
  Result<SubjectId> subject_of(std::string_view scope, std::string_view handle) override {
    if (auto written = disk_.write("the vault"); !written) return written.error();
    return inner_.subject_of(scope, handle);
  }
  Result<std::optional<SubjectId>> find_subject(std::string_view scope,
                                                std::string_view handle) const override {
    return inner_.find_subject(scope, handle);
  }
  Result<std::string> signing_seed() const override { return inner_.signing_seed(); }
  Result<std::vector<std::string>> former_public_keys() const override {
    return inner_.former_public_keys();
  }
  Result<> recover() override { return disk_.write("the vault"); }
  Result<Digest> authenticate(std::string_view message) const override {
    return inner_.authenticate(message);
  }
  Result<std::vector<std::string>> faults() const override { return inner_.faults(); }

 private:
  Vault& inner_;
  const Disk& disk_;
};

class FaultyDocuments final : public DocumentStore {
 public:
  FaultyDocuments(DocumentStore& inner, const Disk& disk) : inner_(inner), disk_(disk) {}

  Result<> put(const SealedPlace& place, const std::vector<std::string>& parts) override {
    if (auto written = disk_.write("the documents"); !written) return written;
    return inner_.put(place, parts);
  }
  Result<std::optional<StoredDocument>> find(Position position,
                                             const std::string& field) const override {
    return inner_.find(position, field);
  }
  Result<std::optional<std::string>> part(Position position, const std::string& field,
                                          std::uint64_t number) const override {
    return inner_.part(position, field, number);
  }
  Result<std::vector<SealedPlace>> places() const override { return inner_.places(); }
  Result<> remove_all(const std::set<SubjectId>& subjects) override {
    const auto places = inner_.places();
    const bool writes = std::any_of(places->begin(), places->end(), [&](const SealedPlace& one) {
      return subjects.contains(one.subject);
    });
    const Result<> written = writes ? disk_.write("the documents") : Result<>();
    return written ? inner_.remove_all(subjects) : written;
  }
  Result<> recover() override { return disk_.write("the documents"); }
  Result<std::vector<std::string>> faults() const override { return inner_.faults(); }

 private:
  DocumentStore& inner_;
  const Disk& disk_;
};

}  // namespace verloop::test
