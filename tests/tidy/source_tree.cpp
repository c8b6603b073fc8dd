#include "tests/tidy/source_tree.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

namespace verloop::tidy {
namespace {

const std::set<std::string, std::less<>> text_endings = {
    "", ".cpp", ".hpp", ".cmake", ".txt", ".md", ".yaml", ".json", ".sh", ".service"};

bool is_skipped_folder(const std::string& name) {
  return name == "build" || (name.starts_with('.') && name != ".ci");
}

/// Walks over C++ text and copies what is code, with blanks for the rest.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : text_(text), code_(text) {}

  std::string run() {
    while (at_ < text_.size()) step();
    return std::move(code_);
  }

 private:
  void step() {
    if (text_.substr(at_, 2) == "//") return blank_until(text_.find('\n', at_));
    if (text_.substr(at_, 2) == "/*") return blank_until(end_after("*/", at_ + 2));
    if (text_.substr(at_, 2) == "R\"" && !follows_word()) return raw_string();
    if (text_[at_] == '"') return literal('"');
    if (text_[at_] == '\'' && !follows_word()) return literal('\'');
    ++at_;
  }

  // A quote behind a digit or letter separates digits: 1'000.
  bool follows_word() const { return at_ > 0 && is_word_character(text_[at_ - 1]); }

  std::size_t end_after(std::string_view mark, std::size_t from) const {
    const std::size_t found = text_.find(mark, from);
    return found == std::string_view::npos ? found : found + mark.size();
  }

  void blank_until(std::size_t end) {
    end = std::min(end, text_.size());
    for (; at_ < end; ++at_)
      if (text_[at_] != '\n') code_[at_] = ' ';
  }

  void literal(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
      end += text_[end] == '\\' ? 2 : 1;
    ++at_;
    blank_until(end);
    ++at_;
  }

  void raw_string() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return blank_until(open);
    const std::string close =
        ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + std::string("\"");
    at_ += 2;
    blank_until(end_after(close, open));
  }

  std::string_view text_;
  std::string code_;
  std::size_t at_ = 0;
};

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

bool SourceFile::is_in(std::string_view folder) const {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool is_word_character(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
}

std::string blank_comments_and_literals(std::string_view text) {
  return Blanker(text).run();
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

SourceFile make_source_file(std::string path, std::string text) {
  SourceFile file{std::move(path), std::move(text), {}};
  if (file.is_cpp()) file.code = blank_comments_and_literals(file.text);
  return file;
}

std::vector<SourceFile> load_tree(const std::filesystem::path& root) {
  std::vector<SourceFile> files;
  auto entry = std::filesystem::recursive_directory_iterator(root);
  for (; entry != std::filesystem::recursive_directory_iterator(); ++entry) {
    const std::string name = entry->path().filename().string();
    if (entry->is_directory() && is_skipped_folder(name)) entry.disable_recursion_pending();
    if (!entry->is_regular_file() || name.starts_with('.')) continue;
    if (!text_endings.contains(entry->path().extension().string())) continue;
    files.push_back(make_source_file(entry->path().lexically_relative(root).generic_string(),
                                     read(entry->path())));
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

std::string format(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults)
    text += fault.path + ":" + std::to_string(fault.line) + ": " + fault.message + "\n";
  return text;
}

}  // namespace verloop::tidy
