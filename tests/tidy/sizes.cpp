#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include "tests/tidy/checks.hpp"

namespace verloop::tidy {
namespace {

constexpr std::size_t file_lines_max = 400;
constexpr std::size_t test_lines_max = 800;
constexpr std::size_t columns_max = 100;
constexpr std::size_t function_lines_max = 70;

/// Characters, not bytes, of UTF-8 text.
std::size_t width(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  }));
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool starts = at == 0 || !is_word_character(text[at - 1]);
    if (starts && (end == text.size() || !is_word_character(text[end]))) return true;
  }
  return false;
}

/// What a brace opens, judged by the text since the last `;`, `{` or `}` of its own level.
enum class ScopeKind { outside, function, other };

bool has_open_round_bracket(std::string_view head) {
  return std::count(head.begin(), head.end(), '(') > std::count(head.begin(), head.end(), ')');
}

ScopeKind kind_of(std::string_view head) {
  const std::size_t last = head.find_last_not_of(" \n");
  const bool is_value = last != std::string_view::npos && head[last] == '=';
  if (is_value || has_open_round_bracket(head)) return ScopeKind::other;
  if (has_word(head, "namespace") || has_word(head, "extern")) return ScopeKind::outside;
  if (head.find('(') != std::string_view::npos) return ScopeKind::function;
  for (const std::string_view word : {"class", "struct", "union"})
    if (has_word(head, word)) return ScopeKind::outside;
  return ScopeKind::other;
}

struct Scope {
  ScopeKind kind;
  std::size_t head;  // Where its head starts in the text.
  bool in_brackets;  // Part of an argument, so that the head goes on behind it.
};

/// Follows the braces of a file and measures each function outside any other.
class FunctionWalk {
 public:
  explicit FunctionWalk(const SourceFile& file) : file_(file), code_(without_directives(file)) {}

  std::vector<Fault> run() {
    for (std::size_t at = 0; at < code_.size(); ++at) {
      if (code_[at] == '{') open(at);
      if (code_[at] == '}' && !scopes_.empty()) close(at);
      if (code_[at] == ';') head_ = at + 1;
    }
    return std::move(faults_);
  }

 private:
  // Directives hold braces that need not match.
  static std::string without_directives(const SourceFile& file) {
    std::string code;
    bool continues = false;
    for (const std::string_view line : lines_of(file.code)) {
      const bool directive = continues || line.starts_with('#');
      continues = directive && line.ends_with('\\');
      code += directive ? std::string(line.size(), ' ') : std::string(line);
      code += '\n';
    }
    return code;
  }

  bool is_outside() const {
    return std::all_of(scopes_.begin(), scopes_.end(),
                       [](const Scope& scope) { return scope.kind == ScopeKind::outside; });
  }

  void open(std::size_t at) {
    const std::string_view head = std::string_view(code_).substr(head_, at - head_);
    scopes_.push_back(
        {is_outside() ? kind_of(head) : ScopeKind::other, head_, has_open_round_bracket(head)});
    head_ = at + 1;
  }

  void close(std::size_t at) {
    const Scope scope = scopes_.back();
    scopes_.pop_back();
    // `: a_{1}, b_{2} {` is one head, and so is `f(X x = {}) {`.
    const std::size_t next = code_.find_first_not_of(" \n", at + 1);
    const bool goes_on = scope.in_brackets ||
                         (next != std::string::npos && (code_[next] == ',' || code_[next] == '{'));
    head_ = goes_on ? scope.head : at + 1;
    if (scope.kind == ScopeKind::function && !goes_on) measure(scope.head, at);
  }

  void measure(std::size_t head, std::size_t end) {
    const std::size_t start = std::min(code_.find_first_not_of(" \n", head), end);
    const std::size_t first = line_of(code_, start);
    const std::size_t lines = line_of(code_, end) - first + 1;
    if (lines <= function_lines_max) return;
    faults_.push_back({file_.path, first,
                       "a function of " + std::to_string(lines) + " lines; at most " +
                           std::to_string(function_lines_max) + " fit on a screen"});
  }

  const SourceFile& file_;
  std::string code_;
  std::vector<Scope> scopes_;
  std::vector<Fault> faults_;
  std::size_t head_ = 0;
};

}  // namespace

std::vector<Fault> check_sizes(const SourceFile& file) {
  std::vector<Fault> faults;
  if (!file.is_cpp()) return faults;
  const auto lines = lines_of(file.text);
  const std::size_t most = file.is_in("tests") ? test_lines_max : file_lines_max;
  if (lines.size() > most)
    faults.push_back({file.path, lines.size(),
                      std::to_string(lines.size()) + " lines; at most " + std::to_string(most)});
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (width(lines[i]) > columns_max)
      faults.push_back({file.path, i + 1, "wider than " + std::to_string(columns_max)});
  return faults;
}

std::vector<Fault> check_function_length(const SourceFile& file) {
  if (!file.is_cpp()) return {};
  return FunctionWalk(file).run();
}

}  // namespace verloop::tidy
