#include "tools/verloop/expectations.hpp"

#include <algorithm>

namespace verloop {
namespace {

namespace json = boost::json;

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all.empty() ? "nothing" : all;
}

std::vector<std::string> texts_of(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const json::value* list = object.if_contains(name);
  if (list == nullptr || !list->is_array()) return texts;
  for (const json::value& item : list->get_array()) texts.emplace_back(item.as_string());
  return texts;
}

/// The status of a rule or deadline as an answer shows it.
std::string shown_status(const json::object& answer, const std::string& id) {
  if (const json::value* rule = answer.at("rules").as_object().if_contains(id))
    return std::string(rule->as_string());
  for (const json::value& row : answer.at("deadlines").as_array()) {
    if (row.at("deadline").as_string() == id) return std::string(row.at("status").as_string());
  }
  return "not shown";
}

void check_due(const Expectation& expect, const std::string& deadline, const std::string& day,
               const std::optional<std::string>& came, Failures& failures) {
  if (came == day) return;
  failures.push_back(
      {expect.place, deadline + " due on " + day, came ? "due on " + *came : "no due day"});
}

}  // namespace

void check_refusal(const Expectation& expect, const std::string& refused, const std::string& why,
                   Failures& failures) {
  if (expect.refused == refused) return;
  const std::string expected = expect.refused ? "refused: " + *expect.refused : "accepted";
  failures.push_back({expect.place, expected, "refused: " + refused + " (" + why + ")"});
}

void check_answer(const Expectation& expect, const json::object& answer, Failures& failures) {
  if (expect.refused) {
    failures.push_back({expect.place, "refused: " + *expect.refused,
                        "accepted: " + joined(texts_of(answer, "events"))});
  }
  const auto events = texts_of(answer, "events");
  if (expect.events && *expect.events != events) {
    failures.push_back(
        {expect.place, "events: " + joined(*expect.events), "events: " + joined(events)});
  }
  auto findings = texts_of(answer, "findings");
  auto expected = expect.findings.value_or(findings);
  std::sort(findings.begin(), findings.end());
  std::sort(expected.begin(), expected.end());
  if (findings != expected) {
    failures.push_back(
        {expect.place, "findings: " + joined(expected), "findings: " + joined(findings)});
  }
}

void check_includes(const Expectation& expect, const std::vector<StoredRecord>& recorded,
                    Failures& failures) {
  std::vector<std::string> types;
  for (const StoredRecord& stored : recorded) {
    types.push_back(stored.record.type.text.substr(0, stored.record.type.text.find('@')));
  }
  for (const std::string& wanted : expect.includes) {
    if (std::find(types.begin(), types.end(), wanted) != types.end()) continue;
    failures.push_back({expect.place, "recorded: " + wanted, "recorded: " + joined(types)});
  }
}

void check_judgements(const Expectation& expect, const Judgements& judged, Failures& failures) {
  for (const auto& [id, status] : expect.rules) {
    const JudgedRule* rule = judged.rule(id);
    const JudgedDeadline* deadline = judged.deadline(id);
    if (rule == nullptr && deadline == nullptr) {
      failures.push_back({expect.place, id + ": " + status, "there is no such rule or deadline"});
      continue;
    }
    const std::string came(name_of(rule != nullptr ? rule->status : deadline->status));
    if (came != status) failures.push_back({expect.place, id + ": " + status, id + ": " + came});
  }
  for (const auto& [id, day] : expect.due) {
    const JudgedDeadline* deadline = judged.deadline(id);
    const auto due = deadline == nullptr ? std::nullopt : deadline->due();
    check_due(expect, id, day, due ? std::optional<std::string>(format(*due)) : std::nullopt,
              failures);
  }
}

void check_state(const Expectation& expect, const json::object& answer, bool rules_too,
                 Failures& failures) {
  if (expect.state) {
    json::object seen = answer.at("state").as_object();
    seen["tracks"] = answer.at("tracks");
    seen["cycle"] = answer.at("cycle");
    seen["closed"] = answer.at("closed");
    if (!holds_part(seen, *expect.state)) {
      failures.push_back({expect.place, "state: " + json::serialize(*expect.state),
                          "state: " + json::serialize(seen)});
    }
  }
  if (!rules_too) return;
  for (const auto& [id, status] : expect.rules) {
    const std::string shown = shown_status(answer, id);
    if (shown != status) failures.push_back({expect.place, id + ": " + status, id + ": " + shown});
  }
  for (const auto& [id, day] : expect.due) {
    std::optional<std::string> came;
    for (const json::value& row : answer.at("deadlines").as_array()) {
      const json::value* due = row.as_object().if_contains("due");
      if (row.as_object().at("deadline").as_string() == id && due != nullptr)
        came = std::string(due->as_string());
    }
    check_due(expect, id, day, came, failures);
  }
}

void check_actions(const Expectation& expect, const json::array& actions, Failures& failures) {
  for (const std::string& wanted : expect.actions) {
    std::string came = "no such action";
    for (const json::value& row : actions) {
      const json::object& action = row.as_object();
      if (action.at("action").as_string() != wanted) continue;
      came = action.at("possible").as_bool()
                 ? ""
                 : "not possible: " + std::string(action.at("why").as_string());
    }
    if (!came.empty()) failures.push_back({expect.place, "can do: " + wanted, came});
  }
}

void check_shown(const Expectation& expect, const std::string& shown, Failures& failures) {
  for (const std::string& wanted : expect.shows) {
    if (shown.find(wanted) == std::string::npos) {
      failures.push_back(
          {expect.place, "shows: " + wanted, "it occurs nowhere in what this actor can get"});
    }
  }
  for (const std::string& hidden : expect.hides) {
    const std::size_t at = shown.find(hidden);
    if (at != std::string::npos) {
      const std::size_t from = at < 40 ? 0 : at - 40;
      failures.push_back({expect.place, "hides: " + hidden,
                          "it occurs: ..." + shown.substr(from, 80 + hidden.size()) + "..."});
    }
  }
}

bool holds_part(const json::value& whole, const json::value& part) {
  if (part.is_object()) {
    if (!whole.is_object()) return false;
    return std::all_of(part.get_object().begin(), part.get_object().end(),
                       [&whole](const auto& member) {
                         const json::value* value = whole.get_object().if_contains(member.key());
                         return value != nullptr && holds_part(*value, member.value());
                       });
  }
  if (part.is_array()) {
    if (!whole.is_array() || whole.get_array().size() != part.get_array().size()) return false;
    return std::equal(part.get_array().begin(), part.get_array().end(), whole.get_array().begin(),
                      [](const json::value& a, const json::value& b) { return holds_part(b, a); });
  }
  return whole == part || (whole.is_number() && part.is_number() &&
                           whole.to_number<std::int64_t>() == part.to_number<std::int64_t>());
}

}  // namespace verloop
