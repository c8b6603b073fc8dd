#include "tests/simulation/checks.hpp"

#include <algorithm>

#include <boost/json/serialize.hpp>

#include "engine/alteration.hpp"
#include "engine/evolve.hpp"
#include "tests/simulation/made_payload.hpp"

namespace verloop::test {
namespace {

std::string at(const Record& record) {
  return "position " + std::to_string(record.position.value) + ", " + record.case_id.text +
         " version " + std::to_string(record.version.value);
}

/// Which members of the two differ, by name; values would make it unreadable.
std::string difference(const CaseState& one, const CaseState& other) {
  const boost::json::object ours = to_json(one);
  const boost::json::object theirs = to_json(other);
  std::string names;
  for (const auto& member : ours) {
    const boost::json::value* known = theirs.if_contains(member.key());
    if (known != nullptr && *known == member.value()) continue;
    names += " " + std::string(member.key()) + " live " + boost::json::serialize(member.value()) +
             " there " + (known == nullptr ? "nothing" : boost::json::serialize(*known)) + ";";
  }
  for (const auto& member : theirs)
    if (!ours.contains(member.key())) names += " " + std::string(member.key()) + " only there;";
  return names;
}

bool is_type(const Record& record, std::string_view name) {
  return record.type.text.substr(0, record.type.text.find('@')) == name;
}

std::string text_of(const boost::json::object& data, const char* name) {
  const boost::json::value* value = data.if_contains(name);
  return value == nullptr ? std::string() : boost::json::serialize(*value);
}

/// What was last said of one rule in one cycle.
struct Said {
  bool open = false;
  std::string status;  // Empty: nothing, or it was corrected.
};

std::string noted(Said& said, const Record& record) {
  if (is_type(record, "FindingRaised")) {
    const std::string status = text_of(record.data, "status");
    const bool is_late = status == "\"late\"";
    const bool twice = said.open || (is_late && !said.status.empty());
    said = {!is_late, status};
    return twice ? "is raised though it was" : "";
  }
  const bool corrects = text_of(record.data, "how") == "\"corrected\"";
  const bool was_raised = said.open || (corrects && said.status == "\"late\"");
  said.open = false;
  if (corrects) said.status.clear();
  return was_raised ? "" : "is cleared though it was not raised";
}

/// The words of all fields, sealed somewhere, that no event of the view shows.
std::set<std::string> unlisted(const RoleView& view, const Definition& definition) {
  std::set<std::string> sealed;
  bool lists_person = false;
  for (const auto& [id, type] : definition.catalogue.types())
    for (const Field& field : type.fields) {
      const auto listed = view.events.find(type.name);
      const bool shows = listed != view.events.end() && listed->second.contains(field.name);
      const bool is_person =
          field.type.kind == FieldKind::reference && field.type.refers_to == Referent::subject;
      lists_person = lists_person || (is_person && shows);
      if (field.privacy != PrivacyClass::open && !is_person) sealed.insert(canary(field.name));
    }
  for (const auto& [event, fields] : view.events)
    for (const std::string& field : fields) sealed.erase(canary(field));
  for (std::size_t number = 0; number < persons && !lists_person; ++number)
    sealed.insert(person(number));
  return sealed;
}

}  // namespace

void add(Faults& faults, const Faults& more, const std::string& where) {
  for (const std::string& fault : more)
    faults.push_back(where.empty() ? fault : where + ": " + fault);
}

Faults check_same(const CaseState& live, const CaseState& other, const std::string& what) {
  if (live == other) return {};
  return {live.id.text + " and " + what + " differ:" + difference(live, other)};
}

Faults check_replay(const CaseState& live, const std::vector<Record>& records,
                    const Definition& definition) {
  Faults faults = check_same(live, fold_case(records, definition), "a replay");
  const auto read_back = case_state_from(to_json(live));
  if (read_back.has_error() || *read_back != live)
    faults.push_back("the case is another when it is written down and read back");
  return faults;
}

Faults check_sequence(const std::vector<StoredRecord>& records) {
  Faults faults;
  std::map<CaseId, std::uint64_t> next;
  std::map<CommandId, std::uint64_t> last_of;
  Timestamp latest{};
  for (std::size_t number = 0; number < records.size(); ++number) {
    const Record& record = records[number].record;
    if (record.position.value != number)
      faults.push_back(at(record) + ": expected position " + std::to_string(number));
    if (record.version.value != next[record.case_id]++)
      faults.push_back(at(record) + ": the version before it is missing");
    if (record.recorded_at < latest) faults.push_back(at(record) + ": recorded before the last");
    latest = std::max(latest, record.recorded_at);
    const auto known = last_of.find(record.command);
    if (known != last_of.end() && known->second + 1 != number)
      faults.push_back(at(record) + ": apart from the others of its command");
    last_of[record.command] = number;
  }
  return faults;
}

Faults check_findings(const std::vector<Record>& records) {
  Faults faults;
  std::map<std::string, Said> said;
  for (const Record& record : records) {
    if (!is_finding(record)) continue;
    const std::string rule = text_of(record.data, "rule");
    Said& one = said[rule + " opened " + text_of(record.data, "opened")];
    const std::string wrong = noted(one, record);
    if (!wrong.empty()) faults.push_back(at(record) + ": " + rule + " " + wrong);
  }
  return faults;
}

Faults check_repeat(const Receipt& first, const Answer& again) {
  const auto* receipt = std::get_if<Receipt>(&again);
  if (receipt == nullptr) return {"a command that was accepted is refused when it is repeated"};
  Faults faults;
  if (!receipt->repeated) faults.push_back("a repeat is recorded anew");
  const bool same = receipt->case_id == first.case_id && receipt->version == first.version &&
                    receipt->first == first.first && receipt->position == first.position &&
                    receipt->answer == first.answer;
  if (!same) faults.push_back("a repeat is answered otherwise than the first time");
  return faults;
}

Faults check_answers(const std::map<CommandId, Receipt>& accepted,
                     const std::set<CommandId>& refused, const std::vector<StoredRecord>& records) {
  Faults faults;
  std::map<CommandId, std::pair<std::uint64_t, std::uint64_t>> found;
  for (const StoredRecord& stored : records) {
    const std::uint64_t position = stored.record.position.value;
    found.emplace(stored.record.command, std::pair{position, position}).first->second.second =
        position;
    if (refused.contains(stored.record.command))
      faults.push_back(at(stored.record) + ": of a command that was refused");
  }
  for (const auto& [id, receipt] : accepted) {
    const auto extent = found.find(id);
    if (extent == found.end() || extent->second.first != receipt.first.value ||
        extent->second.second != receipt.position.value)
      faults.push_back("command " + id.text + " is not where its answer says");
  }
  return faults;
}

Faults check_no_canary(const std::vector<StoredRecord>& records) {
  Faults faults;
  for (const StoredRecord& stored : records)
    if (stored.bytes.find(canary_prefix) != std::string::npos)
      faults.push_back(at(stored.record) + ": a sealed word lies in the clear");
  return faults;
}

Faults check_no_canary(const ViewStore& views, const std::vector<ViewId>& ids) {
  Faults faults;
  for (const ViewId& id : ids)
    for (const auto& [key, value] : views.scan(id, "", "", 1'000'000).value())
      if ((key + value).find(canary_prefix) != std::string::npos)
        faults.push_back("view " + id.projection + ": a sealed word lies under " + key);
  return faults;
}

Faults check_told(const std::string& told, const RoleView& view, const Definition& definition) {
  Faults faults;
  for (const std::string& words : unlisted(view, definition))
    if (told.find(words) != std::string::npos)
      faults.push_back("role " + view.role.text + " is told \"" + words +
                       "\", which its view does not list");
  return faults;
}

}  // namespace verloop::test
