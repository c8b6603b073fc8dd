#pragma once
// The checks on the code itself. Each takes files as values and names what it objects to, so that
// each is tested on a planted bad example before it is let loose on the tree.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/tidy/source_tree.hpp"

namespace verloop::tidy {

/// Who may include whom: events <- engine <- projections <- adapters, tools; no adapter another
/// one; each outside library only where it is hidden.
std::vector<Fault> check_includes(const SourceFile& file);

/// At most 400 lines a file (tests 800), 100 columns a line, 70 lines a function.
std::vector<Fault> check_sizes(const SourceFile& file);
std::vector<Fault> check_function_length(const SourceFile& file);

/// One `co_await` a statement, and in it only names, moves and calls: no brace, no lambda with a
/// capture, no `?:`. g++ 12 turns such temporaries into use after free without a warning.
std::vector<Fault> check_co_await(const SourceFile& file);

/// The names that belong to a domain: event types of all catalogues but the system's, actions and
/// roles of all procedures; each with the file it comes from. Only those of 4 letters and more.
std::map<std::string, std::string> domain_words(const std::vector<SourceFile>& tree);

/// No code asks for something of the domain by its name.
std::vector<Fault> check_domain_words(const SourceFile& file,
                                      const std::map<std::string, std::string>& words,
                                      const std::set<std::string>& allowed);

/// Sealed values are opened where what was opened is collected for the access log, and nowhere
/// else.
std::vector<Fault> check_openings(const SourceFile& file);

/// An open end carries the number of an issue: `(#12)` behind its mark.
std::vector<Fault> check_open_ends(const SourceFile& file);

/// No path of somebody's own machine.
std::vector<Fault> check_machine_paths(const SourceFile& file);

}  // namespace verloop::tidy
