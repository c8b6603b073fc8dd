#include "events/record.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"
#include "events/record_claims.hpp"
#include "events/record_reader.hpp"
#include "events/utf8.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

std::string_view as_view(json::string_view text) {
  return {text.data(), text.size()};
}
std::string_view bytes_of(const std::array<std::byte, 16>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

json::object actor_json(const Actor& actor) {
  json::object object{{"id", actor.id.text}, {"org", actor.org.text}, {"role", actor.role.text}};
  if (!actor.on_behalf_of.empty()) object["for"] = actor.on_behalf_of;
  return object;
}

/// Takes members out of an object; the first that is not as expected is remembered. Members that
/// nobody asks for show when the record is encoded anew.
class Members {
 public:
  explicit Members(const json::object& object) : object_(object) {}

  const char* fault() const { return fault_; }

  std::string text(json::string_view name) {
    const auto* value = find(name);
    if (value != nullptr && value->is_string()) return std::string(value->get_string());
    return fail("a member that must be a text is not"), "";
  }

  std::uint64_t ordinal(json::string_view name) {
    const auto* value = find(name);
    return value != nullptr ? ordinal_in(*value) : fail("a position or version is missing");
  }

  std::uint64_t ordinal_in(const json::value& value) {
    if (value.is_int64() && value.get_int64() >= 0)
      return static_cast<std::uint64_t>(value.get_int64());
    return fail("a position or version is not a whole number");
  }

  const json::object& object(json::string_view name) {
    static const json::object none;
    const auto* value = find(name);
    if (value != nullptr && value->is_object()) return value->get_object();
    fail("a member that must be an object is not");
    return none;
  }

  /// Empty when there is none.
  const json::array& array(json::string_view name) {
    static const json::array none;
    const auto* value = find(name);
    if (value == nullptr) return none;
    if (value->is_array()) return value->get_array();
    fail("a member that must be an array is not");
    return none;
  }

  const json::value* find(json::string_view name) const { return object_.if_contains(name); }

  /// The value of a result; its failure is remembered as `problem`.
  template <class T>
  T held(Result<T> result, const char* problem) {
    if (result.has_error()) fail(problem);
    return result.has_value() ? std::move(*result) : T{};
  }

  std::uint64_t fail(const char* problem) {
    if (fault_ == nullptr) fault_ = problem;
    return 0;
  }

 private:
  const json::object& object_;
  const char* fault_ = nullptr;
};

Basis read_basis(Members& members) {
  if (members.find("basis") == nullptr) return Basis::first_hand;
  const std::string name = members.text("basis");
  const auto* found = std::find(std::begin(basis_names), std::end(basis_names), name);
  if (found == std::end(basis_names)) return members.fail("an unknown basis"), Basis::first_hand;
  return static_cast<Basis>(found - std::begin(basis_names));
}

Actor read_actor(Members& members) {
  Members actor(members.object("actor"));
  Actor read{{actor.text("id")}, {actor.text("role")}, {actor.text("org")}, {}};
  if (actor.find("for") != nullptr) read.on_behalf_of = actor.text("for");
  if (actor.fault() != nullptr) members.fail("the actor has not its id, org and role as texts");
  return read;
}

Result<Digest> read_digest(const json::value& value) {
  if (!value.is_string()) return Error{Errc::malformed, "a digest is not a text"};
  const auto bytes = from_base64url(as_view(value.get_string()));
  if (bytes.has_error()) return bytes.error();
  return digest_from(*bytes);
}

std::map<std::string, Digest> read_sealed(Members& members) {
  std::map<std::string, Digest> sealed;
  if (members.find("sealed") == nullptr) return sealed;
  for (const auto& member : members.object("sealed"))
    sealed.emplace(member.key(), members.held(read_digest(member.value()),
                                              "a sealed field has no digest of 32 bytes"));
  return sealed;
}

std::array<std::byte, 16> read_nonce(Members& members) {
  std::array<std::byte, 16> nonce{};
  const auto bytes = from_base64url(members.text("nonce"));
  if (bytes.has_error() || bytes->size() != nonce.size())
    return members.fail("the nonce is not 16 bytes in base64url"), nonce;
  std::transform(bytes->begin(), bytes->end(), nonce.begin(),
                 [](char byte) { return static_cast<std::byte>(byte); });
  return nonce;
}

Record read_record(Members& members) {
  Record record;
  record.position.value = members.ordinal("position");
  record.case_id.text = members.text("case");
  record.version.value = members.ordinal("version");
  record.type.text = members.text("type");
  record.procedure = members.text("procedure");
  record.action.text = members.text("action");
  record.command.text = members.text("command");
  record.actor = read_actor(members);
  record.purpose = members.text("purpose");
  record.recorded_at =
      members.held(parse_timestamp(members.text("recordedAt")), "recordedAt is not a moment");
  record.occurred_on = members.held(parse_occurrence(members.text("occurredOn")),
                                    "occurredOn is neither a day nor a moment");
  record.basis = read_basis(members);
  record.data = members.object("data");
  record.sealed = read_sealed(members);
  for (const auto& rule : members.array("findings")) {
    if (!rule.is_string()) members.fail("a finding is not a text");
    record.findings.push_back({rule.is_string() ? std::string(rule.get_string()) : ""});
  }
  for (const auto& link : members.array("links"))
    record.links.push_back({members.ordinal_in(link)});
  record.nonce = read_nonce(members);
  return record;
}

Error malformed(const std::string& problem) {
  return {Errc::malformed, "not a record: " + problem};
}

}  // namespace

