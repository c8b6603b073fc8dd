#include "events/documents.hpp"

#include <algorithm>
#include <functional>
#include <variant>

#include "events/json/canonical_json.hpp"
#include "events/json/text_in.hpp"
#include "events/open_values.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t hex_size = 64;

Error fault(Errc code, Position position, const std::string& field, const std::string& what) {
  return {code, "the document at position " + std::to_string(position.value) + ", field " + field +
                    ": " + what};
}

std::optional<Digest> sha256_from(const std::string& text) {
  const auto bytes = text.size() == hex_size ? from_hex(text) : from_base64url(text);
  const auto digest = bytes ? digest_from(*bytes) : Result<Digest>(bytes.error());
  return digest ? std::optional<Digest>(*digest) : std::nullopt;
}

/// A sealed value that speaks of a document, and where it lies.
struct Told {
  SealedPlace place;
  Digest digest;  // That the record holds of the value.
  DocumentValue value;
};

Result<SubjectId> subject_at(const EventLog& log, const Record& record, const std::string& field) {
  const auto sealed = log.sealed_values(record.position);
  if (!sealed) return sealed.error();
  for (const SealedValue& value : *sealed) {
    if (value.field == field) return value.subject;
  }
  return fault(Errc::tampered, record.position, field, "the sealed value is missing");
}

Result<std::variant<Told, Erased>> told_at(const EventLog& log, const Vault& vault,
                                           const Record& record, const std::string& field,
                                           Looks& looks) {
  using Outcome = std::variant<Told, Erased>;
  const auto digest = record.sealed.find(field);
  const Error none =
      fault(Errc::not_found, record.position, field, "this field of the event holds no document");
  if (digest == record.sealed.end()) return none;
  const auto subject = subject_at(log, record, field);
  if (!subject) return subject.error();
  const auto opened = open_values(log, vault, record, {field}, looks);
  if (!opened) return opened.error();
  const auto value = opened->find(field);
  if (value == opened->end()) return none;
  if (!value->second) return Outcome(value->second.erased);
  auto document = document_from(*value->second);
  if (!document) return none;
  return Outcome(Told{{record.position, field, *subject}, digest->second, std::move(*document)});
}

/// All of its parts, each checked, as they were handed over.
Result<std::string> joined_parts(const DocumentSources& from, const Told& told,
                                 const StoredDocument& stored) {
  const SealedPlace& place = told.place;
  std::string bytes;
  for (std::uint64_t number = 0; number < stored.parts; ++number) {
    const std::string name =
        "part " + std::to_string(number + 1) + " of " + std::to_string(stored.parts);
    const auto part = from.store.part(place.position, place.field, number);
    if (!part) return part.error();
    if (!*part) return fault(Errc::tampered, place.position, place.field, name + " is missing");
    const auto plain =
        from.vault.decrypt(place.subject, **part,
                           part_context(place, from.log.signing_keys().origin_at(place.position),
                                        told.digest, number, stored.parts));
    if (!plain && plain.error().code != Errc::tampered) return plain.error();
    if (!plain || !*plain) {
      return fault(Errc::tampered, place.position, place.field,
                   name + " is not what was handed over");
    }
    if (bytes.size() + (*plain)->size() > told.value.size) break;
    bytes += **plain;
  }
  return bytes;
}

/// None: never handed over.
Result<std::optional<std::string>> stored_bytes(const DocumentSources& from, const Told& told) {
  const auto& [position, field, subject] = told.place;
  const auto stored = from.store.find(position, field);
  if (!stored) return stored.error();
  if (!*stored) return std::optional<std::string>();
  if ((*stored)->subject != subject)
    return fault(Errc::tampered, position, field, "it lies under another subject than its value");
  auto bytes = joined_parts(from, told, **stored);
  if (!bytes) return bytes.error();
  if (bytes->size() != told.value.size || sha256(*bytes) != told.value.sha256)
    return fault(Errc::tampered, position, field,
                 "it is not whole: its SHA-256 is not the one recorded");
  return std::optional(std::move(*bytes));
}

Result<> check_fits(const Told& told, std::string_view bytes) {
  const auto& [position, field, subject] = told.place;
  if (bytes.size() > document_bytes_max)
    return fault(Errc::too_large, position, field, "a document is at most 25 MiB");
  if (bytes.size() == told.value.size && sha256(bytes) == told.value.sha256) return {};
  return fault(Errc::malformed, position, field,
               "these are other bytes than those it was recorded with (size or SHA-256 differs); "
               "hand over the file itself, or correct the entry first");
}

Result<std::vector<std::string>> sealed_parts(const EventLog& log, Vault& vault, const Told& told,
                                              std::string_view bytes) {
  const std::uint64_t count = std::max<std::uint64_t>(
      1, (bytes.size() + document_part_bytes_max - 1) / document_part_bytes_max);
  const std::string& origin = log.signing_keys().origin_at(told.place.position);
  std::vector<std::string> parts;
  for (std::uint64_t number = 0; number < count; ++number) {
    auto part = vault.encrypt(told.place.subject, bytes.substr(0, document_part_bytes_max),
                              part_context(told.place, origin, told.digest, number, count));
    if (!part) return part.error();
    parts.push_back(std::move(*part));
    bytes.remove_prefix(std::min(bytes.size(), document_part_bytes_max));
  }
  return parts;
}

