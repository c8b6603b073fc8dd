#include "tools/verloop/case_text.hpp"

#include <map>
#include <set>

#include "engine/alteration.hpp"
#include "events/disclosure.hpp"
#include "events/json/text_in.hpp"
#include "projections/sentences.hpp"
#include "projections/value_words.hpp"
#include "tools/verloop/console.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

bool is_dutch(Language language) {
  return language == Language::nl;
}

std::string day_text(const json::object& object, std::string_view name, Language language) {
  const std::string text = text_in(object, name);
  const auto day = parse_date(text.substr(0, 10));
  return day.has_value() ? in_words(*day, language) : text;
}

std::string heading(const std::string& text) {
  return "\n" + text + "\n";
}

/// One line per value; an entry of a list is a line with a dash and its values below it.
struct Values {
  ValueWords words;
  std::string out;

  void add(const json::value& value, const SchemaNode& node, const std::string& path,
           const std::string& indent) {
    const std::string label = words.label(path);
    if (node.kind == SchemaNode::Kind::leaf) {
      out += indent + padded(label, 52 - indent.size()) + " " + words.text(value, path) + "\n";
    } else if (node.kind == SchemaNode::Kind::entries) {
      for (const json::value& entry : value.as_array()) {
        out += indent + "- " + label + "\n";
        add_members(entry.as_object(), node, path, indent + "    ");
      }
    } else {
      add_members(value.as_object(), node, path, indent);
    }
  }

  void add_members(const json::object& object, const SchemaNode& node, const std::string& path,
                   const std::string& indent) {
    for (const auto& member : object) {
      const auto child = node.children.find(std::string(member.key()));
      if (child == node.children.end()) continue;
      const std::string name = path.empty() ? child->first : path + "." + child->first;
      add(member.value(), child->second, name, indent);
    }
  }
};

std::string tracks_text(const json::object& tracks, const Definition& definition,
                        Language language) {
  std::string out;
  for (const Track& track : definition.procedure.tracks) {
    const std::string at = text_in(tracks, track.name);
    if (at.empty()) continue;
    out +=
        "  " + padded(track.label.in(language), 26) + " " + state_label(track, at, language) + "\n";
  }
  return out;
}

/// Until when; for a deadline whose days are not for the reader that there is one, but not which.
std::string due_text(const json::object& deadline, Language language) {
  const std::string due = day_text(deadline, "due", language);
  if (!due.empty()) return due;
  const bool nl = is_dutch(language);
  if (deadline.contains("withheld")) return nl ? "niet zichtbaar" : "not visible";
  return nl ? "geen termijn" : "no term";
}

std::string deadlines_text(const json::array& deadlines, Language language) {
  std::string out;
  for (const json::value& row : deadlines) {
    const json::object& deadline = row.as_object();
    if (text_in(deadline, "status") == "notApplicable") continue;
    out += "  " + padded(text_in(deadline, "deadline"), 7) +
           padded(text_in(deadline, "label"), 48) + " ";
    out += padded(due_text(deadline, language), 19) + " ";
    out += status_text(text_in(deadline, "status"), language) + "\n";
  }
  return out;
}

/// Statuses that ask for attention.
const std::set<std::string, std::less<>> attention_statuses = {"violated", "late", "notFollowed",
                                                               "motivated"};

/// How many have which status, and those that are in one of `named`.
std::string rule_counts(const json::object& rules, const Definition& definition, Language language,
                        const std::set<std::string, std::less<>>& named) {
  std::map<std::string, int> counts;
  std::string attention;
  for (const auto& rule : rules) {
    const std::string status(rule.value().as_string());
    ++counts[status];
    if (named.contains(status)) {
      const Rule* known = definition.procedure.rule(rule.key());
      attention += "  " + padded(std::string(rule.key()), 9) +
                   padded(known == nullptr ? "" : known->label.in(language), 52) + " " +
                   status_text(status, language) + "\n";
    }
  }
  std::string line;
  for (const auto& [status, count] : counts) {
    line +=
        (line.empty() ? "  " : ", ") + std::to_string(count) + " " + status_text(status, language);
  }
  return line + "\n" + attention;
}

