#include "events/bundle.hpp"

#include <array>
#include <initializer_list>
#include <optional>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "events/json/canonical_json.hpp"
#include "events/json/integers.hpp"
#include "events/json/strict_json.hpp"
#include "events/record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::string_view format_name = "verloop-bundle";
constexpr std::int64_t format_version = 1;

json::value text(std::string_view value) {
  return json::string(value);
}

json::array path_json(const std::vector<Digest>& path) {
  json::array nodes;
  for (const Digest& node : path) nodes.push_back(text(to_base64url(view(node))));
  return nodes;
}

json::object record_json(const BundledRecord& record) {
  return {{"path", path_json(record.path)},
          {"position", record.position.value},
          {"record", to_base64url(record.bytes)}};
}

json::array records_json(const std::vector<BundledRecord>& records) {
  json::array all;
  for (const BundledRecord& record : records) all.push_back(record_json(record));
  return all;
}

json::object event_json(const BundledEvent& event) {
  json::object object = record_json(event.record);
  json::array disclosures;
  for (const std::string& bytes : event.disclosures)
    disclosures.push_back(text(to_base64url(bytes)));
  object["disclosures"] = std::move(disclosures);
  return object;
}

/// Reads members by name. What is not there or of another kind is said once, by its path; what it
/// reads after that counts for nothing.
class Members {
 public:
  Members(const json::value& value, std::string path, std::optional<Error>& fault)
      : object_(value.if_object()), path_(std::move(path)), fault_(fault) {
    if (object_ == nullptr) refuse("", "is no object");
  }

  std::string text(const char* name) {
    const json::value* value = find(name);
    if (value == nullptr || !value->is_string()) return refuse(name, "is no text"), std::string();
    return std::string(value->get_string());
  }
  std::uint64_t ordinal(const char* name) {
    const json::value* value = find(name);
    const std::int64_t* number = value == nullptr ? nullptr : value->if_int64();
    const bool is_ordinal = number != nullptr && *number >= 0 && *number <= integer_max;
    if (!is_ordinal) return refuse(name, "is no whole number from 0 on"), 0;
    return static_cast<std::uint64_t>(*number);
  }
  std::string bytes(const char* name) { return bytes_of(find(name), name); }
  template <class Read>
  void each(const char* name, Read read) {
    const json::value* value = find(name);
    if (value == nullptr || !value->is_array()) return refuse(name, "is no array");
    std::size_t index = 0;
    for (const json::value& item : value->get_array()) {
      if (fault_) return;
      read(item, std::string(name) + "[" + std::to_string(index++) + "]");
    }
  }
  std::string bytes_of(const json::value* value, const std::string& name) {
    const bool is_text = value != nullptr && value->is_string();
    const Result<std::string> read = is_text ? from_base64url(std::string_view(value->get_string()))
                                             : Error{Errc::malformed, {}};
    if (!read) return refuse(name, "is no base64url"), std::string();
    return *read;
  }
  Members inside(const char* name) {
    static const json::value none;
    const json::value* value = find(name);
    return {value == nullptr ? none : *value, path_of(name), fault_};
  }
  Members at(const json::value& item, const std::string& name) {
    return {item, path_of(name), fault_};
  }
  void refuse(const std::string& name, const std::string& problem) {
    if (!fault_) fault_ = Error{Errc::malformed, "a bundle's " + path_of(name) + " " + problem};
  }

 private:
  const json::value* find(const char* name) const {
    return object_ == nullptr ? nullptr : object_->if_contains(name);
  }
  std::string path_of(const std::string& name) const {
    if (path_.empty()) return name.empty() ? "document" : name;
    return name.empty() ? path_ : path_ + "." + name;
  }

  const json::object* object_;
  std::string path_;
  std::optional<Error>& fault_;
};

BundledRecord read_record(Members members) {
  BundledRecord record{Position{members.ordinal("position")}, members.bytes("record"), {}};
  members.each("path", [&](const json::value& item, const std::string& name) {
    const Result<Digest> node = digest_from(members.bytes_of(&item, name));
    if (!node) return members.refuse(name, "is no hash of 32 bytes");
    record.path.push_back(*node);
    if (record.path.size() > bundle_path_nodes_max)
      members.refuse("path", "has more hashes than any tree");
  });
  return record;
}

BundledEvent read_event(Members members) {
  BundledEvent event{read_record(members), {}};
  members.each("disclosures", [&](const json::value& item, const std::string& name) {
    event.disclosures.push_back(members.bytes_of(&item, name));
  });
  return event;
}

std::vector<BundledRecord> read_records(Members& members, const char* list) {
  std::vector<BundledRecord> records;
  members.each(list, [&](const json::value& item, const std::string& name) {
    records.push_back(read_record(members.at(item, name)));
  });
  return records;
}

