#include "tools/verloop/decision_text.hpp"

#include "adapters/rpc/text_hits.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

void print_hits(const Console& console, const json::array& hits) {
  for (const json::value& one : hits) {
    const json::object& hit = one.as_object();
    const auto word = [&hit](const char* key) { return std::string(hit.at(key).as_string()); };
    const auto number = [&hit](const char* key) { return hit.at(key).to_number<std::size_t>(); };
    const bool refuses = hit.at("refuses").as_bool();
    const std::string what =
        refuses ? console.choose("mag niet", "not allowed") : console.choose("let op", "mind");
    console.print("  " + word("field") + console.choose(", teken ", ", character ") +
                  std::to_string(number("from") + 1) + console.choose(" tot en met ", " to ") +
                  std::to_string(number("to")) + ": " + word("label") + " (" + what + ", " +
                  word("rule") + ")");
  }
}

void print_refusal(Console& console, const Refusal& refusal, const json::array& hits) {
  console.status = Exit::answer_is_no;
  if (!console.json) {
    console.print(refusal_text(refusal, console.language()));
    return print_hits(console, hits);
  }
  json::object object = refusal_json(refusal, console.language());
  if (!hits.empty()) object["hits"] = hits;
  console.print(json::value(std::move(object)));
}

void print_accepted(const Console& console, const Accepted& accepted, const json::array& hits) {
  json::array events;
  for (const Event& event : accepted.events)
    events.push_back(json::string(event.type.text.substr(0, event.type.text.find('@'))));
  if (console.json) {
    json::object object{{"accepted", std::move(events)}, {"recorded", false}};
    if (!hits.empty()) object["hits"] = hits;
    return console.print(json::value(std::move(object)));
  }
  console.print(console.choose("Kan; er is niets vastgelegd. Zou vastleggen:",
                               "Possible; nothing was recorded. Would record:"));
  for (const json::value& event : events) console.print("  " + std::string(event.as_string()));
  if (!hits.empty()) console.print(console.choose("In de tekst staat:", "The text holds:"));
  print_hits(console, hits);
}

}  // namespace

void print_decision(Console& console, const Decision& decision, const Procedure& procedure) {
  const auto* refusal = std::get_if<Refusal>(&decision);
  const auto& hits = refusal != nullptr ? refusal->hits : std::get<Accepted>(decision).hits;
  const json::array rows = hits_json(hits, procedure, console.language());
  if (refusal != nullptr) return print_refusal(console, *refusal, rows);
  print_accepted(console, std::get<Accepted>(decision), rows);
}

}  // namespace verloop
