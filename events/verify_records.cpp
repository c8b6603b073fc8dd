#include "events/verify_records.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <map>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>

#include "events/disclosure.hpp"
#include "events/merkle.hpp"
#include "events/record.hpp"

namespace verloop {
namespace {

// Large enough that handing over costs nothing beside the work, small enough to hold a few.
constexpr std::uint64_t records_per_block = 512;
constexpr std::size_t openers_max = 1024;

/// What opens the values of the subjects that were met lately.
class Openers {
 public:
  explicit Openers(const Vault& vault) : vault_(vault) {}

  /// As Vault::decrypt.
  Result<std::optional<std::string>> open(const SealedValue& value, std::string_view context) {
    auto found = held_.find(value.subject.text);
    if (found == held_.end()) {
      if (held_.size() == openers_max) held_.clear();
      auto opener = vault_.opener(value.subject);
      if (!opener) return opener.error();
      found = held_.emplace(value.subject.text, std::move(*opener)).first;
    }
    if (!found->second) return std::optional<std::string>();
    Result<std::string> plain = found->second->open(value.bytes, context);
    if (!plain) return plain.error();
    return std::optional<std::string>(std::move(*plain));
  }

 private:
  const Vault& vault_;
  std::unordered_map<std::string, std::optional<ValueOpener>> held_;  // None: it was erased.
};

/// What one thread at a time works with.
struct Workplace {
  const LogContents& log;
  Openers openers;
  Entries entries;
};

/// One position. Each `check_` method adds what it finds.
class Examination {
 public:
  Examination(Workplace& place, Position at) : log_(place.log), place_(place) { found_.at = at; }

  /// With what was read already, or reading it.
  ExaminedRecord run(const StoredPosition* stored) {
    found_.leaf = stored != nullptr ? stored->leaf : read_leaf();
    if (stored != nullptr)
      read_record(stored->bytes);
    else if (const auto bytes = read_bytes())
      read_record(*bytes);
    if (!found_.record) return std::move(found_);
    if (place_.entries == Entries::one_by_one) check_entry(*found_.record);
    if (stored != nullptr)
      check_sealed(*found_.record, stored->sealed);
    else if (const auto values = log_.sealed_values(found_.at))
      check_sealed(*found_.record, *values);
    else
      fault(values.error().detail);
    return std::move(found_);
  }

 private:
  void fault(std::string what) { found_.faults.push_back({found_.at, std::move(what)}); }

  std::optional<Digest> read_leaf() {
    const auto leaf = log_.stored_leaf(found_.at);
    if (!leaf) return fault(leaf.error().detail), std::nullopt;
    if (!*leaf) fault(record_name(found_.at) + " has lost its leaf hash");
    return *leaf;
  }

  std::optional<std::string> read_bytes() {
    auto bytes = log_.stored_bytes(found_.at);
    if (!bytes) return fault(bytes.error().detail), std::nullopt;
    if (!*bytes) fault(record_name(found_.at) + " is missing");
    return std::move(*bytes);
  }

  void read_record(std::string_view bytes) {
    found_.own = leaf_hash(bytes);
    if (found_.leaf && *found_.leaf != *found_.own)
      return fault(record_name(found_.at) + " does not match its leaf hash");
    Result<Record> record = decode_record(bytes);
    if (!record) return fault(record_name(found_.at) + " is no record: " + record.error().detail);
    found_.record = std::move(*record);
  }

  void check_entry(const Record& record) {
    const auto entry = log_.stored_entry(record.case_id, record.version);
    if (!entry) return fault(entry.error().detail);
    found_.has_entry = *entry == found_.at;
    if (!found_.has_entry) fault("the stream index does not lead to the " + record_name(found_.at));
  }

  std::string place(const std::string& field) const {
    return "position " + std::to_string(found_.at.value) + ", field " + field + ",";
  }

