#include "events/disclosure.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "events/crypto/crypto.hpp"
#include "events/json/canonical_json.hpp"
#include "events/json/canonical_reader.hpp"
#include "events/json/strict_json.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// What salt and field name may add to a value.
constexpr std::size_t disclosure_bytes_max = sealed_value_bytes_max + 4096;
constexpr std::string_view actor_prefix = "actor/";

using Sixteen = std::array<std::byte, 16>;

std::string_view bytes_of(const Sixteen& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string_view as_view(const json::string& text) {
  return {text.data(), text.size()};
}

Sixteen sixteen_of(std::string_view bytes) {
  Sixteen sixteen{};
  std::transform(bytes.begin(), bytes.begin() + sixteen.size(), sixteen.begin(),
                 [](char byte) { return static_cast<std::byte>(byte); });
  return sixteen;
}

/// Gives one fresh value after another: HMAC(seed, counter (8 bytes, big-endian) || name), cut to
/// 16 bytes.
class Salter {
 public:
  explicit Salter(const Seed& seed) : seed_(seed) {}

  Sixteen next(std::string_view name) {
    std::string message;
    for (int shift = 56; shift >= 0; shift -= 8)
      message += static_cast<char>(counter_ >> shift & 0xFF);
    ++counter_;
    const std::string_view key(reinterpret_cast<const char*>(seed_.data()), seed_.size());
    return sixteen_of(view(crypto::hmac_sha256(key, message.append(name))));
  }

 private:
  const Seed& seed_;
  std::uint64_t counter_ = 0;
};

Error not_recordable(const std::string& field) {
  return {Errc::malformed, "the field " + field + " holds a value that can not be recorded"};
}

Result<> check_size(const Disclosure& disclosure) {
  if (canonical_json(disclosure.value).size() <= sealed_value_bytes_max) return {};
  return Error{Errc::too_large, "the sealed field " + disclosure.field + " holds more than " +
                                    std::to_string(sealed_value_bytes_max) + " bytes"};
}

SubjectId subject_of(const Event& event, const std::string& field) {
  const auto found = event.subjects.find(field);
  ensure(found != event.subjects.end(), "a sealed field has a subject");
  return found->second;
}

/// Motivations, each sealed under the actor who gave it.
void seal_motivations(const Event& event, const ActorId& actor, Salter& salter,
                      SealedEvent& sealed) {
  std::set<RuleId> rules;
  for (const Deviation& deviation : event.deviations) {
    ensure(rules.insert(deviation.rule).second, "an event deviates from a rule once");
    std::string field = std::string(motivation_prefix).append(deviation.rule.text);
    const Salt salt = salter.next(field);
    sealed.findings.push_back(deviation.rule);
    sealed.openings.push_back({{std::string(actor_prefix).append(actor.text)},
                               {salt, std::move(field), json::value(deviation.motivation)}});
  }
}

/// The quick way to read one; none says nothing.
std::optional<Disclosure> read_written(std::string_view bytes) {
  CanonicalReader reader(bytes);
  reader.expect("[");
  const auto salt = from_base64url(reader.text());
  reader.expect(",");
  Disclosure disclosure;
  disclosure.field = reader.text();
  reader.expect(",");
  disclosure.value = reader.value();
  reader.expect("]");
  if (!reader.is_whole() || salt.has_error() || salt->size() != sizeof(Salt)) return std::nullopt;
  disclosure.salt = sixteen_of(*salt);
  return disclosure;
}

}  // namespace

std::string encode(const Disclosure& disclosure) {
  return canonical_json(
      json::array{to_base64url(bytes_of(disclosure.salt)), disclosure.field, disclosure.value});
}

Result<Disclosure> decode_disclosure(std::string_view bytes) {
  if (bytes.size() > disclosure_bytes_max)
    return Error{Errc::malformed, "not a disclosure: more than the limit"};
  if (auto written = read_written(bytes)) return std::move(*written);
  const Error malformed{Errc::malformed, "not a disclosure: an array of salt, field and value"};
  const auto value = parse_json(bytes, {.bytes_max = disclosure_bytes_max});
  if (value.has_error()) return Error{Errc::malformed, "not a disclosure: " + value.error().detail};
  const auto* array = value->if_array();
  const bool shaped = array != nullptr && array->size() == 3 && array->at(0).is_string() &&
                      array->at(1).is_string();
  if (!shaped) return malformed;
  const auto salt = from_base64url(as_view(array->at(0).get_string()));
  if (salt.has_error() || salt->size() != sizeof(Salt)) return malformed;
  Disclosure disclosure{sixteen_of(*salt), std::string(array->at(1).get_string()), array->at(2)};
  if (encode(disclosure) != bytes)
    return Error{Errc::malformed, "not a disclosure: not in the form that is written"};
  return disclosure;
}

Digest digest(const Disclosure& disclosure) {
  return sha256(encode(disclosure));
}

Result<SealedEvent> seal(Event event, const EventType& type, const ActorId& actor,
                         const Seed& seed) {
  Salter salter(seed);
  SealedEvent sealed;
  sealed.type = event.type;
  sealed.occurred_on = event.occurred_on;
  sealed.basis = event.basis;
  sealed.nonce = salter.next("nonce");
  std::size_t known = 0;
  for (const Field& field : type.fields) {
    json::value* const value = event.fields.if_contains(field.name);
    if (value == nullptr) continue;
    ++known;
    if (!is_recordable(*value)) return not_recordable(field.name);
    if (field.privacy == PrivacyClass::open || field.type.kind == FieldKind::member)
      sealed.data.emplace(field.name, std::move(*value));
    else
      sealed.openings.push_back({subject_of(event, field.name),
                                 {salter.next(field.name), field.name, std::move(*value)}});
  }
  ensure(known == event.fields.size(), "an event has only fields of its type");
  seal_motivations(event, actor, salter, sealed);
  sealed.links = std::move(event.links);
  for (const Opening& opening : sealed.openings) {
    const auto fits = check_size(opening.disclosure);
    if (fits.has_error()) return fits.error();
  }
  return sealed;
}

bool commits_to(const Record& record, const Disclosure& disclosure) {
  const auto found = record.sealed.find(disclosure.field);
  return found != record.sealed.end() && found->second == digest(disclosure);
}

std::string sealed_context(std::string_view origin, Position position, std::string_view field,
                           const Digest& digest) {
  std::string context = "[";
  append_canonical(context, origin);
  context.append(",").append(std::to_string(position.value)).append(",");
  append_canonical(context, field);
  return context.append(",\"").append(to_base64url(view(digest))).append("\"]");
}

}  // namespace verloop
