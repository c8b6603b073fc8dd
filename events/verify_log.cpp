#include "events/verify_log.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "events/continuation.hpp"
#include "events/merkle.hpp"
#include "events/record.hpp"
#include "events/replaced_keys.hpp"
#include "events/verify_commands.hpp"
#include "events/verify_entries.hpp"
#include "events/verify_erasures.hpp"
#include "events/verify_records.hpp"
#include "events/verify_tiles.hpp"

namespace verloop {
namespace {

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

/// One pass over the log. Each `check_` method adds what it finds to the report.
class Verification {
 public:
  Verification(const LogContents& log, const Vault& vault, const VerifyOptions& options,
               Entries entries)
      : log_(log), vault_(vault), options_(options), entries_(entries), keys_(log.signing_keys()) {}

  /// None when the stream index, taken as a whole, does not fit the records.
  std::optional<VerifyReport> run() {
    const LogTail tail = log_.tail();
    report_.size = tail.size;
    collect_notes();
    visit_examined(log_, vault_, entries_, [this, &tail](ExaminedRecord& found) {
      if (options_.progress) options_.progress(found.at.value, tail.size);
      check_roots(found.at.value);
      check_record(found);
    });
    if (entries_ == Entries::as_a_whole && !entries_fit()) return std::nullopt;
    check_roots(tail.size);
    check_tail(tail);
    check_surplus();
    erasures_.finish([this](auto at, std::string what) { fault(at, std::move(what)); });
    verify_tiles(log_, report_.faults);
    for (Fault& one : verify_replacements(log_)) report_.faults.push_back(std::move(one));
    report_.root = tree_.root();
    report_.unsigned_count = tail.size - std::min(tail.size, report_.signed_size);
    if (options_.progress) options_.progress(tail.size, tail.size);
    return std::move(report_);
  }

 private:
  void fault(std::optional<Position> at, std::string what) {
    report_.faults.push_back({at, std::move(what)});
  }

  /// The anchor and the notes that were handed in, by size; stored ones are met on the way.
  void collect_notes() {
    const Result<std::string> anchor = log_.anchor();
    if (anchor) {
      add_note(*anchor, "the size anchor", true);
    } else if (anchor.error().code != Errc::not_found || log_.tail().size > 0) {
      fault(std::nullopt, anchor.error().detail);
    }
    for (const std::string& note : options_.earlier_checkpoints) {
      add_note(note, "a checkpoint that was kept", false);
    }
    next_stored(0);
  }

  void add_note(const std::string& note, const std::string& name, bool counts_as_signed) {
    const Result<Checkpoint> checkpoint = keys_.open(note);
    if (!checkpoint) {
      fault(std::nullopt, name + " is not signed by this log's key: " + checkpoint.error().detail);
      return;
    }
    roots_.emplace(checkpoint->size, std::pair(checkpoint->root, name));
    if (counts_as_signed) report_.signed_size = std::max(report_.signed_size, checkpoint->size);
  }

  void next_stored(std::uint64_t size_min) {
    auto next = log_.next_checkpoint(size_min);
    if (!next) fault(std::nullopt, next.error().detail);
    stored_ = next ? std::move(*next) : std::nullopt;
  }

  void check_stored(std::uint64_t size) {
    if (!stored_ || stored_->size != size) return;
    const std::string name = "the checkpoint of size " + text(size);
    const Result<Checkpoint> checkpoint = keys_.open(stored_->note);
    if (!checkpoint) {
      fault(std::nullopt, name + " is not signed by this log's key: " + checkpoint.error().detail);
    } else if (checkpoint->size != size) {
      fault(std::nullopt, name + " names another size");
    } else if (checkpoint->root != stored_->root) {
      fault(std::nullopt, name + " lies beside subtree hashes that do not give its root");
    } else {
      if (size > report_.signed_size) {
        fault(std::nullopt, name + " is newer than the size anchor, which is written before it");
      }
      report_.signed_size = std::max(report_.signed_size, size);
      roots_.emplace(size, std::pair(checkpoint->root, name));
    }
    next_stored(size + 1);
  }

