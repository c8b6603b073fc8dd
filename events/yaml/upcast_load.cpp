#include "events/yaml/upcast_load.hpp"

#include <algorithm>
#include <set>

#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

std::vector<std::string> field_names(const EventType& type) {
  std::vector<std::string> names;
  for (const Field& field : type.fields) names.push_back(field.name);
  return names;
}

bool is_number(FieldKind kind) {
  return kind == FieldKind::integer || kind == FieldKind::minutes || kind == FieldKind::cents;
}

/// Whether whatever fits the older type fits the other, but for limits, which hold when recording.
bool has_shape_of(const FieldType& older, const FieldType& type);

bool has_members_of(const FieldType& older, const FieldType& type) {
  const auto find = [](const FieldType& in, const Field& wanted) {
    return std::find_if(in.members.begin(), in.members.end(),
                        [&wanted](const Field& one) { return one.name == wanted.name; });
  };
  const auto is_kept = [&](const Field& field) {
    const auto now = find(type, field);
    return now != type.members.end() && has_shape_of(field.type, now->type);
  };
  const auto is_there = [&](const Field& field) {
    const auto before = find(older, field);
    return !field.required || (before != older.members.end() && before->required);
  };
  return std::all_of(older.members.begin(), older.members.end(), is_kept) &&
         std::all_of(type.members.begin(), type.members.end(), is_there);
}

bool has_words_of(const FieldType& older, const FieldType& type) {
  return std::all_of(older.values.begin(), older.values.end(), [&type](const std::string& word) {
    return std::find(type.values.begin(), type.values.end(), word) != type.values.end();
  });
}

bool has_shape_of(const FieldType& older, const FieldType& type) {
  if (is_number(older.kind) && is_number(type.kind))
    return type.kind != FieldKind::minutes || older.kind == FieldKind::minutes ||
           older.min.value_or(-1) >= 0;
  if (older.kind != type.kind) return false;
  switch (older.kind) {
    case FieldKind::enumeration:
      return has_words_of(older, type);
    case FieldKind::reference:
      return older.refers_to == type.refers_to;
    case FieldKind::list:
      return has_shape_of(older.element.front(), type.element.front());
    case FieldKind::record:
      return has_members_of(older, type);
    default:
      return true;
  }
}

/// Holds one upcaster against the versions on both sides of it.
class UpcastCheck {
 public:
  UpcastCheck(const YamlNode& node, const EventType& type, const EventType& older, YamlMap& map)
      : node_(node), type_(type), older_(older), by_(*type.upcast), map_(map) {}

  void run() {
    check_names();
    check_audience();
    std::set<std::string> from_older;
    for (const Field& field : older_.fields)
      if (const auto name = by_.name_of(field.name)) {
        check_field(field, *name);
        if (!from_older.insert(*name).second)
          fault({}, "two fields of " + older_.id.text + " become \"" + *name + "\"");
        if (field.required) always_there_.insert(*name);
      }
    for (const auto& [name, value] : by_.given) check_given(name, value);
    for (const auto& [name, words] : by_.words) check_words(name);
    for (const auto& [name, factor] : by_.factors) check_factor(name, factor);
    for (const Field& field : type_.fields)
      if (field.required && !always_there_.contains(field.name))
        fault({}, "field " + field.name + " is required, and " + older_.id.text +
                      " need not have it: rename one to it, or give it a value by `set`");
  }

 private:
  void fault(const std::vector<std::string>& path, const std::string& problem) {
    map_.fault(locate(node_, path), problem);
  }

  void check_names() {
    const std::vector<std::string> older = field_names(older_);
    for (const auto& [before, now] : by_.renamed)
      if (older_.field(before) == nullptr)
        fault({"rename", before, now},
              "\"" + before + "\" is no field of " + older_.id.text + suggestion(before, older));
    for (const std::string& name : by_.dropped) {
      if (older_.field(name) == nullptr)
        fault({"drop", name},
              "\"" + name + "\" is no field of " + older_.id.text + suggestion(name, older));
      if (by_.renamed.contains(name)) fault({"drop", name}, "\"" + name + "\" is renamed too");
      // Whose own it is, is told by it.
      const Field* field = older_.field(name);
      if (field != nullptr && field->type.kind == FieldKind::member)
        fault({"drop", name}, "\"" + name + "\" is the member that " + older_.id.text +
                                  " speaks of; it can be renamed, and not be dropped");
    }
  }

  /// A view shows the values of a case by the newest type.
  void check_audience() {
    if (older_.audience != type_.audience && older_.audience != Audience::shared)
      map_.fault(node_.place, "what was recorded as " + older_.id.text + " is for " +
                                  std::string(name_of(older_.audience)) +
                                  "; it may not become what is for " +
                                  std::string(name_of(type_.audience)));
  }

  void check_field(const Field& field, const std::string& name) {
    const bool is_renamed = by_.renamed.contains(field.name);
    const std::vector<std::string> place =
        is_renamed ? std::vector<std::string>{"rename", field.name, name}
                   : std::vector<std::string>{};
    const Field* now = type_.field(name);
    if (now == nullptr)
      return fault(place, is_renamed ? "\"" + name + "\" is no field of " + type_.id.text +
                                           suggestion(name, field_names(type_))
                                     : "field " + field.name + " of " + older_.id.text +
                                           " goes nowhere: `rename` or `drop` it");
    FieldType before = field.type;
    if (const auto words = by_.words.find(name); words != by_.words.end())
      for (std::string& word : before.values)
        if (const auto to = words->second.find(word); to != words->second.end()) word = to->second;
    if (!has_shape_of(before, now->type))
      fault(place, "what " + older_.id.text + " holds in " + field.name + " is no value of field " +
                       name + ": `drop` it, or map words by `values`");
    const bool is_word = field.subject == "case" || field.subject == "actor";
    const auto subject = is_word ? field.subject : by_.name_of(field.subject).value_or("");
    if (field.privacy != now->privacy || (!field.subject.empty() && now->subject != subject))
      fault(place, "field " + name + " has another `class` or `subject` than " + field.name +
                       " of " + older_.id.text + ", under which its values were recorded");
    if (field.type.kind == FieldKind::member &&
        by_.name_of(field.type.member_of) != now->type.member_of)
      fault(place, "member " + name + " numbers another field than " + field.name + " of " +
                       older_.id.text);
  }

