#include "projections/seen_deadlines.hpp"

#include <algorithm>

namespace verloop {
namespace {

constexpr std::string_view case_root = "case.";

/// The list of the case that the entries are of; empty when it is made otherwise.
std::string list_of(const Over& over) {
  const std::vector<std::string> read = over.list.paths();
  if (read.empty() || !read.front().starts_with(case_root)) return {};
  return read.front().substr(case_root.size());
}

/// `case.members[].oppOn` -> `members.oppOn`: a column of all entries.
std::string without_brackets(std::string path) {
  for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]"))
    path.erase(at, 2);
  return path;
}

/// What lies below a record or a list that is read as a whole.
bool sees_below(const Reader& reader, const Definition& definition, const std::string& path) {
  const SchemaNode* node = definition.schema.find(path);
  if (node == nullptr) return true;  // As `case.id`, `case.cycle`: not of the case's fields.
  if (node->kind != SchemaNode::Kind::record) return sees_origin(reader, path, definition);
  return std::all_of(node->children.begin(), node->children.end(), [&](const auto& child) {
    return sees_below(reader, definition, path + "." + child.first);
  });
}

}  // namespace

bool sees_entry(const Reader& reader, const Definition& definition, const Over& over,
                const std::string& entry) {
  const std::string list = list_of(over);
  const SchemaNode* node = definition.schema.find(list);
  if (list.empty() || node == nullptr) return false;
  const bool is_keyed = !node->key.empty();
  return sees_origin(reader, is_keyed ? list + "/" + entry + "/" + node->key : list, definition);
}

JudgedDeadline seen_part(const Reader& reader, const JudgedDeadline& judged,
                         const Definition& definition) {
  const Deadline* described = definition.procedure.deadline(judged.id.text);
  if (!described->over) return judged;
  JudgedDeadline seen = judged;
  std::erase_if(seen.dues, [&](const Due& due) {
    return !sees_entry(reader, definition, *described->over, due.entry);
  });
  return seen;
}

bool sees_deadline(const Reader& reader, const RuleId& deadline, const Definition& definition) {
  bool serves = false;
  for (const Rule& rule : definition.procedure.rules) {
    if (!rule.deadline || *rule.deadline != deadline) continue;
    serves = true;
    if (sees_rule(reader, rule, definition)) return true;
  }
  return !serves && (reader.view->all_rules || reader.view->records);
}

bool sees_all_read(const Reader& reader, const Definition& definition, const cel::Program& program,
                   const Over* over, const std::string& entry) {
  const std::string list = over == nullptr ? std::string() : list_of(*over);
  const std::string own = over == nullptr ? std::string() : over->as + ".";
  const std::vector<std::string> read = program.paths();
  return std::all_of(read.begin(), read.end(), [&](const std::string& path) {
    if (!own.empty() && path.starts_with(own))
      return !list.empty() &&
             sees_origin(reader, list + "/" + entry + "/" + path.substr(own.size()), definition);
    if (!path.starts_with(case_root)) return true;
    return sees_below(reader, definition, without_brackets(path.substr(case_root.size())));
  });
}

}  // namespace verloop
