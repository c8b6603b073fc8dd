#include "tests/coverage/domain_lists.hpp"

#include <algorithm>
#include <set>

#include "tests/coverage/coverage.hpp"

namespace verloop::coverage {
namespace {

constexpr std::size_t rule_procedure_cell = 3;
constexpr std::size_t treatment_cell = 4;
constexpr std::string_view treatments = "CRX";

std::string trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(' ');
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(' ') - from + 1));
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t at = 1; at < line.size();) {
    const std::size_t end = line.find('|', at);
    if (end == std::string_view::npos) break;
    cells.push_back(trimmed(line.substr(at, end - at)));
    at = end + 1;
  }
  return cells;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Of the letters of treatments, those that are a word by themselves: not the C of C-03.
std::vector<std::string> letters_alone(const std::string& cell) {
  std::string words = " " + cell + " ";
  std::replace_if(
      words.begin(), words.end(), [](char one) { return one == ',' || one == ';'; }, ' ');
  std::vector<std::string> found;
  for (const char letter : treatments)
    if (words.find(std::string{' ', letter, ' '}) != std::string::npos)
      found.emplace_back(1, letter);
  return found;
}

}  // namespace

std::vector<std::vector<std::string>> table_rows(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (line.starts_with('|')) rows.push_back(cells_of(line));
    at = end + 1;
  }
  return rows;
}

std::vector<std::string> listed_ids(std::string_view text,
                                    const std::vector<std::string>& letters) {
  std::vector<std::string> ids;
  std::set<std::string> seen;
  for (const auto& row : table_rows(text)) {
    if (row.empty()) continue;
    const bool is_listed = std::any_of(letters.begin(), letters.end(), [&](const auto& start) {
      return row.front().starts_with(start);
    });
    if (!is_listed) continue;
    for (const std::string& id : ids_of(row.front()))
      if (seen.insert(id).second) ids.push_back(id);
  }
  return ids;
}

std::vector<std::string> listed_events(std::string_view text) {
  std::vector<std::string> events;
  for (const auto& row : table_rows(text))
    if (row.size() > 1 && is_number(row.front()))
      events.push_back(trimmed(std::string_view(row[1]).substr(0, row[1].find('('))));
  return events;
}

std::map<std::string, std::vector<std::string>> listed_treatments(std::string_view text) {
  std::map<std::string, std::vector<std::string>> listed;
  for (const auto& row : table_rows(text))
    if (row.size() > treatment_cell && row.front().starts_with("G-"))
      listed[row.front()] = letters_alone(row[treatment_cell]);
  return listed;
}

std::map<std::string, std::vector<std::string>> meant_procedures(std::string_view text) {
  std::map<std::string, std::vector<std::string>> meant;
  for (const auto& row : table_rows(text)) {
    if (row.size() <= rule_procedure_cell || !row.front().starts_with("K-")) continue;
    const std::string& procedures = row[rule_procedure_cell];
    const bool both = procedures == "BOTH";
    if (both || procedures.find("TOP") != std::string::npos) meant[row.front()].push_back("top");
    if (both || procedures.find("OT") == 0) meant[row.front()].push_back("ot");
  }
  return meant;
}

}  // namespace verloop::coverage
