#include "tests/coverage/checks.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

namespace verloop::coverage {
namespace {

constexpr std::string_view catalogue_rules = "K-";
constexpr std::string_view catalogue_deadlines = "D-";
constexpr std::string_view ambiguity_letters = "I-";

std::array<const std::vector<Entry>*, 6> sections_of(const Coverage& coverage) {
  return {&coverage.segments, &coverage.rules,       &coverage.deadlines,
          &coverage.events,   &coverage.ambiguities, &coverage.differences};
}

std::string at(const Entry& entry) {
  return "line " + std::to_string(entry.line) + ", " + entry.name + ": ";
}

bool has(const Texts& texts, std::string_view name) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const auto& text) { return text.first == name; });
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_entry(const Entry& entry, const Texts& reasons, Faults& faults) {
  if (entry.by.empty() == entry.none.empty())
    faults.push_back(at(entry) + "needs either `by` or `none`");
  if (!entry.none.empty() && !has(reasons, entry.none))
    faults.push_back(at(entry) + "no reason is called " + entry.none);
  if (entry.by.empty() && !entry.lacks.empty())
    faults.push_back(at(entry) + "`lacks` is for what is covered in part; say `why`");
  if (entry.none == "notBuilt" && entry.why.empty())
    faults.push_back(at(entry) + "say what is not built");
}

/// The text of a name; empty where there is none.
std::string text_of(const Texts& texts, std::string_view name) {
  for (const auto& text : texts)
    if (text.first == name) return text.second;
  return {};
}

/// Whether a reference of a sentence is of another procedure than the sentence.
bool is_elsewhere(const std::string& reference, const std::string& procedure,
                  const Coverage& coverage, const Definitions& definitions) {
  const std::size_t point = reference.find('.');
  const std::string first = reference.substr(0, point);
  if (has(coverage.procedures, first)) return first != procedure;
  const std::string type = reference.substr(0, reference.find('.', point + 1));
  if (!definitions.owed.contains(type)) return false;
  return !definitions.made.contains(procedure + type.substr(point));
}

/// References to what is asked for, apart from the lists that name all of their kind anyway.
std::set<std::string> asked_for(const Coverage& coverage) {
  std::set<std::string> asked;
  for (const auto* section : {&coverage.segments, &coverage.ambiguities})
    for (const Entry& entry : *section)
      for (std::string& reference : references_of(entry, coverage.procedures))
        asked.insert(std::move(reference));
  return asked;
}

/// An event's fields ask for the event.
bool is_asked(const std::set<std::string>& asked, const std::string& owed) {
  if (asked.contains(owed)) return true;
  const auto field = asked.lower_bound(owed + ".");
  return field != asked.end() && field->starts_with(owed + ".");
}

const Entry* find_entry(const std::vector<Entry>& entries, std::string_view id) {
  for (const Entry& entry : entries)
    if (has(entry.ids, id)) return &entry;
  return nullptr;
}

/// What bears an id of `section` stands under that id there.
void check_id_of(const std::string& owed, const std::string& kind, std::string_view letters,
                 const std::vector<Entry>& section, const Coverage& coverage, Faults& faults) {
  const std::size_t at_kind = owed.find("." + kind + ".");
  if (at_kind == std::string::npos) return;
  const std::string id = owed.substr(at_kind + kind.size() + 2);
  if (!id.starts_with(letters)) return;
  const Entry* entry = find_entry(section, id);
  if (entry == nullptr || !has(references_of(*entry, coverage.procedures), owed))
    faults.push_back(owed + " does not stand under its id in `" + kind + "s`");
}

/// The prefix of the procedure of this name.
std::string prefix_of(const Coverage& coverage, const std::string& procedure) {
  for (const auto& [prefix, file] : coverage.procedures)
    if (std::filesystem::path(file).stem() == procedure) return prefix;
  return {};
}

