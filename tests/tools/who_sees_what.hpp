#pragma once
// The project's own table of who sees what (tests/tools/who_sees_what/table.yaml): which events and
// fields hold each kind of data, how much of it each role is shown, and how that reads beside the
// domain's table of views.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/definitions.hpp"

namespace verloop::test::who {

/// How much of an event somebody is shown.
enum class Level : std::uint8_t { none, event, open, nameless, own, all, only };

struct Sees {
  Level level = Level::none;
  std::set<std::string> only;  // Level::only: these fields.
};

/// Event types and fields that are shown alike: `Type`, with all its fields that are not named by
/// themselves, or `Type.field`.
struct Part {
  std::vector<std::string> of;
  std::map<std::string, Sees> by_role;
  Sees seen_by(const std::string& role) const;
};

using Parts = std::vector<Part>;

struct Row {
  std::string name;
  std::vector<std::string> says;        // One symbol a column.
  std::map<std::string, Parts> parts;   // By procedure: `top` or `ot`.
  std::vector<std::string> may_search;  // Of the access log: who may search it.
};

struct Column {
  std::string name;
  std::map<std::string, std::vector<std::string>> roles;  // By procedure.
};

/// Why cells that do not agree by themselves are as they are. Empty: any row, column, ...
struct Reading {
  std::string row, column, procedure, says, because;
};

struct Table {
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::vector<Reading> readings;
  std::map<std::string, Parts> beside;      // By procedure: what no row is about.
  std::map<std::string, std::string> same;  // Role -> the role that is shown the same.
  std::set<std::string> apart;              // Roles that reach the first case alone.

  /// Where an event type (`field` empty) or a field of it stands; null: nowhere.
  const Part* find(const std::string& procedure, const std::string& type,
                   const std::string& field) const;
  const Row& row(const std::string& name) const;
};

/// The file as it stands; throws when it can't be read.
Table read_table(const std::string& text);
std::string who_file(const std::string& name);

/// The procedures as they are shipped, or with another text of one.
std::shared_ptr<const Definition> shipped_procedure(const std::string& procedure);

/// Rows, columns and cells that the domain's own page has otherwise than the table, in words.
std::vector<std::string> differences(const Table& table, const std::string& page);

/// What became of the cells of both procedures.
struct Judged {
  std::map<std::string, int> agree, read;  // By procedure: by themselves, and by a reading.
  std::vector<std::string> faults;         // Cells that neither, and readings of no cell.
};
Judged judge_cells(const Table& table);

}  // namespace verloop::test::who
