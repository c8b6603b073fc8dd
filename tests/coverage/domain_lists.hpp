#pragma once
// The ids that the description of the domain lists in its tables, which is no part of the project.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace verloop::coverage {

/// The cells of each row of the Markdown tables in `text`, without blanks around them.
std::vector<std::vector<std::string>> table_rows(std::string_view text);

/// First cells that begin with one of `letters`, ranges as their ids, each once.
std::vector<std::string> listed_ids(std::string_view text, const std::vector<std::string>& letters);

/// Of the table of events, which are numbered: the name before the Dutch one.
std::vector<std::string> listed_events(std::string_view text);

/// Of the table of rules: which of the procedures `top` and `ot` each is meant for.
std::map<std::string, std::vector<std::string>> meant_procedures(std::string_view text);

/// Of the table of differences: the letters of what becomes of each under the later document: C
/// carried over, R replaced, X gone; none where the table proposes nothing.
std::map<std::string, std::vector<std::string>> listed_treatments(std::string_view text);

}  // namespace verloop::coverage