std::string change_text(const json::object& change, const ValueWords& words) {
  const std::string path = text_in(change, "path");
  const auto side = [&](const char* name) {
    const json::value* value = change.if_contains(name);
    return value == nullptr ? "-" : words.changed_text(*value, path);
  };
  return "         " + words.changed_label(path) + ": " + side("from") + " -> " + side("to") + "\n";
}

std::string numbers_text(const json::array& numbers) {
  std::string out;
  for (const json::value& number : numbers)
    out += (out.empty() ? "" : ", ") + std::to_string(number.to_number<std::int64_t>());
  return out;
}

/// That an entry was retracted or corrected since, and by which.
std::string marks_text(const json::object& event, Language language) {
  const bool nl = is_dutch(language);
  std::string out;
  if (const json::value* by = event.if_contains("retractedBy"))
    out += (nl ? " (ingetrokken: " : " (retracted: ") + numbers_text(by->as_array()) + ")";
  if (const json::value* by = event.if_contains("correctedBy"))
    out += (nl ? " (gecorrigeerd: " : " (corrected: ") + numbers_text(by->as_array()) + ")";
  return out;
}

/// What a correction says is right.
std::string corrected_text(const json::object& event, Language language) {
  if (!text_in(event, "type").starts_with(entry_corrected)) return {};
  std::string out;
  const json::object& data = event.at("data").as_object();
  if (data.contains("occurredOn"))
    out += (is_dutch(language) ? "         gebeurd op: " : "         happened on: ") +
           day_text(data, "occurredOn", language) + "\n";
  const auto add = [&](std::string_view name, const json::value& value) {
    out += "         " + std::string(name) + ": " + shown(value, language) + "\n";
  };
  if (const json::value* fields = data.if_contains("fields"))
    for (const auto& field : fields->as_object()) add(field.key(), field.value());
  if (const json::value* values = event.if_contains("values"))
    for (const auto& value : values->as_object())
      if (std::string_view(value.key()).starts_with(corrected_prefix))
        add(std::string_view(value.key()).substr(corrected_prefix.size()), value.value());
  return out;
}

/// Why its command deviates from rules.
std::string motivations_text(const json::object& event, Language language) {
  std::string out;
  if (const json::value* values = event.if_contains("values"))
    for (const auto& value : values->as_object())
      if (const std::string_view name = value.key(); name.starts_with(motivation_prefix))
        out +=
            "         " +
            (is_dutch(language) ? std::string("afwijking van ") : std::string("deviates from ")) +
            std::string(name.substr(motivation_prefix.size())) + ": " +
            shown(value.value(), language) + "\n";
  return out;
}

/// What no longer fits the case since an entry was altered.
std::string unfit_text(const json::object& event, Language language) {
  const json::value* unfit = event.at("data").as_object().if_contains("unfit");
  if (unfit == nullptr || !unfit->is_array()) return {};
  return (is_dutch(language) ? "         past niet meer bij wat eraan voorafgaat: "
                             : "         no longer fits what came before it: ") +
         numbers_text(unfit->get_array()) + "\n";
}

}  // namespace

std::string status_text(std::string_view status, Language language) {
  static const std::map<std::string, Label, std::less<>> words = {
      {"satisfied", {"voldaan", "satisfied"}},
      {"late", {"te laat gedaan", "done late"}},
      {"violated", {"niet nagekomen", "violated"}},
      {"motivated", {"gemotiveerd afgeweken", "motivated"}},
      {"pending", {"loopt", "pending"}},
      {"notApplicable", {"niet van toepassing", "not applicable"}},
      {"unknown", {"onbekend", "unknown"}},
      {"followed", {"gevolgd", "followed"}},
      {"notFollowed", {"niet gevolgd", "not followed"}},
  };
  const auto at = words.find(status);
  return at == words.end() ? std::string(status) : at->second.in(language);
}

