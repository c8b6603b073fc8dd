#pragma once
// How the administration of cases that run already becomes cases here: which columns its table has,
// and which actions a case's rows stand for. The part `takeover` of a procedure; see
// docs/authors/takeover.md.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "events/catalogue.hpp"
#include "events/ids.hpp"

namespace verloop {

struct TakeoverColumn {
  std::string name;
  Label label;  // Headings that stand for it too.
  Label note;   // What goes into it; may be empty.
  std::string example;
  bool is_personal = false;  // It goes into a sealed field.
};

/// An action that a case (or each of its rows) stands for.
struct TakeoverStep {
  ActionId action;
  std::string on;  // The column of the day on which it happened; empty: the day of the takeover.
  bool per_row = false;
  boost::json::object data;                                 // The same for all.
  std::vector<std::pair<std::string, std::string>> fields;  // Payload field, column.
};

struct Takeover {
  std::string event;  // Type name, made by `mark`: its day is that of the takeover.
  std::string case_column;
  std::string row_column;                // What tells the rows of a case apart; empty: it has one.
  std::map<RoleId, std::string> actors;  // Role -> column that names who acted in it.
  std::vector<TakeoverColumn> columns;   // In the order of the file.
  TakeoverStep opening;                  // Makes the case, on the first day that its rows tell.
  TakeoverStep mark;                     // Says that it was taken over, before all else is told.
  std::vector<TakeoverStep> steps;

  const TakeoverColumn* column(std::string_view name) const {
    for (const TakeoverColumn& one : columns)
      if (one.name == name) return &one;
    return nullptr;
  }
};

}  // namespace verloop