/// The digest that the record at the place holds of its value; none when it holds none.
Result<std::optional<Digest>> digest_at(const EventLog& log, const SealedPlace& place) {
  const auto page = log.read(place.position, 1);
  if (!page) return page.error();
  if (page->empty()) return std::optional<Digest>();
  const auto digest = page->front().record.sealed.find(place.field);
  const bool is_there = digest != page->front().record.sealed.end();
  return is_there ? std::optional(digest->second) : std::nullopt;
}

/// Calls `each` with the parts of what lies at a place, each as it was handed over and with what is
/// authenticated with it.
using EachPart = std::function<Result<>(const std::string& plain, const std::string& context)>;
Result<> open_parts(const EventLog& log, const Vault& vault, const DocumentStore& store,
                    const SealedPlace& place, const EachPart& each) {
  const auto& [position, field, subject] = place;
  const auto digest = digest_at(log, place);
  if (!digest) return digest.error();
  const auto stored = store.find(position, field);
  if (!stored) return stored.error();
  if (!*digest || !*stored)
    return fault(Errc::tampered, position, field, "it lies where no event has a document");
  const std::string& origin = log.signing_keys().origin_at(position);
  for (std::uint64_t number = 0; number < (*stored)->parts; ++number) {
    const std::string name = "part " + std::to_string(number + 1);
    const std::string context = part_context(place, origin, **digest, number, (*stored)->parts);
    const auto part = store.part(position, field, number);
    if (!part) return part.error();
    if (!*part) return fault(Errc::tampered, position, field, name + " is missing");
    const auto plain = vault.decrypt(subject, **part, context);
    if (!plain && plain.error().code != Errc::tampered) return plain.error();
    if (!plain || !*plain)
      return fault(Errc::tampered, position, field, name + " is not what was handed over");
    if (auto done = each(**plain, context); !done) return done;
  }
  return {};
}

}  // namespace

std::optional<DocumentValue> document_from(const json::value& value) {
  constexpr std::size_t member_count = 5;
  const json::object* object = value.if_object();
  if (object == nullptr || object->size() != member_count) return std::nullopt;
  for (const char* name : {"id", "name", "mediaType", "sha256"}) {
    const json::value* member = object->if_contains(name);
    if (member == nullptr || !member->is_string()) return std::nullopt;
  }
  const json::value* size = object->if_contains("size");
  const auto sha256 = sha256_from(text_in(*object, "sha256"));
  if (size == nullptr || !size->is_int64() || size->get_int64() < 0 || !sha256) return std::nullopt;
  return DocumentValue{text_in(*object, "id"), text_in(*object, "name"),
                       text_in(*object, "mediaType"), static_cast<std::uint64_t>(size->get_int64()),
                       *sha256};
}

json::object to_json(const DocumentValue& document) {
  return {{"id", document.id},
          {"mediaType", document.media_type},
          {"name", document.name},
          {"sha256", to_base64url(view(document.sha256))},
          {"size", static_cast<std::int64_t>(document.size)}};
}

Result<OpenedDocument> open_document(const DocumentSources& sources, const Record& record,
                                     const std::string& field, Looks& looks) {
  auto told = told_at(sources.log, sources.vault, record, field, looks);
  if (!told) return told.error();
  if (const auto* erased = std::get_if<Erased>(&*told))
    return OpenedDocument{std::nullopt, *erased, std::nullopt};
  auto bytes = stored_bytes(sources, std::get<Told>(*told));
  if (!bytes) return bytes.error();
  return OpenedDocument{std::move(std::get<Told>(*told).value), {}, std::move(*bytes)};
}

Result<HandedOver> hand_over(EventLog& log, Vault& vault, DocumentStore& store,
                             const Record& record, const std::string& field,
                             std::string_view bytes) {
  Looks not_shown;
  const auto told = told_at(log, vault, record, field, not_shown);
  if (!told) return told.error();
  if (std::holds_alternative<Erased>(*told))
    return fault(Errc::not_found, record.position, field, "it was erased");
  const Told& document = std::get<Told>(*told);
  if (auto fits = check_fits(document, bytes); !fits) return fits.error();
  const auto there = stored_bytes({log, vault, store}, document);
  if (there && *there) return HandedOver::before;
  if (!there && there.error().code != Errc::tampered) return there.error();
  const auto parts = sealed_parts(log, vault, document, bytes);
  if (!parts) return parts.error();
  if (auto put = store.put(document.place, *parts); !put) return put.error();
  return HandedOver::now;
}

Result<> check_document(const EventLog& log, const Vault& vault, const DocumentStore& store,
                        const SealedPlace& place) {
  return open_parts(log, vault, store, place,
                    [](const std::string&, const std::string&) { return Result<>(); });
}

Result<> move_document(const EventLog& log, Vault& vault, DocumentStore& store,
                       const SealedPlace& place, const SubjectId& to) {
  std::vector<std::string> parts;
  const auto encrypt = [&](const std::string& plain, const std::string& context) {
    auto moved = vault.encrypt(to, plain, context);
    if (!moved) return Result<>(moved.error());
    parts.push_back(std::move(*moved));
    return Result<>();
  };
  if (auto opened = open_parts(log, vault, store, place, encrypt); !opened) return opened;
  return store.put({place.position, place.field, to}, parts);
}

std::string part_context(const SealedPlace& place, std::string_view origin, const Digest& digest,
                         std::uint64_t number, std::uint64_t count) {
  return canonical_json(json::array{json::string(origin),
                                    static_cast<std::int64_t>(place.position.value), place.field,
                                    to_base64url(view(digest)), static_cast<std::int64_t>(number),
                                    static_cast<std::int64_t>(count)});
}

}  // namespace verloop
