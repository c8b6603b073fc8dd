#include "tests/coverage/marked_scenarios.hpp"

#include "tests/coverage/coverage.hpp"
#include "tests/coverage/definitions.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::coverage {
namespace {

constexpr std::string_view mark_letters = "G-";
constexpr std::size_t mark_size = 4;  // G-01
constexpr std::string_view range_word = " to ";
constexpr std::string_view procedure_key = "procedure: ";

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

bool is_mark(std::string_view text) {
  return text.size() >= mark_size && text.starts_with(mark_letters) && is_digit(text[2]) &&
         is_digit(text[3]);
}

/// `G-05 to G-08` at the beginning of the text as its ids, `G-05` as itself.
std::vector<std::string> ids_at(std::string_view text) {
  const std::string first(text.substr(0, mark_size));
  const std::string_view rest = text.substr(mark_size);
  if (!rest.starts_with(range_word) || !is_mark(rest.substr(range_word.size()))) return {first};
  return ids_of(std::string(text.substr(0, mark_size + range_word.size() + mark_size)));
}

std::vector<std::string> ids_in(std::string_view comment) {
  std::vector<std::string> ids;
  for (std::size_t at = 0; at < comment.size(); ++at) {
    if (!is_mark(comment.substr(at))) continue;
    const auto found = ids_at(comment.substr(at));
    ids.insert(ids.end(), found.begin(), found.end());
    if (found.size() > 1) at += mark_size + range_word.size();
  }
  return ids;
}

}  // namespace

MarkedScenario read_marks(std::string_view scenario) {
  MarkedScenario read;
  std::size_t open = 0;  // The first mark that what follows is below.
  std::size_t number = 0;
  bool after_comment = false;
  for (const std::string_view line : lines_of(scenario)) {
    ++number;
    if (line.starts_with(procedure_key)) read.procedure = line.substr(procedure_key.size());
    const std::size_t hash = line.find('#');
    const bool is_comment = hash != std::string_view::npos && line.find_first_not_of(' ') == hash;
    if (line.empty() || (is_comment && !after_comment)) open = read.marks.size();
    if (hash != std::string_view::npos)
      for (std::string& id : ids_in(line.substr(hash)))
        read.marks.push_back({std::move(id), number, false});
    if (!is_comment && line.find("expect: ") != std::string_view::npos)
      for (std::size_t i = open; i < read.marks.size(); ++i) read.marks[i].expects = true;
    after_comment = is_comment;
  }
  return read;
}

MarkedScenarios load_marks(const std::filesystem::path& folder) {
  MarkedScenarios loaded;
  for (const auto& file : files_below(folder, ".yaml"))
    loaded[scenario_reference(folder, file)] = read_marks(test::read_file(file));
  return loaded;
}

}  // namespace verloop::coverage
