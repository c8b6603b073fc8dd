#include "events/continuation.hpp"

#include <algorithm>

#include "events/json/text_in.hpp"
#include "events/note_lines.hpp"
#include "events/replaced_keys.hpp"

namespace verloop {
namespace {

constexpr std::size_t public_key_bytes = 32;

std::optional<std::string> key_in(const boost::json::object& fields, const char* name) {
  auto bytes = from_base64url(text_in(fields, name));
  if (!bytes || bytes->size() != public_key_bytes) return std::nullopt;
  return std::move(*bytes);
}

/// Whether the keys are those of a log that the continuation speaks of.
bool is_vouched_for(const Continuation& told, const KeyHistory& keys) {
  const auto is_handed_over = [&told](const SigningKey& before, const SigningKey& after) {
    return before.key == verifier_key_of(told.origin, told.from) && before.size_max == told.size &&
           after.key.public_key == told.to && after.key.name != told.origin;
  };
  const auto& all = keys.keys();
  return std::adjacent_find(all.begin(), all.end(), is_handed_over) != all.end();
}

}  // namespace

boost::json::object to_json(const Continuation& continuation) {
  return {{"from", to_base64url(continuation.from)},
          {"origin", continuation.origin},
          {"root", to_base64url(view(continuation.root))},
          {"size", static_cast<std::int64_t>(continuation.size)},
          {"to", to_base64url(continuation.to)}};
}

std::optional<Continuation> continuation_in(const Record& record) {
  if (record.type != log_continued) return std::nullopt;
  const boost::json::value* size = record.data.if_contains("size");
  const auto root = from_base64url(text_in(record.data, "root"));
  const auto digest = root ? digest_from(*root) : Result<Digest>(root.error());
  auto from = key_in(record.data, "from"), to = key_in(record.data, "to");
  std::string origin = text_in(record.data, "origin");
  const bool is_whole = size != nullptr && size->is_int64() && size->get_int64() > 0 && digest &&
                        from && to && is_key_name(origin);
  if (!is_whole) return std::nullopt;
  return Continuation{std::move(origin), static_cast<std::uint64_t>(size->get_int64()), *digest,
                      std::move(*from), std::move(*to)};
}

std::optional<std::string> wrong_with(const Record& record, const Digest& root,
                                      const KeyHistory& keys) {
  const auto told = continuation_in(record);
  const std::string at = "the event at position " + std::to_string(record.position.value);
  if (!told || record.case_id != log_stream)
    return at + " does not say which log this one continues, up to where and with which keys";
  if (told->size != record.position.value)
    return at + " says that " + std::to_string(told->size) + " events of " + told->origin +
           " were taken over";
  if (told->root != root)
    return at + " says that events of " + told->origin +
           " were taken over, and those in front of it have another root";
  if (is_vouched_for(*told, keys)) return std::nullopt;
  return at + " says that this log continues " + told->origin +
         ", and the vault does not have the keys for that";
}

}  // namespace verloop
