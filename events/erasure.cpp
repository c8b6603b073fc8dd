#include "events/erasure.hpp"

#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"
#include "events/json/text_in.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

std::string_view view_of(const json::string& text) {
  return {text.data(), text.size()};
}

/// None when the object names no place.
std::optional<FieldPlace> place_in(const json::object& object) {
  const json::value* position = object.if_contains("position");
  std::string field = text_in(object, "field");
  const bool is_number = position != nullptr && position->is_int64() && position->get_int64() >= 0;
  if (!is_number || field.empty()) return std::nullopt;
  return FieldPlace{Position{static_cast<std::uint64_t>(position->get_int64())}, std::move(field)};
}

Error malformed(const char* what) {
  return {Errc::malformed, std::string("not in the form of ") + what};
}

}  // namespace

std::string_view name_of(ErasureGround ground) {
  switch (ground) {
    case ErasureGround::request:
      return "request";
    case ErasureGround::retention:
      return "retention";
    case ErasureGround::redaction:
      return "redaction";
  }
  return "request";
}

std::optional<ErasureGround> erasure_ground_from(std::string_view name) {
  for (const ErasureGround ground :
       {ErasureGround::request, ErasureGround::retention, ErasureGround::redaction}) {
    if (name_of(ground) == name) return ground;
  }
  return std::nullopt;
}

Digest digest(const std::vector<SealedPlace>& places) {
  json::array all;
  for (const SealedPlace& place : places)
    all.push_back(json::array{static_cast<std::int64_t>(place.position.value), place.field});
  return sha256(canonical_json(all));
}

std::string encode(const Erased& erased) {
  if (!erased.on) return {};
  return canonical_json(
      json::object{{"ground", json::string(name_of(erased.ground))}, {"on", format(*erased.on)}});
}

Result<Erased> decode_erased(std::string_view bytes) {
  if (bytes.empty()) return Erased{};
  const auto parsed = parse_json(bytes);
  if (!parsed || !parsed->is_object()) return malformed("a mark of an erasure");
  const auto on = parse_date(text_in(parsed->get_object(), "on"));
  const auto ground = erasure_ground_from(text_in(parsed->get_object(), "ground"));
  if (!on || !ground) return malformed("a mark of an erasure");
  return Erased{*on, *ground};
}

std::string encode(const Erasure& erasure) {
  json::object line{
      {"actor",
       {{"id", erasure.by.id.text}, {"org", erasure.by.org.text}, {"role", erasure.by.role.text}}},
      {"at", format(erasure.at)},
      {"backupsUntil", format(erasure.backups_until)},
      {"command", erasure.command.text},
      {"ground", json::string(name_of(erasure.ground))},
      {"origin", erasure.origin},
      {"subject", erasure.subject.text}};
  if (erasure.redacted) {
    line["redacted"] =
        json::object{{"field", erasure.redacted->field},
                     {"position", static_cast<std::int64_t>(erasure.redacted->position.value)}};
  }
  return canonical_json(line);
}

Result<Erasure> decode_erasure(std::string_view line) {
  const auto parsed = parse_json(line);
  if (!parsed || !parsed->is_object()) return malformed("an erasure");
  const json::object& object = parsed->get_object();
  const json::value* actor = object.if_contains("actor");
  const auto at = parse_timestamp(text_in(object, "at"));
  const auto until = parse_date(text_in(object, "backupsUntil"));
  const auto ground = erasure_ground_from(text_in(object, "ground"));
  Erasure erasure;
  erasure.origin = text_in(object, "origin");
  erasure.subject.text = text_in(object, "subject");
  erasure.command.text = text_in(object, "command");
  const json::value* redacted = object.if_contains("redacted");
  if (redacted != nullptr && redacted->is_object())
    erasure.redacted = place_in(redacted->get_object());
  const bool is_redaction = ground && *ground == ErasureGround::redaction;
  const bool whole = actor != nullptr && actor->is_object() && at && until && ground &&
                     is_redaction == erasure.redacted.has_value() && !erasure.origin.empty() &&
                     !erasure.subject.text.empty() && is_uuid(erasure.command.text);
  if (!whole) return malformed("an erasure");
  const json::object& by = actor->get_object();
  erasure.by = {{text_in(by, "id")}, {text_in(by, "role")}, {text_in(by, "org")}, {}};
  erasure.at = *at;
  erasure.backups_until = *until;
  erasure.ground = *ground;
  return erasure;
}

std::optional<Destruction> destruction_in(const Record& record) {
  if (record.type != subject_erased) return std::nullopt;
  const json::value* ground = record.data.if_contains("ground");
  const auto known = ground != nullptr && ground->is_string()
                         ? erasure_ground_from(view_of(ground->get_string()))
                         : std::nullopt;
  Destruction destruction{{text_in(record.data, "subject")}, {}};
  if (destruction.subject.text.empty()) return std::nullopt;
  if (known) destruction.erased = {record.occurred_on.day, *known};
  destruction.redacted = place_in(record.data);
  return destruction;
}

}  // namespace verloop