bool has_mark(const MarkedScenario& scenario, const std::string& id) {
  return std::any_of(scenario.marks.begin(), scenario.marks.end(),
                     [&](const Mark& mark) { return mark.id == id; });
}

/// What an entry names as showing a difference in one procedure.
void check_shown(const Entry& entry, const std::string& prefix, const Coverage& coverage,
                 const Definitions& definitions, const MarkedScenarios& scenarios, Faults& faults) {
  for (const std::string& reference : entry.shown.at(prefix)) {
    const auto scenario = scenarios.find(reference);
    const bool elsewhere = scenario == scenarios.end()
                               ? is_elsewhere(reference, prefix, coverage, definitions)
                               : prefix_of(coverage, scenario->second.procedure) != prefix;
    if (elsewhere) faults.push_back(at(entry) + reference + " is not of " + prefix);
    if (scenario == scenarios.end()) continue;
    for (const std::string& id : entry.ids)
      if (!has_mark(scenario->second, id))
        faults.push_back(at(entry) + reference + " has no mark " + id);
  }
}

bool has_scenario(const std::vector<std::string>& shown, const MarkedScenarios& scenarios) {
  return std::any_of(shown.begin(), shown.end(),
                     [&](const std::string& reference) { return scenarios.contains(reference); });
}

/// The marks of one scenario.
void check_marks(const std::string& reference, const MarkedScenario& scenario,
                 const Coverage& coverage, Faults& faults) {
  const std::string prefix = prefix_of(coverage, scenario.procedure);
  for (const Mark& mark : scenario.marks) {
    const std::string where =
        reference + ", line " + std::to_string(mark.line) + ", " + mark.id + ": ";
    if (!mark.expects) faults.push_back(where + "nothing is expected of the steps below it");
    const Entry* entry = find_entry(coverage.differences, mark.id);
    const auto shown = entry == nullptr ? decltype(entry->shown)() : entry->shown;
    const auto of_procedure = shown.find(prefix);
    if (of_procedure == shown.end() || !has(of_procedure->second, reference))
      faults.push_back(where + "`differences` does not name it there");
  }
}

}  // namespace

Faults check_entries(const Coverage& coverage) {
  Faults faults;
  for (const auto* section : sections_of(coverage)) {
    std::set<std::string> seen;
    for (const Entry& entry : *section) {
      check_entry(entry, coverage.reasons, faults);
      for (const std::string& id : entry.ids)
        if (!seen.insert(id).second)
          faults.push_back(at(entry).append(id).append(" stands there already"));
    }
  }
  for (const Entry& entry : coverage.ambiguities)
    if (!entry.by.empty() && entry.taken.empty())
      faults.push_back(at(entry) + "say which resolution was `taken`");
  return faults;
}

Faults check_references(const Coverage& coverage, const Definitions& definitions) {
  Faults faults;
  for (const auto* section : sections_of(coverage))
    for (const Entry& entry : *section)
      for (const std::string& reference : references_of(entry, coverage.procedures))
        if (!definitions.names.contains(reference))
          faults.push_back(at(entry).append(reference).append(" leads to nothing"));
  for (const auto& [reference, why] : coverage.beside)
    if (!definitions.names.contains(reference))
      faults.push_back("beside: " + reference + " leads to nothing");
  return faults;
}

Faults check_documents(const Coverage& coverage, const Definitions& definitions) {
  Faults faults;
  for (const Entry& entry : coverage.segments) {
    const std::string procedure =
        text_of(coverage.procedure_of, entry.name.substr(0, entry.name.find('-')));
    if (procedure.empty()) faults.push_back(at(entry) + "is of no document");
    for (const std::string& reference : entry.by)
      if (!procedure.empty() && is_elsewhere(reference, procedure, coverage, definitions))
        faults.push_back(at(entry).append(reference).append(" is not of ").append(procedure));
  }
  return faults;
}