  /// With the tree grown to `size`. Of several differing roots the first says where.
  void check_roots(std::uint64_t size) {
    check_stored(size);
    const auto [begin, end] = roots_.equal_range(size);
    for (auto at = begin; at != end; ++at) {
      const auto& [root, name] = at->second;
      if (tree_.root() != root) {
        fault(Position{good_size_}, "the events from position " + text(good_size_) +
                                        " on, up to position " + text(size) +
                                        ", are not those that " + name + " signed");
        is_off_ = true;
      }
    }
    if (begin != end && !is_off_) good_size_ = size;
  }

  void check_tail(const LogTail& tail) {
    if (tree_.root() != tail.root) {
      fault(Position{good_size_}, "the leaf hashes from position " + text(good_size_) +
                                      " on do not give the root in the log's tail");
    }
    if (lost_count_ == 0 && time_ && tail.recorded_at != *time_) {
      fault(Position{tail.size - 1}, "the log's tail has another time than its last event");
    }
    for (auto at = roots_.upper_bound(tail.size); at != roots_.end(); ++at) {
      fault(Position{tail.size}, "the log has " + text(tail.size) + " events, " +
                                     at->second.second + " names " + text(at->first) +
                                     ": the events from position " + text(tail.size) +
                                     " on are missing");
    }
    if (stored_ && stored_->size > tail.size) {
      fault(Position{tail.size}, "the log has " + text(tail.size) +
                                     " events, a stored checkpoint names " + text(stored_->size));
    }
  }

  void check_record(ExaminedRecord& found) {
    for (const Fault& one : found.faults) report_.faults.push_back(one);
    if (found.record && found.record->type == log_continued) {
      if (auto wrong = wrong_with(*found.record, tree_.root(), keys_))
        fault(found.at, std::move(*wrong));
    }
    tree_.append(found.leaf ? *found.leaf : found.own.value_or(Digest{}));
    report_.sealed_count += found.sealed_count;
    report_.erased_count += found.erased.size();
    for (const SealedPlace& place : found.erased) erasures_.add_place(place);
    if (!found.record) return lose_streams();
    check_place(found.at, *found.record);
    if (found.has_entry) ++good_entries_;
    if (entries_ == Entries::as_a_whole)
      wanted_.add(marks_.mark(found.record->case_id, found.record->version, found.at));
    commands_.add(found.at, *found.record, std::move(found.known));
    erasures_.add_record(*found.record);
  }

  /// After a record that can't be read or trusted it is not known whose version it held: one
  /// version of one stream may be skipped for it. Heads are then checked for presence only.
  void lose_streams() {
    ++slack_;
    ++lost_count_;
    commands_.lose();
  }

  void check_place(Position at, const Record& record) {
    if (record.position != at) {
      fault(at, record_name(at) + " says it is at position " + text(record.position.value));
    }
    if (time_ && record.recorded_at < *time_) {
      fault(at, record_name(at) + " was recorded before the one in front of it");
    }
    time_ = record.recorded_at;
    auto [next, fresh] = next_versions_.try_emplace(record.case_id);
    const std::uint64_t skipped = record.version.value - next->second.value;
    if (record.version < next->second || skipped > slack_) {
      fault(at, record_name(at) + " has version " + text(record.version.value) + " in " +
                    record.case_id.text + "; " + text(next->second.value) + " was next");
    } else {
      slack_ -= skipped;
    }
    next->second = record.version.next();
  }

  void check_surplus() {
    const auto strays = log_.stray_positions();
    if (!strays) fault(std::nullopt, strays.error().detail);
    for (const Position at : strays ? *strays : std::vector<Position>()) {
      fault(at, "something is stored at position " + text(at.value) + ", beyond the log's end");
    }
    check_heads();
    if (entries_ == Entries::one_by_one) check_surplus_entries();
    commands_.finish(report_.size);
    check_strangers();
  }

