#pragma once
// docs/coverage.yaml as a value: what covers each sentence of the documents that the shipped
// procedures are made from, or why nothing does; the same for rules, events and ambiguities, and
// what shows each difference between the documents.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace verloop::coverage {

/// One or more ids in a row, and what covers them.
struct Entry {
  std::vector<std::string> ids;  // More than one of `HB-027 to HB-063`.
  std::string name;              // As it stands in the file.
  std::size_t line = 0;
  std::vector<std::string> by;  // References, as they stand in the file.
  std::string none;             // The name of a reason.
  std::string why;
  std::string lacks;
  std::string taken;  // Of an ambiguity: the resolution.
  // Of a difference: in a word what differs, what becomes of it (C carried over, R replaced, X
  // gone), and, by a procedure's prefix, what shows it there; `by` has all of these.
  std::string what;
  std::vector<std::string> treatment;
  std::map<std::string, std::vector<std::string>> shown;
};

/// A name and its text, in the order of the file.
using Texts = std::vector<std::pair<std::string, std::string>>;

struct Coverage {
  Texts procedures;    // The prefix of references, and the file.
  Texts documents;     // The letters before a sentence's number, and the title.
  Texts procedure_of;  // From a document's letters to the prefix of the procedure made from it.
  Texts reasons;
  std::vector<Entry> segments;
  std::vector<Entry> rules;
  std::vector<Entry> deadlines;
  std::vector<Entry> events;
  std::vector<Entry> ambiguities;
  std::vector<Entry> differences;
  Texts beside;  // References that no sentence needs, and why they are there.
};

/// What is wrong in the file goes to `faults`, one text each, with its line.
Coverage read_coverage(std::string_view yaml, std::vector<std::string>& faults);

/// `HB-027 to HB-029` as its ids; any other name as itself; none when it runs backwards.
std::vector<std::string> ids_of(const std::string& name);

/// `both.rule.X` as one reference for each procedure; any other as itself.
std::vector<std::string> expand(const std::string& reference, const Texts& procedures);

/// All that the entries name, expanded.
std::vector<std::string> references_of(const Entry& entry, const Texts& procedures);

}  // namespace verloop::coverage