std::string summary_text(const json::object& answer, const Reader& reader,
                         const Definition& definition) {
  const Language language = reader.language;
  const bool nl = is_dutch(language);
  std::string out = (nl ? "Zaak " : "Case ") + text_in(answer, "case") + ": " +
                    definition.procedure.label.in(language) + "\n";
  out += (nl ? "Gezien door " : "Seen by ") + reader.actor.id.text + " (" +
         role_label(definition, reader.actor.role.text, language) + ")" +
         (nl ? ", stand van " : ", as of ") + day_text(answer, "on", language) +
         (nl ? ", versie " : ", version ") +
         std::to_string(answer.at("version").to_number<std::int64_t>()) +
         (nl ? ", cyclus " : ", cycle ") +
         std::to_string(answer.at("cycle").to_number<std::int64_t>()) + "\n";
  const std::string tracks = tracks_text(answer.at("tracks").as_object(), definition, language);
  return tracks.empty() ? out : out + heading(nl ? "Sporen" : "Tracks") + tracks;
}

std::string overview_text(const json::object& answer, std::uint64_t events, const Reader& reader,
                          const Definition& definition) {
  const Language language = reader.language;
  const bool nl = is_dutch(language);
  std::string out = (nl ? "Zaak " : "Case ") + text_in(answer, "case") + ": " +
                    definition.procedure.label.in(language) + "\n  " + std::to_string(events) +
                    (nl ? " gebeurtenissen, cyclus " : " events, cycle ") +
                    std::to_string(answer.at("cycle").to_number<std::int64_t>());
  out += answer.at("closed").as_bool() ? (nl ? ", gesloten\n" : ", closed\n")
                                       : std::string(", open\n");
  out += tracks_text(answer.at("tracks").as_object(), definition, language);
  auto named = attention_statuses;
  named.insert({"pending", "unknown"});
  return out + rule_counts(answer.at("rules").as_object(), definition, language, named);
}

std::string judgement_text(const json::object& answer, const Definition& definition,
                           Language language) {
  const bool nl = is_dutch(language);
  std::string out;
  const std::string deadlines = deadlines_text(answer.at("deadlines").as_array(), language);
  if (!deadlines.empty()) out += heading(nl ? "Termijnen" : "Deadlines") + deadlines;
  const auto& rules = answer.at("rules").as_object();
  if (!rules.empty())
    out += heading(nl ? "Regels" : "Rules") +
           rule_counts(rules, definition, language, attention_statuses);
  return out;
}

std::string case_text(const json::object& answer, const Reader& reader,
                      const Definition& definition) {
  Values values{ValueWords(definition, reader.language), {}};
  values.add_members(answer.at("state").as_object(), definition.schema.root(), "", "  ");
  std::string out = summary_text(answer, reader, definition);
  if (!values.out.empty()) {
    out += heading(is_dutch(reader.language) ? "Gegevens" : "Data") + values.out;
  }
  return out + judgement_text(answer, definition, reader.language);
}

std::string people_text(const json::object& answer, const Definition& definition,
                        Language language) {
  std::string out;
  for (const auto& [name, node] : definition.schema.root().children) {
    const json::value* entries = answer.at("state").as_object().if_contains(name);
    if (node.kind != SchemaNode::Kind::entries || entries == nullptr) continue;
    for (const json::value& entry : entries->as_array()) {
      for (const auto& member : entry.as_object()) {
        const auto child = node.children.find(std::string(member.key()));
        if (child == node.children.end() || !child->second.sealed) continue;
        const json::value* key = entry.as_object().if_contains(node.key);
        out += (out.empty() ? "" : "; ") + (key == nullptr ? "" : json::serialize(*key) + " ") +
               shown(member.value(), language);
      }
    }
  }
  return out;
}