Faults check_sources(const Coverage& coverage, const Definitions& definitions) {
  Faults faults;
  for (const auto& [id, references] : definitions.sources) {
    const Entry* entry = find_entry(coverage.segments, id);
    if (entry == nullptr) entry = find_entry(coverage.ambiguities, id);
    const bool known_letters =
        has(coverage.documents, id.substr(0, id.find('-'))) || id.starts_with(ambiguity_letters);
    if (entry == nullptr && known_letters)
      faults.push_back(references.front() + " names " + id + " as its source: it has no entry");
    if (entry == nullptr) continue;
    const auto named = references_of(*entry, coverage.procedures);
    for (const std::string& reference : references)
      if (!has(named, reference))
        faults.push_back(at(*entry) + reference + " names it as its source, and is not named");
  }
  return faults;
}

Faults check_homes(const Coverage& coverage, const Definitions& definitions) {
  Faults faults;
  const std::set<std::string> asked = asked_for(coverage);
  for (const std::string& owed : definitions.owed) {
    const bool beside = has(coverage.beside, owed);
    const bool is_there = is_asked(asked, owed);
    if (!is_there && !beside)
      faults.push_back(owed + ": no sentence and no ambiguity names it, and nothing says why");
    if (is_there && beside) faults.push_back("beside: " + owed + " has a home already");
    check_id_of(owed, "rule", catalogue_rules, coverage.rules, coverage, faults);
    check_id_of(owed, "deadline", catalogue_deadlines, coverage.deadlines, coverage, faults);
  }
  return faults;
}

Faults check_ids(const std::vector<Entry>& entries, const std::vector<std::string>& expected) {
  Faults faults;
  for (const std::string& id : expected)
    if (find_entry(entries, id) == nullptr) faults.push_back(id + " has no entry");
  for (const Entry& entry : entries)
    for (const std::string& id : entry.ids)
      if (!has(expected, id)) faults.push_back(at(entry) + "there is no " + id);
  return faults;
}

Faults check_meant(const Coverage& coverage,
                   const std::map<std::string, std::vector<std::string>>& meant) {
  Faults faults;
  for (const auto& [id, prefixes] : meant) {
    const Entry* entry = find_entry(coverage.rules, id);
    if (entry == nullptr || !entry->lacks.empty() || !entry->none.empty()) continue;
    const auto references = references_of(*entry, coverage.procedures);
    const bool of_all = std::none_of(references.begin(), references.end(), [&](const auto& name) {
      return has(coverage.procedures, name.substr(0, name.find('.')));
    });
    for (const std::string& prefix : prefixes)
      if (!of_all && !has(references, std::string(prefix).append(".rule.").append(id)))
        faults.push_back(at(*entry) + "is meant for " + prefix + " too; say what it `lacks`");
  }
  return faults;
}

Faults check_differences(const Coverage& coverage, const Definitions& definitions,
                         const MarkedScenarios& scenarios) {
  Faults faults;
  for (const Entry& entry : coverage.differences) {
    for (const auto& [prefix, file] : coverage.procedures) {
      check_shown(entry, prefix, coverage, definitions, scenarios, faults);
      if (!entry.treatment.empty() && entry.lacks.empty() &&
          !has_scenario(entry.shown.at(prefix), scenarios))
        faults.push_back(at(entry) + "no scenario shows it in " + prefix + "; say what it `lacks`");
    }
  }
  for (const auto& [reference, scenario] : scenarios)
    check_marks(reference, scenario, coverage, faults);
  return faults;
}

Faults check_treatments(const Coverage& coverage,
                        const std::map<std::string, std::vector<std::string>>& expected) {
  Faults faults;
  for (const Entry& entry : coverage.differences) {
    const auto found = expected.find(entry.name);
    if (found != expected.end() && found->second != entry.treatment)
      faults.push_back(at(entry) + "the list of differences says another treatment");
  }
  return faults;
}

std::string format(const Faults& faults) {
  std::string text;
  for (const std::string& fault : faults) text.append(fault).append("\n");
  return text;
}

}  // namespace verloop::coverage
