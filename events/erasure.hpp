#pragma once
// Erasure: a subject's key is destroyed, so that none of its values can be read again. It is
// written down three times, each for a day when the others are gone: as an event `SubjectErased` in
// the stream @subjects, as a mark in the vault, and in a list beside the key-encryption key.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/event.hpp"
#include "events/record.hpp"

namespace verloop {

inline const CaseId subjects_stream{"@subjects"};
inline const EventTypeId subject_erased{"SubjectErased@1"};

/// `redaction`: one text under a case's key, not all that lies under the key.
enum class ErasureGround : std::uint8_t { request, retention, redaction };
std::string_view name_of(ErasureGround ground);
std::optional<ErasureGround> erasure_ground_from(std::string_view name);

/// What is told where a value was.
struct Erased {
  std::optional<Date> on;  // None: a key was destroyed and nothing says when or why.
  ErasureGround ground = ErasureGround::request;  // Counts with `on` only.
  friend bool operator==(const Erased&, const Erased&) = default;
};

/// The mark in the vault: JCS {"ground","on"}, no bytes when nothing is known.
std::string encode(const Erased& erased);
/// Fails with `malformed`.
Result<Erased> decode_erased(std::string_view bytes);

/// Where a value is or was sealed under a subject.
struct SealedPlace {
  Position position;
  std::string field;
  SubjectId subject;
};

/// SHA-256 of JCS [[position,field],...]: what an erasure's event commits to. Of one subject, by
/// position and field.
Digest digest(const std::vector<SealedPlace>& places);

/// A field of an event.
struct FieldPlace {
  Position position;
  std::string field;
  friend bool operator==(const FieldPlace&, const FieldPlace&) = default;
};

struct Destruction {
  SubjectId subject;
  Erased erased;
  std::optional<FieldPlace> redacted{};  // Of a redaction: the value that goes.
};

/// One erasure as it was ordered. It is listed before anything is destroyed, with all that its
/// event will say, so that whoever finds it listed can finish it.
struct Erasure {
  std::string origin;  // Of the log; a list may serve more than one.
  SubjectId subject;
  ErasureGround ground{};
  Actor by;
  Timestamp at{};
  Date backups_until{};  // Until then a backup of the vault may still hold the key.
  CommandId command;     // Of its event: recorded once, however often it is finished.
  std::optional<FieldPlace> redacted{};  // With the ground `redaction`, and only then.

  Destruction destruction() const { return {subject, {day_in_amsterdam(at), ground}, redacted}; }
};

/// One line of the list: JCS {"actor":{"id","org","role"},"at","backupsUntil","command","ground",
/// "origin","subject"}, and of a redaction "redacted":{"field","position"}.
std::string encode(const Erasure& erasure);
/// Fails with `malformed`.
Result<Erasure> decode_erasure(std::string_view line);

/// What a record of @subjects says was destroyed; none when it is about something else.
std::optional<Destruction> destruction_in(const Record& record);

}  // namespace verloop