  /// Null, with a fault, when it is no open field of the type.
  const Field* open_field(const std::string& name, const std::string& word,
                          const std::string& value) {
    const Field* field = type_.field(name);
    if (field == nullptr)
      fault({word, name, value}, "\"" + name + "\" is no field of " + type_.id.text +
                                     suggestion(name, field_names(type_)));
    else if (field->privacy != PrivacyClass::open)
      fault({word, name, value}, "\"" + name + "\" is sealed: what was recorded of it stays");
    else
      return field;
    return nullptr;
  }

  void check_given(const std::string& name, const boost::json::value& value) {
    const YamlNode* given = node_.find("set")->find(name);
    const Field* field = open_field(name, "set", given->text);
    if (field == nullptr) return;
    if (field->type.kind == FieldKind::member)
      return fault({"set", name, given->text}, "the engine alone gives numbers to members");
    Field alone = *field;
    alone.required = true;
    if (const auto wrong = check_payload({{name, value}}, {alone}))
      return map_.fault(given->place,
                        "`set` " + name + ": " + wrong->problem.en + "; " + wrong->expected.en);
    always_there_.insert(name);
  }

  void check_words(const std::string& name) {
    const YamlNode& words = *node_.find("values")->find(name);
    const Field* field = open_field(name, "values", {});
    if (field == nullptr) return;
    const Field* before = before_of(name);
    if (field->type.kind != FieldKind::enumeration || before == nullptr)
      return fault({"values", name},
                   "`values` maps words of an enum that " + older_.id.text + " has too");
    for (const YamlNode::Entry& word : words.entries) check_word(word, *before, *field);
  }

  void check_word(const YamlNode::Entry& word, const Field& before, const Field& now) {
    const auto check = [this](const std::string& name, const YamlPlace& place, const Field& field,
                              const EventType& type) {
      const auto& all = field.type.values;
      if (std::find(all.begin(), all.end(), name) == all.end())
        map_.fault(place, "\"" + name + "\" is no value of " + field.name + " of " + type.id.text +
                              suggestion(name, all));
    };
    check(word.key, word.key_place, before, older_);
    check(word.value.text, word.value.place, now, type_);
  }

  void check_factor(const std::string& name, std::int64_t factor) {
    const Field* field = open_field(name, "multiply", std::to_string(factor));
    if (field == nullptr) return;
    if (factor < 1)
      fault({"multiply", name, std::to_string(factor)}, "`multiply` converts by 1 or more");
    if (!is_number(field->type.kind) || before_of(name) == nullptr)
      fault({"multiply", name}, "`multiply` converts a number that " + older_.id.text + " has too");
  }

  const Field* before_of(const std::string& name) const {
    const auto at = std::find_if(older_.fields.begin(), older_.fields.end(),
                                 [&](const Field& one) { return by_.name_of(one.name) == name; });
    return at == older_.fields.end() ? nullptr : &*at;
  }

  const YamlNode& node_;
  const EventType& type_;
  const EventType& older_;
  const Upcast& by_;
  YamlMap& map_;
  std::set<std::string> always_there_;
};

/// Of a map within another: what it says of each name.
Upcast::Names read_texts(const YamlNode& node, YamlMap& within, const std::string& what) {
  YamlMap map(node, within.what() + ", " + what, within.faults());
  Upcast::Names texts;
  for (const YamlNode::Entry& entry : node.entries) texts[entry.key] = map.required_text(entry.key);
  return texts;
}

}  // namespace

void read_upcast(const YamlNode& node, EventType& type, std::vector<YamlFault>& faults) {
  YamlMap map(node, type.id.text + ", upcast", faults);
  type.upcast.emplace();
  if (node.kind != YamlNode::Kind::map) return;
  Upcast& by = *type.upcast;
  if (const YamlNode* renamed = map.map("rename")) by.renamed = read_texts(*renamed, map, "rename");
  for (std::string& name : map.texts("drop")) by.dropped.insert(std::move(name));
  if (const YamlNode* factors = map.map("multiply")) {
    YamlMap numbers(*factors, map.what() + ", multiply", faults);
    for (const YamlNode::Entry& entry : factors->entries)
      by.factors[entry.key] = numbers.integer(entry.key).value_or(1);
  }
  if (const YamlNode* fields = map.map("values")) {
    YamlMap words(*fields, map.what() + ", values", faults);
    for (const YamlNode::Entry& field : fields->entries)
      if (const YamlNode* all = words.map(field.key))
        by.words[field.key] = read_texts(*all, words, field.key);
  }
  if (const YamlNode* given = map.map("set"))
    for (const YamlNode::Entry& entry : given->entries) by.given[entry.key] = to_json(entry.value);
  map.finish();
}

void check_upcast(const YamlNode& node, const EventType& type, const EventType* older,
                  std::vector<YamlFault>& faults) {
  YamlMap map(node, type.id.text + ", upcast", faults);
  if (older == nullptr)
    return map.fault(node.place,
                     "there is no version before it in this catalogue whose payloads "
                     "it could lift; a type that was released stays");
  UpcastCheck(node, type, *older, map).run();
}

}  // namespace verloop
