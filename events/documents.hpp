#pragma once
// Documents: bytes that belong to one sealed field of one event and are handed over after it was
// recorded. The sealed value there says what they are; they lie in parts, each encrypted under the
// key of that value's subject, bound to its place, its digest, its number and how many there are.
// Whatever is read is checked part by part, and whole against the SHA-256 that was recorded.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "events/document_store.hpp"
#include "events/event_log.hpp"
#include "events/looks.hpp"
#include "events/vault.hpp"

namespace verloop {

constexpr std::size_t document_bytes_max = std::size_t{25} * 1024 * 1024;
constexpr std::size_t document_part_bytes_max = std::size_t{512} * 1024;  // Before encryption.
constexpr std::size_t document_parts_max = document_bytes_max / document_part_bytes_max;

/// What a sealed value says of a document.
struct DocumentValue {
  std::string id, name, media_type;
  std::uint64_t size = 0;  // In bytes.
  Digest sha256;
};

/// None when the value is no document. The SHA-256 is base64url, or 64 hex digits.
std::optional<DocumentValue> document_from(const boost::json::value& value);
/// {"id","mediaType","name","sha256","size"}, the SHA-256 as base64url.
boost::json::object to_json(const DocumentValue& document);

/// Where documents are read from; all outlive it.
struct DocumentSources {
  const EventLog& log;
  const Vault& vault;
  const DocumentStore& store;
};

struct OpenedDocument {
  std::optional<DocumentValue> value;  // None: it was erased.
  Erased erased;                       // Counts when there is no value.
  std::optional<std::string> bytes;    // None: erased, or never handed over.
};

/// Fails with `not_found` when the field holds no document, with `tampered`, naming position and
/// field, when value or bytes are not what was recorded. Adds to `looks` what was opened.
Result<OpenedDocument> open_document(const DocumentSources& sources, const Record& record,
                                     const std::string& field, Looks& looks);

enum class HandedOver : std::uint8_t { now, before };

/// Stores the bytes of the document in a field of a record; on disk when it returns. The same bytes
/// again do nothing, or mend what was damaged. Fails with `malformed` when they are not those that
/// the sealed value speaks of, with `not_found` when the field holds no document or it was erased.
Result<HandedOver> hand_over(EventLog& log, Vault& vault, DocumentStore& store,
                             const Record& record, const std::string& field,
                             std::string_view bytes);

/// Whether each part of what lies at a place opens: `tampered` when not.
Result<> check_document(const EventLog& log, const Vault& vault, const DocumentStore& store,
                        const SealedPlace& place);
/// Encrypts what lies at a place under another subject's key, in place of it, part by part, without
/// joining it. Fails with `tampered` when a part does not open: then nothing was changed.
Result<> move_document(const EventLog& log, Vault& vault, DocumentStore& store,
                       const SealedPlace& place, const SubjectId& to);

/// What is authenticated with a part: the JCS array [origin, position, field, base64url(digest),
/// number, count], with the same origin as the sealed value's.
std::string part_context(const SealedPlace& place, std::string_view origin, const Digest& digest,
                         std::uint64_t number, std::uint64_t count);

}  // namespace verloop
