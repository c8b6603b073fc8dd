#pragma once
// Sealing: how an event is split into open fields and salted digests, and how a disclosed value is
// checked against its record. A disclosure is the JCS array [base64url(salt), field, value]; its
// digest is SHA-256 of those bytes. The idea is that of SD-JWT (RFC 9901).

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "events/catalogue.hpp"
#include "events/event.hpp"
#include "events/record.hpp"
#include "events/result.hpp"

namespace verloop {

inline constexpr std::string_view motivation_prefix = "motivation/";  // Of names of sealed fields.

std::string encode(const Disclosure& disclosure);
Result<Disclosure> decode_disclosure(std::string_view bytes);
Digest digest(const Disclosure& disclosure);

using Seed = std::array<std::byte, 32>;

/// Pure: salts and nonce come from `seed` (HMAC of a counter), which must be fresh for every event.
/// Fails with `too_large` when a sealed value passes its limit, with `malformed` when a value is
/// not recordable. Motivations become the sealed fields `motivation/<rule>` of the actor. A sealed
/// field without a subject in `event.subjects` is a bug.
Result<SealedEvent> seal(Event event, const EventType& type, const ActorId& actor,
                         const Seed& seed);

/// Whether the record commits to this value.
bool commits_to(const Record& record, const Disclosure& disclosure);

/// What is authenticated with a ciphertext: the JCS array [origin, position, field,
/// base64url(digest)]. The origin is that of the log which recorded the event
/// (KeyHistory::origin_at).
std::string sealed_context(std::string_view origin, Position position, std::string_view field,
                           const Digest& digest);

}  // namespace verloop