/// Those that were changed: what they are now, and where that was recorded.
std::string changed_settings_text(const json::object& judged, Language language) {
  const json::value* settings = judged.if_contains("settings");
  std::string out;
  for (const json::value& row : settings == nullptr ? json::array() : settings->as_array()) {
    const json::object& setting = row.as_object();
    const json::value* position = setting.if_contains("position");
    if (position == nullptr) continue;
    const bool nl = is_dutch(language);
    out += (nl ? " Instelling " : " Setting ") + text_in(setting, "setting") + " = " +
           shown(setting.at("value"), language);
    const std::string from = day_text(setting, "from", language);
    if (!from.empty()) out += (nl ? " vanaf " : " from ") + from;
    out += (nl ? " (positie " : " (position ") + json::serialize(*position) + ").";
  }
  return out;
}

std::string compliance_text(const json::array& rules, Language language) {
  std::string out;
  for (const json::value& row : rules) {
    const json::object& rule = row.as_object();
    out += padded(text_in(rule, "rule"), 9) +
           padded(status_text(text_in(rule, "status"), language), 24);
    out += text_in(rule, "sentence");
    std::string source;
    for (const json::value& segment : rule.at("source").as_array())
      source += " " + std::string(segment.as_string());
    if (!source.empty()) out += " [" + source.substr(1) + "]";
    const std::string due = day_text(rule, "due", language);
    if (!due.empty()) out += (is_dutch(language) ? " Uiterlijk " : " Due ") + due + ".";
    out += changed_settings_text(rule, language) + "\n";
  }
  return out;
}

std::string event_text(const json::object& event, const Reader& reader,
                       const Definition& definition) {
  const Language language = reader.language;
  const json::object& actor = event.at("actor").as_object();
  const std::string role = role_label(definition, text_in(actor, "role"), language);
  std::string out = padded(std::to_string(event.at("version").to_number<std::int64_t>()), 5) +
                    padded(day_text(event, "occurredOn", language), 18) +
                    text_in(event, "sentence");
  if (!event.contains("basis") || text_in(event, "basis") != "derived") {
    const std::string giver = text_in(actor, "for");
    out += " [" + text_in(actor, "id") +
           (giver.empty() ? "" : (language == Language::nl ? " namens " : " for ") + giver) + ", " +
           role + "]";
  }
  return out + marks_text(event, language) + "\n" + corrected_text(event, language) +
         unfit_text(event, language) + motivations_text(event, language);
}

std::string history_text(const json::object& history, const Reader& reader,
                         const Definition& definition) {
  const Language language = reader.language;
  const ValueWords words(definition, language);
  std::string out;
  for (const json::value& row : history.at("events").as_array()) {
    const json::object& event = row.as_object();
    out += event_text(event, reader, definition);
    if (const json::value* changes = event.if_contains("changes")) {
      for (const json::value& change : changes->as_array())
        out += change_text(change.as_object(), words);
    }
  }
  for (const auto& audience : history.at("hidden").as_object()) {
    const std::string count = std::to_string(audience.value().as_array().size());
    const std::string name(audience.key());
    out += is_dutch(language)
               ? "     " + count + " gebeurtenissen niet zichtbaar voor deze lezer (kring " + name +
                     ")\n"
               : "     " + count + " events not visible to this reader (audience " + name + ")\n";
  }
  return out;
}

std::string actions_text(const json::array& actions, Language language) {
  const bool nl = is_dutch(language);
  std::string now = heading(nl ? "Kan nu" : "Possible now");
  std::string rest = heading(nl ? "Kan nu niet" : "Not possible now");
  for (const json::value& row : actions) {
    const json::object& action = row.as_object();
    const std::string line =
        "  " + padded(text_in(action, "action"), 26) + " " + padded(text_in(action, "label"), 40);
    if (!action.at("possible").as_bool()) {
      rest += line + " " + text_in(action, "why") + "\n";
      continue;
    }
    std::string fields;
    for (const json::value& field : action.at("payload").as_array()) {
      const json::object& described = field.as_object();
      fields += (fields.empty() ? "" : " ") + text_in(described, "field") +
                (described.at("required").as_bool() ? "*" : "");
    }
    now += line + " " + fields + "\n";
  }
  return now.substr(1) + rest;
}

}  // namespace verloop
