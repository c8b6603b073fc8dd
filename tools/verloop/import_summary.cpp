// What `verloop import cases` says of what it took over, or would.
#include "tools/verloop/console.hpp"
#include "tools/verloop/import_cases.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

json::object json_of(const Definition& definition, const TakenOverCases& done, bool is_dry_run) {
  json::object unknown, broken;
  for (const auto& [rule, count] : done.unknown) unknown[rule] = count;
  for (const auto& [id, rules] : done.broken) {
    json::array names;
    for (const std::string& rule : rules) names.push_back(json::string(rule));
    broken[id.text] = std::move(names);
  }
  return {{"procedure", definition.reference},
          {"cases", done.cases},
          {"recorded", done.recorded},
          {"known", done.known},
          {"records", done.events},
          {"unknown", std::move(unknown)},
          {"notKept", std::move(broken)},
          {"dryRun", is_dry_run}};
}

/// `1 case`, `2 cases`.
std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

std::string cases_of(const Console& console, std::size_t count) {
  return counted(count, console.choose("zaak", "case"), console.choose("zaken", "cases"));
}

void print_counts(const Console& console, const TakenOverCases& done, bool is_dry_run) {
  const std::string actions = counted(done.recorded, console.choose("handeling", "action"),
                                      console.choose("handelingen", "actions"));
  const std::string events = counted(done.events, console.choose("gebeurtenis", "event"),
                                     console.choose("gebeurtenissen", "events")) +
                             console.choose(" (afgeleide en bevindingen meegeteld)",
                                            " (derived ones and findings counted in)");
  const std::string cases = cases_of(console, done.cases) + ", ";
  if (is_dry_run)
    return console.print(console.choose("Dit kan worden overgenomen; er is niets vastgelegd: ",
                                        "This can be taken over; nothing was recorded: ") +
                         cases + actions + ", " + events);
  const std::string known =
      std::to_string(done.known) +
      (done.known == 1 ? console.choose(" was er al; ", " was there already; ")
                       : console.choose(" waren er al; ", " were there already; "));
  console.print(console.choose("Overgenomen: ", "Taken over: ") + cases + actions +
                console.choose(" vastgelegd, ", " recorded, ") + known + events);
}

void print_unknown(const Console& console, const Definition& definition,
                   const TakenOverCases& done) {
  if (done.unknown.empty()) return;
  console.print(console.choose("Onbekend, omdat het bewijs van voor de overname is:",
                               "Unknown, as the evidence is from before the takeover:"));
  for (const auto& [rule, count] : done.unknown)
    console.print("  " + rule + " " +
                  definition.procedure.rule(rule)->label.in(console.language()) + ": " +
                  cases_of(console, count));
}

void print_broken(const Console& console, const TakenOverCases& done) {
  constexpr std::size_t shown_max = 100;
  if (done.broken.empty()) return;
  console.print(console.choose("Niet nagekomen of niet gevolgd, naar wat de tabel zegt:",
                               "Violated or not followed, by what the table says:"));
  std::size_t shown = 0;
  for (const auto& [id, rules] : done.broken) {
    if (shown++ == shown_max) break;
    std::string names;
    for (const std::string& rule : rules) names += (names.empty() ? "" : ", ") + rule;
    console.print(
        "  " + id.text + ": " +
        counted(rules.size(), console.choose("regel", "rule"), console.choose("regels", "rules")) +
        " (" + names + ")");
  }
  if (done.broken.size() > shown_max)
    console.print("  " + console.choose("en nog ", "and ") +
                  cases_of(console, done.broken.size() - shown_max) + console.choose("", " more"));
}

}  // namespace

void print_summary(const Console& console, const Definition& definition, const TakenOverCases& done,
                   bool is_dry_run) {
  if (console.json) return console.print(json::value(json_of(definition, done, is_dry_run)));
  print_counts(console, done, is_dry_run);
  print_unknown(console, definition, done);
  print_broken(console, done);
}

}  // namespace verloop
