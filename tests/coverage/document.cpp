#include "tests/coverage/document.hpp"

#include <algorithm>
#include <functional>

namespace verloop::coverage {
namespace {

constexpr const char* opening = R"(# Coverage

Which sentence of the documents is covered by what, and why the rest is not. This page is written
from [coverage.yaml](coverage.yaml), which is kept by hand: `build/release/tests_coverage --write`
writes it anew, and tests hold both to the definitions ([testing.md](testing.md)).

)";

constexpr const char* how_to_read = R"(
*Covered*: what is named does what the sentence asks. *Covered in part*: something is missing,
which is said. *Heading*: it names and orders what follows. *Background*: there is nothing to do.
*Outside*: a document, link or organisation to build nothing on. *People's own*: what people do or
think and no event could show.

A sentence of the handbook is covered by the procedure for OT, one of the action card by that for
TOP. Which rules of the handbook go on in TOP stands under [Rules](#rules). Names in brackets are
the procedures that have what stands before them; events have their field and its value behind a
point.
)";

constexpr const char* differences_opening = R"(How the two documents differ, and what shows in each
procedure that it does what its own document says. In a scenario the steps that show a difference
stand below a comment with its name.

)";

/// A cell may hold no bar and no end of line.
std::string cell(std::string_view text) {
  std::string result;
  for (const char character : text) {
    if (character == '|') result += '\\';
    result += character == '\n' ? ' ' : character;
  }
  return result;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char character) {
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A')
                                                : character;
  });
  return text;
}

std::string procedures_of(const std::string& prefix, const Texts& procedures) {
  if (prefix != "both") return upper(prefix);
  std::string all;
  for (const auto& [name, file] : procedures) all += (all.empty() ? "" : ", ") + upper(name);
  return all;
}

std::string link_to(const std::string& target) {
  const std::size_t hash = target.find('#');
  std::string path = target.substr(0, hash);
  if (path.starts_with("docs/")) path.erase(0, 5);
  std::string text = "[" + path;
  if (hash != std::string::npos) text += ", " + target.substr(hash + 1);
  return text + "](" + path + ")";
}

/// A reference in the parts of its sentence: kind, name, and the procedures that have it.
struct Shown {
  std::string kind;
  std::string name;
  std::string where;
};

Shown shown(const std::string& reference, const Texts& procedures) {
  const std::size_t point = reference.find('.');
  const std::string first = reference.substr(0, point);
  const std::string rest = reference.substr(point + 1);
  if (first == "event") return {"", "`" + rest + "`", ""};
  if (first == "doc") return {"", link_to(rest), ""};
  if (first == "test") return {"test", "`" + rest + "`", ""};
  if (first == "scenario")
    return {"scenario", "[" + rest + "](../tests/scenarios/" + rest + ".yaml)", ""};
  const std::string where = procedures_of(first, procedures);
  const std::size_t kind = rest.find('.');
  if (kind == std::string::npos) return {"", rest, where};
  const std::string name = rest.substr(kind + 1);
  const bool is_id = rest.starts_with("rule.") || rest.starts_with("deadline.");
  return {rest.substr(0, kind), is_id ? name : "`" + name + "`", where};
}

/// What follows one of the same kind and place needs neither again.
std::string joined(const std::vector<Shown>& all) {
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto is_like = [&](std::size_t other) {
      return other < all.size() && all[other].kind == all[i].kind &&
             all[other].where == all[i].where;
    };
    if (i > 0) text += ", ";
    if (!all[i].kind.empty() && (i == 0 || !is_like(i - 1))) text += all[i].kind + " ";
    text += all[i].name;
    if (!all[i].where.empty() && !is_like(i + 1)) text += " (" + all[i].where + ")";
  }
  return text;
}

std::string covering(const std::vector<std::string>& references, const Texts& procedures) {
  std::vector<Shown> all;
  for (const std::string& reference : references) all.push_back(shown(reference, procedures));
  return all.empty() ? "–" : joined(all);
}

std::string reason_of(const Entry& entry, const Texts& reasons) {
  for (const auto& [name, text] : reasons)
    if (name == entry.none) return entry.why.empty() ? text : text + ": " + entry.why;
  return entry.none;
}

std::string missing(const Entry& entry, const Texts& reasons) {
  return entry.none.empty() ? entry.lacks : reason_of(entry, reasons);
}

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& text : cells) line += text.empty() ? " |" : " " + cell(text) + " |";
  return line + "\n";
}

std::string head(const std::vector<std::string>& cells) {
  std::string line = row(cells) + "|";
  for (std::size_t i = 0; i < cells.size(); ++i) line += " --- |";
  return line + "\n";
}

std::string table(const Coverage& coverage, const std::vector<Entry>& entries,
                  const std::string& what) {
  std::string text = head({what, "Covered by", "Missing, or why nothing covers it"});
  for (const Entry& entry : entries)
    text += row(
        {entry.name, covering(entry.by, coverage.procedures), missing(entry, coverage.reasons)});
  return text;
}

