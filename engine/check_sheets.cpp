// Who may make a sheet may see all of it: held against the views, value by value.

#include <algorithm>

#include "engine/load_sheets.hpp"
#include "engine/procedure_names.hpp"

namespace verloop {
namespace {

using Path = std::vector<std::string>;

/// One role that may make a sheet, and what its view shows.
class Shown {
 public:
  Shown(const Role& role, const RoleView& view, const CheckedProcedure& checked)
      : role_(role), view_(view), checked_(checked) {}

  bool event(const std::string& name, const std::vector<std::string>& fields) const {
    const EventType* type = checked_.catalogue.find(name);
    const auto listed = view_.events.find(name);
    if (type == nullptr || listed == view_.events.end()) return false;
    return is_open_to(type->audience, role_.organisation) &&
           std::all_of(fields.begin(), fields.end(), [&listed](const std::string& field) {
             return listed->second.contains(field);
           });
  }

  /// A path of the schema, `members.name`.
  bool path(const std::string& path) const {
    const SchemaNode* node = checked_.schema.find(path);
    return node != nullptr && all_of(*node);
  }

  /// A path that an expression reads, `case.members[].oppOn`.
  bool read(std::string path) const {
    if (path == "case") return false;
    path.erase(0, path.find('.') + 1);
    if (path == "id" || path == "cycle" || path == "version") return true;
    if (path == "tracks") return false;
    if (path.starts_with("tracks.")) return view_.tracks.contains(path.substr(7));
    for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]"))
      path.erase(at, 2);
    return reads(path);
  }

 private:
  bool writer(const Writer& writer) const {
    const std::vector<std::string> field = writer.field.empty() ? Path{} : Path{writer.field};
    const EventType* type = checked_.catalogue.find(writer.event);
    return type != nullptr && event(type->name, field);
  }

  bool leaf(const SchemaNode& node) const {
    return std::all_of(node.writers.begin(), node.writers.end(),
                       [this](const Writer& one) { return writer(one); });
  }

  bool all_of(const SchemaNode& node) const {
    if (node.kind == SchemaNode::Kind::leaf) return leaf(node);
    return std::all_of(node.children.begin(), node.children.end(),
                       [this](const auto& child) { return all_of(child.second); });
  }

  /// Of a list as such, how many there are: for who sees which entries they are.
  bool reads(const std::string& path) const {
    const SchemaNode* node = checked_.schema.find(path);
    if (node == nullptr) return true;  // Inside a value: its own path is read too.
    if (node->kind != SchemaNode::Kind::entries || node->key.empty()) return all_of(*node);
    const auto key = node->children.find(node->key);
    return key != node->children.end() && all_of(key->second);
  }

  const Role& role_;
  const RoleView& view_;
  const CheckedProcedure& checked_;
};

class SheetCheck {
 public:
  SheetCheck(const Sheet& sheet, const CheckedProcedure& checked, ProcedureNames& names)
      : sheet_(sheet), checked_(checked), names_(names), what_("sheet " + sheet.id) {}

  void run() {
    if (sheet_.roles.empty())
      names_.fault({"sheets", sheet_.id, "for"}, what_ + ": `for` names no role");
    for (const RoleId& id : sheet_.roles)
      if (names_.role(id.text, what_ + ", for", {"sheets", sheet_.id, "for"})) check_role(id);
  }

 private:
  void check_role(const RoleId& id) {
    const auto view = checked_.procedure.views.find(id.text);
    if (view == checked_.procedure.views.end()) return;  // A fault of its own.
    if (view->second.own || view->second.records)
      return names_.fault({"sheets", sheet_.id, "for", id.text},
                          what_ + ": role \"" + id.text +
                              "\" sees its own only, or records; a sheet is for who sees a case");
    const Shown shown(checked_.procedure.roles.at(id.text), view->second, checked_);
    check_program(sheet_.when, shown, id, {"sheets", sheet_.id, "when"}, nullptr);
    check_program(sheet_.day, shown, id, {"sheets", sheet_.id, "day"}, nullptr);
    for (std::size_t at = 0; at < sheet_.parts.size(); ++at)
      check_part(sheet_.parts[at], shown, id, std::to_string(at));
  }

  void check_part(const SheetPart& part, const Shown& shown, const RoleId& role,
                  const std::string& index) {
    const Path at = {"sheets", sheet_.id, "parts", index};
    if (!part.list.empty() && !shown.read("case." + part.list))
      tell(under(at, {"over", "case." + part.list}), role, "the entries of " + part.list);
    for (const std::string& event : part.events)
      if (checked_.catalogue.find(event) != nullptr && !shown.event(event, part.fields))
        tell(under(at, {"events", event}), role,
             event + (part.fields.empty() ? "" : " with these fields"));
    check_program(part.where, shown, role, under(at, {"where"}), &part);
    for (std::size_t i = 0; i < part.values.size(); ++i) {
      const SheetValue& value = part.values[i];
      check_value(value, part, shown, role,
                  sheet_.is_table ? Path{"sheets", sheet_.id, "columns", value.name}
                                  : under(at, {"rows", std::to_string(i)}));
    }
  }

  void check_value(const SheetValue& value, const SheetPart& part, const Shown& shown,
                   const RoleId& role, const Path& at) {
    if (value.kind == SheetValue::Kind::path && !shown.path(value.path))
      tell(under(at, {"value"}), role, value.path);
    const char* key = value.kind == SheetValue::Kind::sum     ? "sum"
                      : value.kind == SheetValue::Kind::check ? "check"
                                                              : "value";
    check_program(value.program, shown, role, under(at, {key}), &part);
  }

  void check_program(const std::optional<cel::Program>& program, const Shown& shown,
                     const RoleId& role, const Path& at, const SheetPart* part) {
    if (!program) return;
    for (std::string path : program->paths()) {
      if (path == "data" || path.starts_with("data.")) {
        check_data(path, *part, shown, role, at);
        continue;
      }
      const bool of_entry = part != nullptr && !part->as.empty() &&
                            (path == part->as || path.starts_with(part->as + "."));
      if (of_entry) path = "case." + part->list + "[]" + path.substr(part->as.size());
      if (!shown.read(path)) tell(at, role, path);
    }
  }

  void check_data(const std::string& path, const SheetPart& part, const Shown& shown,
                  const RoleId& role, const Path& at) {
    const std::size_t dot = path.find('.');
    const std::string field =
        dot == std::string::npos
            ? ""
            : path.substr(dot + 1, path.find_first_of(".[", dot + 1) - dot - 1);
    for (const std::string& event : part.events)
      if (field.empty() || !shown.event(event, {field}))
        return tell(at, role, field.empty() ? "all of " + event : event + "." + field);
  }

  void tell(const Path& at, const RoleId& role, const std::string& hidden) {
    names_.fault(at, what_ + ": role \"" + role.text +
                         "\" may make it, and its view does not show " + hidden +
                         "; take it from the sheet, or the role from `for`");
  }

  static Path under(Path path, const Path& more) {
    path.insert(path.end(), more.begin(), more.end());
    return path;
  }

  const Sheet& sheet_;
  const CheckedProcedure& checked_;
  ProcedureNames& names_;
  std::string what_;
};

}  // namespace

void check_sheets(const std::vector<Sheet>& sheets, const CheckedProcedure& checked,
                  std::vector<YamlFault>& faults) {
  ProcedureNames names(checked, faults);
  for (const Sheet& sheet : sheets) SheetCheck(sheet, checked, names).run();
}

}  // namespace verloop
