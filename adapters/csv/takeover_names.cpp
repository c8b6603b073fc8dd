#include "adapters/csv/takeover_names.hpp"

#include <algorithm>

#include "engine/text_words.hpp"

namespace verloop {
namespace {

/// Whether a field of what the action records is among these, as the payload gives it.
bool becomes_name(const Action& action, const std::string& field, const TextFind& find) {
  return std::any_of(action.events.begin(), action.events.end(), [&](const Made& made) {
    const auto names = find.names.find(made.event);
    return names != find.names.end() && names->second.contains(field) &&
           !made.computed.contains(field);
  });
}

}  // namespace

std::set<std::string> name_columns(const Definition& definition) {
  std::set<std::string> columns;
  const Procedure& procedure = definition.procedure;
  const auto add = [&](const TakeoverStep& step) {
    const Action* action = procedure.action(step.action.text);
    if (action == nullptr) return;
    for (const auto& [field, column] : step.fields)
      for (const TextFind& find : procedure.text_checks.finds)
        if (becomes_name(*action, field, find)) columns.insert(column);
  };
  add(procedure.takeover->opening);
  add(procedure.takeover->mark);
  for (const TakeoverStep& step : procedure.takeover->steps) add(step);
  return columns;
}

bool holds_name(std::string_view id, std::string_view name) {
  constexpr std::size_t whole_max = 3;  // Letters: shorter ones stand in many words.
  NamePhrases phrases;
  add_name(phrases, name);
  const std::vector<TextWord> words = words_of(id);
  for (const std::vector<std::string>& phrase : phrases) {
    if (phrase.size() != 1) continue;  // The name as a whole: its words are looked for.
    const std::string& wanted = phrase.front();
    for (const TextWord& word : words) {
      std::string letters;  // `noor2025` holds the word `noor`.
      for (const char c : word.folded) letters += c >= '0' && c <= '9' ? ' ' : c;
      const bool is_there =
          wanted.size() > whole_max
              ? word.folded.find(wanted) != std::string::npos
              : (' ' + letters + ' ').find(' ' + wanted + ' ') != std::string::npos;
      if (is_there) return true;
    }
  }
  return false;
}

}  // namespace verloop
