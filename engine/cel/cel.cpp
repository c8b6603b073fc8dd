#include "engine/cel/cel.hpp"

#include <algorithm>

#include "engine/cel/ast.hpp"
#include "engine/cel/checker.hpp"
#include "engine/cel/deciding.hpp"
#include "engine/cel/evaluator.hpp"
#include "engine/cel/fold_constants.hpp"
#include "engine/cel/parser.hpp"
#include "engine/cel/paths.hpp"
#include "engine/cel/resolver.hpp"
#include "engine/cel/utf8.hpp"

namespace verloop::cel {
namespace {

struct Place {
  std::size_t line = 1;
  std::size_t column = 1;
};

Place place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t start = before.rfind('\n') + 1;  // 0 when there is none.
  return {lines + 1, count_characters(before.substr(start)) + 1};
}

/// The bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && count-- == 0) break;
  }
  return at;
}

/// What a terminal has room for of the line, around one of its characters, and a caret below that.
std::string around(std::string_view line, std::size_t character) {
  constexpr std::size_t shown_max = 100;
  constexpr std::size_t before_max = 60;
  const std::string cut = "...";
  const std::size_t size = count_characters(line);
  const std::size_t first = size > shown_max && character > before_max ? character - before_max : 0;
  const std::size_t last = std::min(size, size > shown_max ? first + shown_max : size);
  const std::size_t from = bytes_of(line, first);
  const std::string left = first > 0 ? cut : "";
  const std::string right = last < size ? cut : "";
  const std::string shown(line.substr(from, bytes_of(line, last) - from));
  return left + shown + right + "\n" + std::string(left.size() + character - first, ' ') + "^";
}

CompileError placed(std::string_view text, const Fault& fault) {
  const Place place = place_of(text, fault.offset);
  return {place.line, place.column, fault.message};
}

EvaluationError placed(std::string_view text, const Tree& tree, const PlacedFailure& failed) {
  const Place place = place_of(text, tree.at(failed.node).offset);
  return {failed.failure.kind, failed.failure.message + " (line " + std::to_string(place.line) +
                                   ", column " + std::to_string(place.column) + ")"};
}

}  // namespace

boost::system::result<Program, CompileError> compile(std::string_view text,
                                                     const Environment& environment,
                                                     Checking checking, Macros macros) {
  if (text.size() > text_size_max) return CompileError{1, 1, "the text is longer than 16 KiB"};
  if (!is_utf8(text)) return CompileError{1, 1, "the text is not UTF-8"};
  auto tree = parse(text, macros);
  if (tree.has_error()) return placed(text, tree.error());
  if (const auto fault = resolve_names(*tree, environment, checking)) return placed(text, *fault);
  Program program;
  if (checking == Checking::types) {
    auto type = check_types(*tree, environment);
    if (type.has_error()) return placed(text, type.error());
    program.type_ = std::move(*type);
  }
  if (const auto fault = fold_constants(*tree, checking)) return placed(text, *fault);
  program.text_ = text;
  program.tree_ = std::make_shared<const Tree>(std::move(*tree));
  return program;
}

boost::system::result<Value, EvaluationError> Program::evaluate(const Bindings& bindings,
                                                                std::uint64_t cost_max) const {
  auto value = evaluate_tree(*tree_, bindings, cost_max);
  if (!value.has_error()) return std::move(*value);
  return placed(text_, *tree_, value.error());
}

boost::system::result<Value, EvaluationError> Program::evaluate_in_doubt(
    const Bindings& bindings, Date uncertain, std::uint64_t cost_max) const {
  auto value = evaluate_tree(*tree_, bindings, cost_max, uncertain);
  if (!value.has_error()) return std::move(*value);
  return placed(text_, *tree_, value.error());
}

std::vector<std::string> Program::paths() const {
  return selected_paths(*tree_);
}

std::vector<std::string> Program::deciding_paths(const Bindings& bindings) const {
  return paths_that_decide(*tree_, bindings);
}

std::string with_caret(const CompileError& error, std::string_view text) {
  std::size_t start = 0;
  for (std::size_t line = 1; line < error.line; ++line) {
    const std::size_t end = text.find('\n', start);
    if (end == std::string_view::npos) break;
    start = end + 1;
  }
  return around(text.substr(start, text.find('\n', start) - start), error.column - 1);
}

}  // namespace verloop::cel
