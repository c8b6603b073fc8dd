#include "adapters/export/ldv.hpp"

#include <optional>
#include <vector>

#include <boost/json/value_to.hpp>

#include "events/digest.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t span_bytes = 8;

/// Whom a record is about, and what kind of id that is.
struct Concerned {
  std::string id;
  std::string kind;
};

/// The same for the same entry and subject, so that an export can be repeated.
std::string span_of(const Record& entry, const std::string& subject) {
  const Digest digest = sha256(entry.command.text + "/" + subject);
  return to_hex(view(digest).substr(0, span_bytes));
}

std::uint64_t milliseconds(Timestamp moment) {
  return static_cast<std::uint64_t>(
      std::chrono::floor<std::chrono::milliseconds>(moment).time_since_epoch().count());
}

/// None where the subject is no person: a case.
Result<std::optional<Concerned>> concerned(const std::string& subject, const Vault& vault) {
  using Found = std::optional<Concerned>;
  if (subject.starts_with("s-")) return Found({subject, "subject"});
  if (!subject.starts_with("actor/")) return Found();
  const auto pseudonym = vault.authenticate("ldv/" + subject);
  if (pseudonym.has_error()) return pseudonym.error();
  return Found({to_base64url(view(*pseudonym)), "pseudonym"});
}

std::vector<std::string> subjects_in(const json::object& data) {
  std::vector<std::string> subjects;
  if (const json::value* one = data.if_contains("subject"); one != nullptr)
    subjects.push_back(json::value_to<std::string>(*one));
  if (const json::value* all = data.if_contains("subjects"); all != nullptr)
    for (const json::value& one : all->as_array())
      subjects.push_back(json::value_to<std::string>(one));
  return subjects;
}

bool is_processing(const Record& entry) {
  const std::string& type = entry.type.text;
  const bool is_about_somebody =
      entry.data.contains("case") || entry.data.contains("subject") || type == "Exported@1";
  return is_about_somebody && type != "LoginFailed@1";
}

json::object action_record(const Record& entry, const LdvSettings& settings) {
  const bool is_refused = entry.type.text == "Refused@1";
  const std::uint64_t at = milliseconds(entry.recorded_at);
  json::object attributes{
      {"dpl.core.processing_activity_id", settings.register_uri + entry.purpose}};
  if (is_refused) attributes["exception.type"] = entry.data.at("outcome");
  return {{"trace_id", entry.data.at("trace")},
          {"span_id", span_of(entry, "")},
          {"status", is_refused ? "Error" : "Ok"},
          {"name", entry.action.text},
          {"start_time", at},
          {"end_time", at},
          {"resource",
           json::object{{"attributes", json::object{{"service.name", "verloop"},
                                                    {"service.version", settings.version}}}}},
          {"attributes", std::move(attributes)}};
}

}  // namespace

Result<> ldv_records(const Record& entry, const Vault& vault, const LdvSettings& settings,
                     const LdvVisitor& each) {
  if (!is_processing(entry)) return {};
  const json::object action = action_record(entry, settings);
  each(action);
  for (const std::string& subject : subjects_in(entry.data)) {
    const auto person = concerned(subject, vault);
    if (person.has_error()) return person.error();
    if (!*person) continue;
    json::object record = action;
    record["parent_span_id"] = action.at("span_id");
    record["span_id"] = span_of(entry, subject);
    json::object& attributes = record.at("attributes").as_object();
    attributes["dpl.core.data_subject_id"] = (*person)->id;
    attributes["dpl.core.data_subject_id_type"] = (*person)->kind;
    each(record);
  }
  return {};
}

}  // namespace verloop
