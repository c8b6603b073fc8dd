#pragma once
// The project's own text files as values, for the checks of this folder.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace verloop::tidy {

struct SourceFile {
  std::string path;  // From the project's root, with forward slashes.
  std::string text;
  std::string code;  // C++ only: the text with comments and the inside of literals made blank.

  bool is_cpp() const { return path.ends_with(".cpp") || path.ends_with(".hpp"); }
  bool is_in(std::string_view folder) const;  // `folder` without a slash at its end.
};

/// A place where a file breaks a rule.
struct Fault {
  std::string path;
  std::size_t line = 0;
  std::string message;
};

/// A file as the checks see it.
SourceFile make_source_file(std::string path, std::string text);

/// Every text file below `root` that belongs to the project, by path; what is built is left out.
std::vector<SourceFile> load_tree(const std::filesystem::path& root);

/// `text` with comments and the inside of string and character literals replaced by blanks. Lines
/// and columns stay where they are.
std::string blank_comments_and_literals(std::string_view text);

std::size_t line_of(std::string_view text, std::size_t offset);  // From 1.
std::vector<std::string_view> lines_of(std::string_view text);

bool is_word_character(char character);

/// `path:line: message` for each, one a line.
std::string format(const std::vector<Fault>& faults);

}  // namespace verloop::tidy