json::object to_json(const Record& record) {
  json::object object{
      {"action", record.action.text},
      {"actor", actor_json(record.actor)},
      {"case", record.case_id.text},
      {"command", record.command.text},
      {"data", record.data},
      {"nonce", to_base64url(bytes_of(record.nonce))},
      {"occurredOn", record.occurred_on.text},
      {"position", static_cast<std::int64_t>(record.position.value)},
      {"procedure", record.procedure},
      {"purpose", record.purpose},
      {"recordedAt", format(record.recorded_at)},
      {"type", record.type.text},
      {"version", static_cast<std::int64_t>(record.version.value)},
  };
  if (record.basis != Basis::first_hand)
    object["basis"] = basis_names[static_cast<std::size_t>(record.basis)];
  json::object sealed;
  for (const auto& [field, digest] : record.sealed) sealed[field] = to_base64url(view(digest));
  json::array findings;
  for (const RuleId& rule : record.findings) findings.emplace_back(rule.text);
  json::array links;
  for (const Position link : record.links)
    links.emplace_back(static_cast<std::int64_t>(link.value));
  if (!sealed.empty()) object["sealed"] = std::move(sealed);
  if (!findings.empty()) object["findings"] = std::move(findings);
  if (!links.empty()) object["links"] = std::move(links);
  return object;
}

std::string encode(const Record& record) {
  const char* const broken = broken_claim(record);
  ensure(broken == nullptr, broken);
  std::string bytes = canonical_json(to_json(record));
  ensure(is_utf8(bytes), "a record's texts are UTF-8");
  return bytes;
}

Result<Record> decode_record(std::string_view bytes) {
  if (auto record = read_written(bytes)) return std::move(*record);
  const auto value = parse_json(bytes, {.bytes_max = record_bytes_max});
  if (value.has_error()) return malformed(value.error().detail);
  if (!value->is_object()) return malformed("the document is no object");
  Members members(value->get_object());
  Record record = read_record(members);
  if (members.fault() != nullptr) return malformed(members.fault());
  const char* const broken = broken_claim(record);
  if (broken != nullptr) return malformed(std::string("it breaks: ") + broken);
  if (encode(record) != bytes) return malformed("it is not in the form that is written");
  return record;
}

}  // namespace verloop
