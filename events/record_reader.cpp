#include "events/record_reader.hpp"

#include <algorithm>

#include "events/json/canonical_reader.hpp"
#include "events/record_claims.hpp"

namespace verloop {
namespace {

std::string text_of(CanonicalReader& reader, std::string_view in_front) {
  reader.expect(in_front);
  return reader.text();
}

std::uint64_t ordinal_of(CanonicalReader& reader) {
  const std::int64_t number = reader.integer();
  if (number < 0) reader.refuse();
  return static_cast<std::uint64_t>(number);
}

/// The value of a result that must be there.
template <class T>
T held(CanonicalReader& reader, Result<T> result) {
  if (result.has_error()) reader.refuse();
  return result.has_value() ? std::move(*result) : T{};
}

Actor read_actor(CanonicalReader& reader) {
  Actor actor;
  reader.expect(R"("actor":{)");
  if (reader.take(R"("for":)")) {
    actor.on_behalf_of = reader.text();
    if (actor.on_behalf_of.empty()) reader.refuse();
    reader.expect(",");
  }
  actor.id.text = text_of(reader, R"("id":)");
  actor.org.text = text_of(reader, R"(,"org":)");
  actor.role.text = text_of(reader, R"(,"role":)");
  reader.expect("}");
  return actor;
}

/// None of the names is that of what is meant when there is none.
Basis read_basis(CanonicalReader& reader) {
  if (!reader.take(R"(,"basis":)")) return Basis::first_hand;
  const std::string name = reader.text();
  const auto* found = std::find(std::begin(basis_names) + 1, std::end(basis_names), name);
  if (found == std::end(basis_names)) return reader.refuse(), Basis::first_hand;
  return static_cast<Basis>(found - std::begin(basis_names));
}

/// As it is written: with six decimals, in UTC.
Timestamp read_moment(CanonicalReader& reader) {
  constexpr std::size_t length = 27;
  const std::string_view text = reader.plain_text();
  const bool is_shaped =
      text.size() == length && text[10] == 'T' && text[19] == '.' && text.back() == 'Z';
  if (!is_shaped) reader.refuse();
  return held(reader, parse_timestamp(text));
}

std::array<std::byte, 16> read_nonce(CanonicalReader& reader) {
  std::array<std::byte, 16> nonce{};
  const std::string bytes = held(reader, from_base64url(reader.plain_text()));
  if (bytes.size() != nonce.size()) return reader.refuse(), nonce;
  std::transform(bytes.begin(), bytes.end(), nonce.begin(),
                 [](char byte) { return static_cast<std::byte>(byte); });
  return nonce;
}

Digest read_digest(CanonicalReader& reader) {
  return held(reader, digest_from(held(reader, from_base64url(reader.plain_text()))));
}

std::map<std::string, Digest> read_sealed(CanonicalReader& reader) {
  std::map<std::string, Digest> sealed;
  if (!reader.take(R"(,"sealed":)")) return sealed;
  reader.members([&](std::string& name) { sealed.emplace(name, read_digest(reader)); });
  if (sealed.empty()) reader.refuse();
  return sealed;
}

std::vector<RuleId> read_findings(CanonicalReader& reader) {
  std::vector<RuleId> findings;
  if (!reader.take(R"(,"findings":)")) return findings;
  reader.elements([&] { findings.push_back({reader.text()}); });
  if (findings.empty()) reader.refuse();
  return findings;
}

std::vector<Position> read_links(CanonicalReader& reader) {
  std::vector<Position> links;
  if (!reader.take(R"(,"links":)")) return links;
  reader.elements([&] { links.push_back({ordinal_of(reader)}); });
  if (links.empty()) reader.refuse();
  return links;
}

boost::json::object read_data(CanonicalReader& reader) {
  constexpr std::size_t usual_size = 4;  // An object grows by one at a time as long as it is small.
  boost::json::object data;
  reader.members([&](std::string& name) {
    if (data.empty()) data.reserve(usual_size);
    data.emplace(name, reader.value());
  });
  return data;
}

}  // namespace

std::optional<Record> read_written(std::string_view bytes) {
  if (bytes.size() > record_bytes_max) return std::nullopt;
  CanonicalReader reader(bytes);
  std::optional<Record> read(std::in_place);  // Returned as it is: a record is large to move.
  Record& record = *read;
  record.action.text = text_of(reader, R"({"action":)");
  reader.expect(",");
  record.actor = read_actor(reader);
  record.basis = read_basis(reader);
  record.case_id.text = text_of(reader, R"(,"case":)");
  record.command.text = text_of(reader, R"(,"command":)");
  reader.expect(R"(,"data":)");
  record.data = read_data(reader);
  record.findings = read_findings(reader);
  record.links = read_links(reader);
  reader.expect(R"(,"nonce":)");
  record.nonce = read_nonce(reader);
  record.occurred_on = held(reader, parse_occurrence(text_of(reader, R"(,"occurredOn":)")));
  reader.expect(R"(,"position":)");
  record.position.value = ordinal_of(reader);
  record.procedure = text_of(reader, R"(,"procedure":)");
  record.purpose = text_of(reader, R"(,"purpose":)");
  reader.expect(R"(,"recordedAt":)");
  record.recorded_at = read_moment(reader);
  record.sealed = read_sealed(reader);
  record.type.text = text_of(reader, R"(,"type":)");
  reader.expect(R"(,"version":)");
  record.version.value = ordinal_of(reader);
  reader.expect("}");
  if (!reader.is_whole() || broken_name(record) != nullptr) return std::nullopt;
  return read;
}

}  // namespace verloop
