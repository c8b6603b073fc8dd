#include "events/checked_record.hpp"

#include "events/merkle.hpp"

namespace verloop {

Error bad_record(Position position, const std::string& what) {
  return {Errc::tampered, "record at position " + std::to_string(position.value) + " " + what};
}

Result<StoredRecord> checked_record(Position position, std::string bytes, const Digest& leaf) {
  if (leaf_hash(bytes) != leaf) return bad_record(position, "does not match its leaf hash");
  Result<Record> record = decode_record(bytes);
  if (!record) return bad_record(position, "is no record: " + record.error().detail);
  if (record->position != position) {
    return bad_record(position, "says it is at position " + std::to_string(record->position.value));
  }
  return StoredRecord{std::move(*record), std::move(bytes)};
}

}  // namespace verloop
