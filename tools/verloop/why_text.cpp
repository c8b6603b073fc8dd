#include "tools/verloop/why_text.hpp"

#include "events/json/text_in.hpp"
#include "projections/sentences.hpp"
#include "projections/value_words.hpp"
#include "projections/values_by_path.hpp"
#include "tools/verloop/case_text.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// The words of one answer.
struct Words {
  const Reader& reader;
  const Definition& definition;
  ValueWords values{definition, reader.language};

  std::string say(const char* nl, const char* en) const {
    return reader.language == Language::nl ? nl : en;
  }

  const Track* track(const std::string& path) const {
    constexpr std::string_view prefix = "tracks.";
    return path.starts_with(prefix) ? definition.procedure.track(path.substr(prefix.size()))
                                    : nullptr;
  }

  /// What is at `path` called: `Leerlingen 2, OPP vastgesteld`.
  std::string label(const std::string& path) const {
    if (const Track* at = track(path)) return at->label.in(reader.language);
    const std::string plain = schema_path(path);
    const std::size_t slash = path.find('/');
    if (slash == std::string::npos) return values.label(plain);
    const std::string key = path.substr(slash + 1, path.rfind('/') - slash - 1);
    return values.label(path.substr(0, slash)) + " " + key + ", " + values.label(plain);
  }

  std::string value(const json::object& row, std::string_view side, const std::string& path) const {
    const json::value* given = row.if_contains(side);
    if (given == nullptr) return "-";
    if (const Track* at = track(path))
      return state_label(*at, std::string(given->as_string()), reader.language);
    return values.text(*given, schema_path(path));
  }

  std::string day(const json::object& row, std::string_view side) const {
    const auto given = parse_date(text_in(row, side));
    return given.has_value() ? in_words(*given, reader.language) : std::string("-");
  }
};

/// What is set, by which the answer is explained: the one that counts comes last.
std::string events_of(const json::object& row, const Words& words) {
  std::string out;
  for (const json::value& event : row.at("set").as_array())
    out += "  " + event_text(event.as_object(), words.reader, words.definition);
  if (const json::value* hidden = row.if_contains("hidden"))
    out += "  " + json::serialize(*hidden) +
           words.say(" gebeurtenis(sen) niet zichtbaar voor deze lezer\n",
                     " event(s) not visible to this reader\n");
  if (out.empty()) out = "  " + words.say("nog door niets gezet\n", "set by nothing yet\n");
  return out;
}

std::string change(const std::string& label, const std::string& from, const std::string& to) {
  return "  " + label + ": " + from + " -> " + to + "\n";
}

std::string status(const json::object& row, std::string_view side, const Words& words) {
  const std::string name = text_in(row, side);
  return name.empty() ? "-" : status_text(name, words.reader.language);
}

/// One part of a comparison; nothing where nothing is otherwise.
template <class Line>
std::string part(const std::string& title, const json::value& rows, Line line) {
  std::string out;
  for (const json::value& row : rows.as_array()) out += line(row.as_object());
  return out.empty() ? out : "\n" + title + "\n" + out;
}

std::string moment_words(const json::value& moment, const Words& words) {
  const json::object& of = moment.as_object();
  const json::value* position = of.if_contains("position");
  const std::string known = position == nullptr
                                ? words.say("nog geen zaak", "no case yet")
                                : words.say("positie ", "position ") + json::serialize(*position);
  return words.day(of, "on") + " (" + known + ")";
}

}  // namespace

std::string why_text(const json::object& answer, const Reader& reader,
                     const Definition& definition) {
  const Words words{reader, definition};
  std::string out;
  for (const json::value& value : answer.at("values").as_array()) {
    const json::object& row = value.as_object();
    const std::string path = text_in(row, "path");
    if (row.contains("rule")) {
      out += (out.empty() ? "" : "\n") + compliance_text(json::array{value}, reader.language) +
             events_of(row, words);
    } else {
      out += (out.empty() ? "" : "\n") + words.label(path) + " (" + path +
             "): " + words.value(row, "value", path) + "\n" + events_of(row, words);
    }
  }
  return out;
}

std::string diff_text(const json::object& answer, const Reader& reader,
                      const Definition& definition) {
  const Words words{reader, definition};
  const auto changed = [&words](const char* named) {
    return [&words, named](const json::object& row) {
      const std::string path = text_in(row, named);
      return change(words.label(path), words.value(row, "from", path),
                    words.value(row, "to", path));
    };
  };
  const auto of_track = [&words](const json::object& row) {
    const std::string path = "tracks." + text_in(row, "track");
    return change(words.label(path), words.value(row, "from", path), words.value(row, "to", path));
  };
  const auto of_rule = [&](const json::object& row) {
    const Rule* rule = definition.procedure.rule(text_in(row, "rule"));
    const std::string label = rule == nullptr ? "" : " " + rule->label.in(reader.language);
    return change(text_in(row, "rule") + label, status(row, "from", words),
                  status(row, "to", words));
  };
  const auto of_deadline = [&](const json::object& row) {
    const Deadline* deadline = definition.procedure.deadline(text_in(row, "deadline"));
    const std::string label = deadline == nullptr ? "" : " " + deadline->label.in(reader.language);
    return change(text_in(row, "deadline") + label, words.day(row, "from"), words.day(row, "to"));
  };
  const auto of_event = [&](const json::object& row) {
    return "  " + event_text(row, reader, definition);
  };
  const std::string parts =
      part(words.say("Gebeurd", "Happened"), answer.at("events"), of_event) +
      part(words.say("Sporen", "Tracks"), answer.at("tracks"), of_track) +
      part(words.say("Gegevens", "Data"), answer.at("values"), changed("path")) +
      part(words.say("Termijnen", "Deadlines"), answer.at("deadlines"), of_deadline) +
      part(words.say("Regels", "Rules"), answer.at("rules"), of_rule);
  const std::string head = words.say("Zaak ", "Case ") + text_in(answer, "case") + ": " +
                           moment_words(answer.at("from"), words) + " -> " +
                           moment_words(answer.at("to"), words) + "\n";
  return head + (parts.empty() ? words.say("Geen verschil.\n", "No difference.\n") : parts);
}

}  // namespace verloop