  void check_heads() {
    const auto streams = log_.streams();
    if (!streams) return fault(std::nullopt, streams.error().detail);
    for (const CaseId& stream : *streams) {
      if (!next_versions_.contains(stream) && lost_count_ == 0)
        fault(std::nullopt, "stream " + stream.text + " is listed, but has no event");
    }
    for (const auto& [stream, next] : next_versions_) {
      const auto head = log_.last_version(stream);
      if (!head) {
        fault(std::nullopt, head.error().detail);
      } else if ((!*head || (*head)->next() != next) && lost_count_ == 0) {
        fault(std::nullopt,
              "the last version of stream " + stream.text + " is not that of its last event");
      }
    }
  }

  /// Whether the stream index has the entries of the records, and no other.
  bool entries_fit() const {
    EntrySum found;
    bool is_whole = lost_count_ == 0;
    const auto visited = log_.visit_entries([&](const StreamEntry& entry) {
      is_whole = is_whole && !entry.is_damaged;
      found.add(marks_.mark(entry.stream, entry.version, entry.position));
    });
    return visited && is_whole && found == wanted_;
  }

  void check_surplus_entries() {
    std::uint64_t count = 0;
    const auto counted = log_.visit_entries([&](const StreamEntry&) { ++count; });
    if (!counted) return fault(std::nullopt, counted.error().detail);
    if (count == good_entries_) return;
    const auto visited = log_.visit_entries([&](const StreamEntry& entry) {
      if (is_surplus(entry)) {
        fault(entry.position, "the stream index has version " + text(entry.version.value) + " of " +
                                  entry.stream.text + " at position " + text(entry.position.value) +
                                  ", where another event lies");
      }
    });
    if (!visited) fault(std::nullopt, visited.error().detail);
  }

  bool is_surplus(const StreamEntry& entry) const {
    if (entry.position.value >= report_.size) return true;
    const std::optional<Record> record = sound_record(log_, entry.position);
    return record && (record->case_id != entry.stream || record->version != entry.version);
  }

  /// What is of no kind that a log or a vault has, and what does not fit in the vault itself.
  void check_strangers() {
    const auto strangers = log_.strangers();
    if (!strangers) fault(std::nullopt, strangers.error().detail);
    for (const std::string& what : strangers ? *strangers : std::vector<std::string>())
      fault(std::nullopt, what);
    const auto odd = vault_.faults();
    if (!odd) fault(std::nullopt, odd.error().detail);
    for (const std::string& what : odd ? *odd : std::vector<std::string>())
      fault(std::nullopt, what);
  }

  const LogContents& log_;
  const Vault& vault_;
  const VerifyOptions& options_;
  const Entries entries_;
  const KeyHistory& keys_;
  VerifyReport report_;
  ErasureCheck erasures_{vault_, options_.erased_later};
  CompactRange tree_;
  std::multimap<std::uint64_t, std::pair<Digest, std::string>> roots_;  // By size: root, whose.
  std::optional<StoredCheckpoint> stored_;  // The next one that lies in the log.
  std::uint64_t good_size_ = 0;             // The largest signed size whose root holds.
  bool is_off_ = false;
  std::optional<Timestamp> time_;
  std::map<CaseId, Version> next_versions_;
  std::uint64_t lost_count_ = 0;  // Records that are not what was hashed.
  std::uint64_t slack_ = 0;       // Of those, the ones whose place in a stream was not found yet.
  std::uint64_t good_entries_ = 0;
  EntryMarks marks_;
  EntrySum wanted_;  // Of the entries that the records should have.
  CommandCheck commands_{
      log_, [this](std::optional<Position> at, std::string what) { fault(at, std::move(what)); }};
};

}  // namespace

VerifyReport verify_log(const LogContents& log, const Vault& vault, const VerifyOptions& options) {
  auto report = Verification(log, vault, options, Entries::as_a_whole).run();
  if (!report) report = Verification(log, vault, options, Entries::one_by_one).run();
  ensure(report.has_value(), "a verification entry by entry comes to an end");
  return std::move(*report);
}

}  // namespace verloop