/// The one of `all` that bears the name.
template <class Enum>
Enum read_name(Members& members, const char* member, std::initializer_list<Enum> all) {
  const std::string name = members.text(member);
  for (const Enum one : all) {
    if (name_of(one) == name) return one;
  }
  members.refuse(member, "is none of the names that it may be");
  return *all.begin();
}

LeftOut read_left_out(Members members) {
  LeftOut left{Version{members.ordinal("version")}, {}, {}};
  left.audience =
      read_name(members, "audience",
                {Audience::shared, Audience::school, Audience::swv, Audience::governance});
  left.why = read_name(members, "why", {WhyLeftOut::unseen, WhyLeftOut::partly});
  return left;
}

Actor read_reader(Members members) {
  return {{members.text("id")}, {members.text("role")}, {members.text("org")}, {}};
}

void read_case(Members members, Bundle& bundle) {
  bundle.case_id = {members.text("id")};
  bundle.position = {members.ordinal("position")};
  bundle.version = {members.ordinal("version")};
  bundle.procedure = members.text("procedure");
  if (!is_case_id(bundle.case_id.text)) members.refuse("id", "is no name of a case");
}

void read_lists(Members& members, Bundle& bundle) {
  members.each("events", [&](const json::value& item, const std::string& name) {
    bundle.events.push_back(read_event(members.at(item, name)));
  });
  members.each("leftOut", [&](const json::value& item, const std::string& name) {
    bundle.left_out.push_back(read_left_out(members.at(item, name)));
  });
  members.each("definitions", [&](const json::value& item, const std::string& name) {
    Members one = members.at(item, name);
    std::vector<BundledRecord> parts = read_records(one, "parts");
    bundle.definitions.push_back({std::move(parts), read_record(one.inside("deployed"))});
  });
  bundle.directory = read_records(members, "directory");
}

Bundle read_bundle(const json::value& value, std::optional<Error>& fault) {
  Members members(value, {}, fault);
  Bundle bundle;
  if (members.text("format") != format_name) members.refuse("format", "is not verloop-bundle");
  if (members.ordinal("formatVersion") != format_version)
    members.refuse("formatVersion", "is none that this program knows");
  bundle.origin = members.text("origin");
  bundle.checkpoint = members.text("checkpoint");
  const Result<VerifierKey> key = parse_verifier_key(members.text("verifierKey"));
  if (!key) members.refuse("verifierKey", "is no verifier key");
  if (key) bundle.key = *key;
  bundle.reader = read_reader(members.inside("for"));
  read_case(members.inside("case"), bundle);
  read_lists(members, bundle);
  return bundle;
}

}  // namespace

std::string_view name_of(WhyLeftOut why) {
  switch (why) {
    case WhyLeftOut::unseen:
      return "unseen";
    case WhyLeftOut::partly:
      return "partly";
  }
  return {};
}

std::string encode(const Bundle& bundle) {
  json::array events;
  for (const BundledEvent& event : bundle.events) events.push_back(event_json(event));
  json::array left_out;
  for (const LeftOut& left : bundle.left_out) {
    left_out.push_back(json::object{{"audience", text(name_of(left.audience))},
                                    {"version", left.version.value},
                                    {"why", text(name_of(left.why))}});
  }
  json::array definitions;
  for (const BundledDefinition& one : bundle.definitions) {
    definitions.push_back(
        json::object{{"deployed", record_json(one.deployed)}, {"parts", records_json(one.parts)}});
  }
  const json::object document{{"format", text(format_name)},
                              {"formatVersion", format_version},
                              {"origin", bundle.origin},
                              {"checkpoint", bundle.checkpoint},
                              {"verifierKey", format(bundle.key)},
                              {"for",
                               {{"id", bundle.reader.id.text},
                                {"org", bundle.reader.org.text},
                                {"role", bundle.reader.role.text}}},
                              {"case",
                               {{"id", bundle.case_id.text},
                                {"position", bundle.position.value},
                                {"procedure", bundle.procedure},
                                {"version", bundle.version.value}}},
                              {"events", std::move(events)},
                              {"leftOut", std::move(left_out)},
                              {"definitions", std::move(definitions)},
                              {"directory", records_json(bundle.directory)}};
  return canonical_json(document) + "\n";
}

Result<Bundle> decode_bundle(std::string_view bytes) {
  if (bytes.size() > bundle_bytes_max)
    return Error{Errc::too_large, "a bundle is larger than the limit of 64 MiB"};
  const Result<json::value> value = parse_json(
      bytes.substr(0, bytes.empty() ? 0 : bytes.size() - 1), {.bytes_max = bundle_bytes_max});
  if (!value) return Error{value.error().code, "a bundle: " + value.error().detail};
  std::optional<Error> fault;
  Bundle bundle = read_bundle(*value, fault);
  if (fault) return *fault;
  // Members that nobody asked for and other spellings of the same differ here.
  if (encode(bundle) != bytes)
    return Error{Errc::malformed, "a bundle is not in the one form in which it is written"};
  return bundle;
}

}  // namespace verloop
