#include "events/checked_record.hpp"

#include "events/merkle.hpp"

namespace verloop {

Error bad_record(Position position, const std::string& what) {
  return {Errc::tampered, "record at position " + std::to_string(position.value) + " " + what};
}

Result<StoredRecord> checked_record(Position position, std::string bytes, const Digest& leaf) {
  if (leaf_hash(bytes) != leaf) return bad_record(position, "does not match its leaf hash");
  Result<StoredRecord> stored(StoredRecord{{}, std::move(bytes)});
  Result<Record> record = decode_record(stored->bytes);
  if (!record) return bad_record(position, "is no record: " + record.error().detail);
  if (record->position != position) {
    return bad_record(position, "says it is at position " + std::to_string(record->position.value));
  }
  stored->record = std::move(*record);
  return stored;
}

}  // namespace verloop
