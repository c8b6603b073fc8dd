#include "engine/case_schema.hpp"

#include <algorithm>
#include <charconv>

namespace verloop {
namespace {

using NodeKind = SchemaNode::Kind;

/// What a source gives, and which field it came from.
struct Sourced {
  cel::Type type;
  bool sealed = false;
  std::string field;
  cel::Environment records;  // That the type refers to.
};

const char* describe(NodeKind kind) {
  switch (kind) {
    case NodeKind::record:
      return "a record";
    case NodeKind::leaf:
      return "a single value";
    case NodeKind::entries:
      return "a list of entries";
  }
  return "";
}

cel::Type literal_type(const std::string& text) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && rest == text.data() + text.size() && !text.empty())
    return {cel::Kind::integer, {}, {}};
  return {text == "true" || text == "false" ? cel::Kind::boolean : cel::Kind::string, {}, {}};
}

/// The field whose value `source` takes; null when it takes none.
const Field* source_field(const std::string& source, const EventType& event) {
  for (const std::string_view prefix : {"data.", "sealed."})
    if (source.starts_with(prefix)) return event.field(source.substr(prefix.size()));
  return nullptr;
}

Sourced sourced(const std::string& source, const EventType& event, const std::string& path) {
  Sourced result;
  if (source.starts_with("=")) {
    result.type = literal_type(source.substr(1));
  } else if (const Field* field = source_field(source, event)) {
    result.field = field->name;
    result.sealed = source.starts_with("sealed.");
    result.type = cel_type(field->type, "case." + path, result.records);
  } else if (source == "occurredOn") {
    result.type.kind = cel::Kind::date;
  } else if (source == "position" || source == "version" || source == "cycle") {
    result.type.kind = cel::Kind::integer;
  } else {
    result.type.kind = cel::Kind::string;
  }
  return result;
}

/// Folds the steps of all types into one shape.
class Shaper {
 public:
  Shaper(SchemaNode& root, cel::Environment& records, std::vector<SchemaFault>& faults)
      : root_(root), records_(records), faults_(faults) {}

  void write(const EventType& event, std::size_t index) {
    event_ = &event;
    index_ = index;
    const FoldStep& step = event.fold[index];
    switch (step.kind) {
      case FoldStep::Kind::set:
      case FoldStep::Kind::first:
      case FoldStep::Kind::add:
        return write_value(step);
      case FoldStep::Kind::append:
      case FoldStep::Kind::entry:
        return write_entries(step);
      case FoldStep::Kind::clear:
        return;  // Checked when every path is known.
    }
  }

  void fault(const std::string& path, const std::string& problem) {
    faults_.push_back({event_->id.text, index_, "path \"" + path + "\" " + problem});
  }

 private:
  void write_value(const FoldStep& step) {
    const Sourced source = sourced(step.source, *event_, step.path);
    const bool number = source.type.kind == cel::Kind::integer && !source.sealed;
    if (step.kind == FoldStep::Kind::add && !number)
      return fault(step.path, "can only be added an integer, not " + cel::to_string(source.type));
    if (SchemaNode* parent = parent_of(step.path)) write_leaf(*parent, step.path, source);
  }

  void write_entries(const FoldStep& step) {
    SchemaNode* parent = parent_of(step.path);
    if (parent == nullptr) return;
    const auto [place, fresh] = parent->children.try_emplace(last_name(step.path));
    SchemaNode& list = place->second;
    if (fresh) {
      list.kind = NodeKind::entries;
      list.key = step.key;
    }
    if (list.kind != NodeKind::entries)
      return fault(step.path, "is a list of entries here, but " + std::string(describe(list.kind)) +
                                  " in " + wrote(list));
    if (list.key != step.key)
      return fault(step.path, "is kept by another key, or by none, in " + wrote(list));
    list.writers.insert({event_->name, step.key});
    if (!step.key.empty()) write_column(list, step, step.key, "data." + step.key);
    for (const auto& [name, source] : step.sources) write_column(list, step, name, source);
    for (const auto& [name, source] : step.first_sources) write_column(list, step, name, source);
  }

  void write_column(SchemaNode& list, const FoldStep& step, const std::string& name,
                    const std::string& source) {
    const std::string path = step.path + '.' + name;
    write_leaf(list, path, sourced(source, *event_, step.path + "[]." + name));
  }

  void write_leaf(SchemaNode& parent, const std::string& path, const Sourced& source) {
    const auto [place, fresh] = parent.children.try_emplace(last_name(path));
    SchemaNode& leaf = place->second;
    if (fresh) {
      leaf.kind = NodeKind::leaf;
      leaf.type = source.type;
      leaf.sealed = source.sealed;
    }
    if (leaf.kind != NodeKind::leaf)
      return fault(path, "is a single value here, but " + std::string(describe(leaf.kind)) +
                             (leaf.writers.empty() ? " elsewhere" : " in " + wrote(leaf)));
    if (leaf.sealed != source.sealed)
      return fault(
          path, "is open in one event and sealed in another: " + event_->name + ", " + wrote(leaf));
    if (leaf.type != source.type || !declare_records(source.records))
      return fault(path, "is of type " + cel::to_string(source.type) + " here, but of type " +
                             cel::to_string(leaf.type) + " in " + wrote(leaf));
    leaf.writers.insert({event_->name, source.field});
  }