std::string ambiguity_table(const Coverage& coverage) {
  std::string text =
      head({"Ambiguity", "Resolution taken", "Where it stands and can be changed", "Missing"});
  for (const Entry& entry : coverage.ambiguities)
    text += row({entry.name, entry.taken, covering(entry.by, coverage.procedures),
                 missing(entry, coverage.reasons)});
  return text;
}

std::string treatment_of(const Entry& entry) {
  std::string text;
  for (const std::string& letter : entry.treatment)
    text += (text.empty() ? "" : ", ") + std::string(letter == "C"   ? "carried over"
                                                     : letter == "R" ? "replaced"
                                                                     : "gone");
  return text.empty() ? "–" : text;
}

std::string difference_table(const Coverage& coverage) {
  std::vector<std::string> titles = {"Difference", "What", "In the later document"};
  for (const auto& [prefix, file] : coverage.procedures) titles.push_back(upper(prefix));
  titles.emplace_back("Missing, or why nothing shows it");
  std::string text = head(titles);
  for (const Entry& entry : coverage.differences) {
    std::vector<std::string> cells = {entry.name, entry.what, treatment_of(entry)};
    for (const auto& [prefix, file] : coverage.procedures)
      cells.push_back(covering(entry.shown.at(prefix), coverage.procedures));
    cells.push_back(missing(entry, coverage.reasons));
    text += row(cells);
  }
  return text;
}

std::vector<Entry> of_document(const Coverage& coverage, const std::string& letters) {
  std::vector<Entry> entries;
  for (const Entry& entry : coverage.segments)
    if (entry.name.starts_with(letters + "-")) entries.push_back(entry);
  return entries;
}

std::size_t count(const std::vector<Entry>& entries,
                  const std::function<bool(const Entry&)>& fits) {
  std::size_t ids = 0;
  for (const Entry& entry : entries)
    if (fits(entry)) ids += entry.ids.size();
  return ids;
}

/// A line of the table of counts: how many of each column fit.
std::string count_row(const std::string& name, const std::vector<std::vector<Entry>>& columns,
                      const std::function<bool(const Entry&)>& fits) {
  std::vector<std::string> cells = {name};
  for (const auto& entries : columns) cells.push_back(std::to_string(count(entries, fits)));
  return row(cells);
}

std::string counts(const Coverage& coverage) {
  std::vector<std::string> names = {""};
  std::vector<std::vector<Entry>> columns;
  for (const auto& [letters, title] : coverage.documents) {
    names.push_back("sentences " + letters);
    columns.push_back(of_document(coverage, letters));
  }
  columns.insert(columns.end(), {coverage.rules, coverage.deadlines, coverage.events,
                                 coverage.ambiguities, coverage.differences});
  names.insert(names.end(), {"rules", "times", "events", "ambiguities", "differences"});
  std::string text = head(names);
  text += count_row("covered", columns,
                    [](const Entry& entry) { return !entry.by.empty() && entry.lacks.empty(); });
  text += count_row("covered in part", columns,
                    [](const Entry& entry) { return !entry.by.empty() && !entry.lacks.empty(); });
  for (const auto& reason : coverage.reasons)
    text += count_row(reason.second, columns,
                      [&](const Entry& entry) { return entry.none == reason.first; });
  return text + count_row("all", columns, [](const Entry&) { return true; });
}

/// What sentences miss, those that miss the same in one line.
std::string missing_list(const Coverage& coverage) {
  Texts lines;
  for (const Entry& entry : coverage.segments) {
    if (entry.lacks.empty() && entry.none != "notBuilt") continue;
    const std::string what = missing(entry, coverage.reasons);
    const auto same = std::find_if(lines.begin(), lines.end(),
                                   [&](const auto& line) { return line.second == what; });
    if (same == lines.end())
      lines.emplace_back(entry.name, what);
    else
      same->first += ", " + entry.name;
  }
  std::string text;
  for (const auto& [names, what] : lines)
    text.append("* ").append(names).append(": ").append(what).append("\n");
  return text;
}

std::string beside_table(const Coverage& coverage) {
  std::string text = head({"", "Why it is there"});
  for (const auto& [reference, why] : coverage.beside)
    text += row({joined({shown(reference, coverage.procedures)}), why});
  return text;
}

}  // namespace

std::string render(const Coverage& coverage) {
  std::string text = opening + counts(coverage) + how_to_read;
  text += "\n## What sentences miss\n\n" + missing_list(coverage);
  for (const auto& [letters, title] : coverage.documents)
    text += "\n## " + title + "\n\n" + table(coverage, of_document(coverage, letters), "Sentence");
  text += "\n## Rules\n\n" + table(coverage, coverage.rules, "Rule");
  text += "\n## Times\n\n" + table(coverage, coverage.deadlines, "Rule of time");
  text += "\n## Events\n\n" + table(coverage, coverage.events, "Proposed event");
  text += "\n## Ambiguities\n\n" + ambiguity_table(coverage);
  text += "\n## Differences\n\n" + std::string(differences_opening) + difference_table(coverage);
  text += "\n## Beside the sentences\n\n" + beside_table(coverage);
  return text;
}

}  // namespace verloop::coverage