  void check_sealed(const Record& record, const std::vector<SealedValue>& values) {
    std::map<std::string, Digest> missing = record.sealed;
    for (const SealedValue& value : values) {
      ++found_.sealed_count;
      missing.erase(value.field);
      const auto digest = record.sealed.find(value.field);
      if (digest == record.sealed.end()) {
        fault("a sealed value at " + place(value.field) +
              " is one that the record does not commit to");
      } else {
        check_value(value, digest->second);
      }
    }
    for (const auto& [field, digest] : missing)
      fault("the sealed value of " + place(field) + " is missing");
  }

  void check_value(const SealedValue& value, const Digest& wanted) {
    const auto where = [&] { return "the sealed value of " + place(value.field); };
    const auto plain = place_.openers.open(
        value,
        sealed_context(log_.signing_keys().origin_at(found_.at), found_.at, value.field, wanted));
    if (!plain) {
      return fault(where() + (value.bytes.empty() ? " is missing, though its subject was not erased"
                                                  : " does not open: " + plain.error().detail));
    }
    if (!*plain) return found_.erased.push_back({found_.at, value.field, value.subject});
    const Result<Disclosure> disclosure = decode_disclosure(**plain);
    if (!disclosure || disclosure->field != value.field || sha256(**plain) != wanted)
      fault(where() + " is not the one that the record commits to");
  }

  const LogContents& log_;
  Workplace& place_;
  ExaminedRecord found_;
};

using Block = std::vector<ExaminedRecord>;

/// Asks for the command of each record that has another one than the record before it, in the
/// order of the index.
void add_commands(const LogContents& log, Block& block) {
  std::vector<ExaminedRecord*> firsts;
  const Record* before = nullptr;
  for (ExaminedRecord& one : block) {
    const Record* const record = one.record ? &*one.record : nullptr;
    const bool is_first =
        record != nullptr && (before == nullptr || before->command != record->command);
    if (is_first) firsts.push_back(&one);
    before = record;
  }
  std::sort(firsts.begin(), firsts.end(),
            [](const auto* a, const auto* b) { return a->record->command < b->record->command; });
  std::vector<CommandId> commands;
  commands.reserve(firsts.size());
  for (const ExaminedRecord* one : firsts) commands.push_back(one->record->command);
  std::vector<StoredCommand> known = log.stored_commands(commands);
  for (std::size_t at = 0; at < firsts.size(); ++at) firsts[at]->known = std::move(known[at]);
}

Block examine(Workplace& place, std::uint64_t from, std::uint64_t to) {
  Block block;
  block.reserve(to - from);
  for (Position at{from}; at.value < to;) {
    const std::vector<StoredPosition> run = place.log.stored_run(at, to - at.value);
    for (const StoredPosition& stored : run) {
      block.push_back(Examination(place, at).run(&stored));
      at = at.next();
    }
    if (!run.empty()) continue;
    block.push_back(Examination(place, at).run(nullptr));
    at = at.next();
  }
  add_commands(place.log, block);
  return block;
}

}  // namespace

std::string record_name(Position at) {
  return "record at position " + std::to_string(at.value);
}

void visit_examined(const LogContents& log, const Vault& vault, Entries entries,
                    const std::function<void(ExaminedRecord&)>& visit) {
  const std::uint64_t size = log.tail().size;
  const std::size_t blocks_max = std::max(1U, std::thread::hardware_concurrency());
  // Block after block takes the next place: whoever had it before has been waited for.
  std::deque<Workplace> places;
  for (std::size_t at = 0; at < blocks_max; ++at) places.push_back({log, Openers(vault), entries});
  std::deque<std::future<Block>> blocks;
  std::uint64_t next = 0;
  for (std::uint64_t started = 0; next < size || !blocks.empty();) {
    while (next < size && blocks.size() < blocks_max) {
      const std::uint64_t from = std::exchange(next, std::min(size, next + records_per_block));
      Workplace& place = places[started++ % blocks_max];
      // Where no thread is to be had, a block is examined when it is waited for.
      blocks.push_back(std::async(examine, std::ref(place), from, next));
    }
    Block block = blocks.front().get();
    blocks.pop_front();
    for (ExaminedRecord& one : block) visit(one);
  }
}

}  // namespace verloop
