#include "events/verify_records.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "events/disclosure.hpp"
#include "events/merkle.hpp"
#include "events/record.hpp"

namespace verloop {
namespace {

// Large enough that handing over costs nothing beside the work, small enough to hold a few.
constexpr std::uint64_t records_per_block = 128;

/// One position. Each `check_` method adds what it finds.
class Examination {
 public:
  Examination(const LogContents& log, const Vault& vault, Position at) : log_(log), vault_(vault) {
    found_.at = at;
  }

  ExaminedRecord run() {
    read_leaf();
    read_record();
    if (found_.record) {
      check_entry(*found_.record);
      check_sealed(*found_.record);
    }
    return std::move(found_);
  }

 private:
  void fault(std::string what) { found_.faults.push_back({found_.at, std::move(what)}); }

  void read_leaf() {
    const auto leaf = log_.stored_leaf(found_.at);
    if (!leaf) return fault(leaf.error().detail);
    if (!*leaf) fault(record_name(found_.at) + " has lost its leaf hash");
    found_.leaf = *leaf;
  }

  void read_record() {
    const auto bytes = log_.stored_bytes(found_.at);
    if (!bytes) return fault(bytes.error().detail);
    if (!*bytes) return fault(record_name(found_.at) + " is missing");
    found_.own = leaf_hash(**bytes);
    if (found_.leaf && *found_.leaf != *found_.own)
      return fault(record_name(found_.at) + " does not match its leaf hash");
    Result<Record> record = decode_record(**bytes);
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

  void check_sealed(const Record& record) {
    const auto values = log_.sealed_values(found_.at);
    if (!values) return fault(values.error().detail);
    std::map<std::string, Digest> missing = record.sealed;
    for (const SealedValue& value : *values) {
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
    const std::string where = "the sealed value of " + place(value.field);
    const auto plain = vault_.decrypt(
        value.subject, value.bytes, sealed_context(log_.origin(), found_.at, value.field, wanted));
    if (!plain) {
      return fault(where + (value.bytes.empty() ? " is missing, though its subject was not erased"
                                                : " does not open: " + plain.error().detail));
    }
    if (!*plain) return found_.erased.push_back({found_.at, value.field, value.subject});
    const Result<Disclosure> disclosure = decode_disclosure(**plain);
    if (!disclosure || disclosure->field != value.field || sha256(**plain) != wanted)
      fault(where + " is not the one that the record commits to");
  }

  const LogContents& log_;
  const Vault& vault_;
  ExaminedRecord found_;
};

using Block = std::vector<ExaminedRecord>;

Block examine(const LogContents& log, const Vault& vault, std::uint64_t from, std::uint64_t to) {
  Block block;
  block.reserve(to - from);
  for (Position at{from}; at.value < to; at = at.next())
    block.push_back(Examination(log, vault, at).run());
  return block;
}

}  // namespace

std::string record_name(Position at) {
  return "record at position " + std::to_string(at.value);
}

void visit_examined(const LogContents& log, const Vault& vault, std::uint64_t size,
                    const std::function<void(const ExaminedRecord&)>& visit) {
  const std::size_t blocks_max = std::max(1U, std::thread::hardware_concurrency());
  std::deque<std::future<Block>> blocks;
  std::uint64_t next = 0;
  while (next < size || !blocks.empty()) {
    while (next < size && blocks.size() < blocks_max) {
      const std::uint64_t from = std::exchange(next, std::min(size, next + records_per_block));
      // Where no thread is to be had, a block is examined when it is waited for.
      blocks.push_back(std::async(examine, std::cref(log), std::cref(vault), from, next));
    }
    const Block block = blocks.front().get();
    blocks.pop_front();
    for (const ExaminedRecord& one : block) visit(one);
  }
}

}  // namespace verloop
