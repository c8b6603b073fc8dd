#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include "tests/tidy/checks.hpp"

namespace verloop::tidy {
namespace {

constexpr std::string_view keyword = "co_await";

std::size_t find_keyword(std::string_view code, std::size_t from) {
  for (std::size_t at = code.find(keyword, from); at != std::string_view::npos;
       at = code.find(keyword, at + 1)) {
    const std::size_t end = at + keyword.size();
    const bool starts = at == 0 || !is_word_character(code[at - 1]);
    if (starts && (end == code.size() || !is_word_character(code[end]))) return at;
  }
  return std::string_view::npos;
}

/// Whether the `[` at `at` opens a lambda's capture list that is not empty; else it is a subscript
/// or an attribute.
bool captures(std::string_view code, std::size_t at) {
  const std::size_t before = code.substr(0, at).find_last_not_of(" \n");
  const char previous = before == std::string_view::npos ? ';' : code[before];
  if (is_word_character(previous) || previous == ')' || previous == ']' || previous == '[')
    return false;
  const std::size_t next = code.find_first_not_of(" \n", at + 1);
  return next != std::string_view::npos && code[next] != ']' && code[next] != '[';
}

/// What is wrong with the statement around a `co_await`. `first` is its start, `end` its semicolon.
std::optional<std::string> object_to(std::string_view code, std::size_t first, std::size_t at,
                                     std::size_t end) {
  const std::string_view statement = code.substr(first, end - first);
  if (find_keyword(code.substr(0, end), at + 1) != std::string_view::npos)
    return "a second co_await in one statement";
  if (statement.find_first_of("{}") != std::string_view::npos)
    return "a brace in a statement with co_await; name the value first";
  // A closed brace that the statement goes on behind: f({a}, co_await g()).
  const std::size_t start = statement.find_first_not_of(" \n");
  if (start != std::string_view::npos && (statement[start] == ',' || statement[start] == ')'))
    return "a brace in a statement with co_await; name the value first";
  if (statement.find('?') != std::string_view::npos)
    return "a condition in a statement with co_await; use if";
  for (std::size_t open = code.find('[', first); open < end; open = code.find('[', open + 1))
    if (captures(code, open)) return "a lambda with a capture in a statement with co_await";
  return std::nullopt;
}

}  // namespace

std::vector<Fault> check_co_await(const SourceFile& file) {
  std::vector<Fault> faults;
  const std::string_view code = file.code;
  for (std::size_t at = find_keyword(code, 0); at != std::string_view::npos;
       at = find_keyword(code, at + 1)) {
    const std::size_t before = code.substr(0, at).find_last_of(";{}");
    const std::size_t first = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(code.find(';', at), code.size());
    if (auto objection = object_to(code, first, at, end))
      faults.push_back({file.path, line_of(code, at), std::move(*objection)});
  }
  return faults;
}

}  // namespace verloop::tidy