  bool declare_records(const cel::Environment& records) {
    for (const auto& [name, fields] : records.records)
      if (records_.records.try_emplace(name, fields).first->second != fields) return false;
    return true;
  }

  /// The record in which the last name of the path lies, made when missing.
  SchemaNode* parent_of(const std::string& path) {
    static const std::set<std::string> reserved = {"id", "cycle", "version", "tracks"};
    SchemaNode* node = &root_;
    std::size_t begin = 0;
    if (reserved.contains(path.substr(0, path.find('.')))) {
      fault(path, "begins with a name that the engine itself gives a value");
      return nullptr;
    }
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', begin)) {
      node = &node->children[path.substr(begin, dot - begin)];
      if (node->kind != NodeKind::record) {
        fault(path, "goes through \"" + path.substr(0, dot) + "\", which is " +
                        describe(node->kind) + " in " + wrote(*node));
        return nullptr;
      }
      begin = dot + 1;
    }
    return node;
  }

  static std::string last_name(const std::string& path) {
    return path.substr(path.rfind('.') + 1);  // npos + 1 is 0.
  }

  static std::string wrote(const SchemaNode& node) {
    return node.writers.empty() ? "another event" : node.writers.begin()->event;
  }

  SchemaNode& root_;
  cel::Environment& records_;
  std::vector<SchemaFault>& faults_;
  const EventType* event_ = nullptr;
  std::size_t index_ = 0;
};

void collect_paths(const SchemaNode& node, const std::string& path,
                   std::vector<std::string>& paths) {
  if (node.kind != NodeKind::record) paths.push_back(path);
  for (const auto& [name, child] : node.children)
    collect_paths(child, path.empty() ? name : path + '.' + name, paths);
}

void declare_node(const SchemaNode& node, const std::string& name, Sealed sealed,
                  cel::Environment& environment) {
  auto& fields = environment.records[name];
  for (const auto& [child_name, child] : node.children) {
    const std::string full = name + '.' + child_name;
    if (child.kind == NodeKind::leaf) {
      if (!child.sealed || sealed == Sealed::declared) fields[child_name] = child.type;
    } else if (child.kind == NodeKind::record) {
      fields[child_name] = cel::record_named(full);
      declare_node(child, full, sealed, environment);
    } else {
      fields[child_name] = cel::list_of(cel::record_named(full + "[]"));
      declare_node(child, full + "[]", sealed, environment);
    }
  }
}

std::vector<std::string> cleared_by(const FoldStep& step) {
  if (step.kind == FoldStep::Kind::clear) return {step.path};
  std::vector<std::string> paths;
  for (const std::string& name : step.cleared) paths.push_back(step.path + '.' + name);
  return paths;
}

}  // namespace

CaseSchema CaseSchema::from(const Catalogue& catalogue, std::vector<SchemaFault>& faults) {
  CaseSchema schema;
  Shaper shaper(schema.root_, schema.records_, faults);
  const auto steps = [](const EventType& type) {  // Of what is folded as its next version: none.
    return type.upcast_by.empty() ? type.fold.size() : 0;
  };
  for (const auto& [id, type] : catalogue.types())
    for (std::size_t i = 0; i < steps(type); ++i) shaper.write(type, i);
  for (const auto& [id, type] : catalogue.types())
    for (std::size_t i = 0; i < steps(type); ++i)
      for (const std::string& path : cleared_by(type.fold[i])) {
        if (schema.find(path) != nullptr) continue;
        const auto near = nearest(path, schema.paths());
        faults.push_back({id, i,
                          "path \"" + path + "\" is cleared, but no step writes it" +
                              (near ? "; did you mean \"" + *near + "\"?" : "")});
      }
  return schema;
}

const SchemaNode* CaseSchema::find(std::string_view path) const {
  const SchemaNode* node = &root_;
  while (true) {
    const std::size_t dot = path.find('.');
    const auto child = node->children.find(std::string(path.substr(0, dot)));
    if (child == node->children.end()) return nullptr;
    node = &child->second;
    if (dot == std::string_view::npos) return node;
    path.remove_prefix(dot + 1);
  }
}

std::vector<std::string> CaseSchema::paths() const {
  std::vector<std::string> paths;
  collect_paths(root_, "", paths);
  return paths;
}

void CaseSchema::declare(cel::Environment& environment, const std::vector<std::string>& tracks,
                         Sealed sealed) const {
  const cel::Type text{cel::Kind::string, {}, {}};
  const cel::Type number{cel::Kind::integer, {}, {}};
  environment.records.insert(records_.records.begin(), records_.records.end());
  declare_node(root_, "case", sealed, environment);
  auto& fields = environment.records["case"];
  fields["id"] = text;
  fields["cycle"] = number;
  fields["version"] = number;
  fields["tracks"] = cel::record_named("case.tracks");
  auto& states = environment.records["case.tracks"];
  for (const std::string& track : tracks) states[track] = text;
  environment.variables["case"] = cel::record_named("case");
}

}  // namespace verloop
