#include "adapters/ocel/ocel_writer.hpp"

#include "events/json/canonical_json.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// Elements of an array, each on a line.
class Lines {
 public:
  explicit Lines(std::ostream& out) : out_(out) {}
  void add(const json::object& element) {
    out_ << (is_first_ ? "\n" : ",\n") << canonical_json(element);
    is_first_ = false;
  }

 private:
  std::ostream& out_;
  bool is_first_ = true;
};

json::object relation_json(const std::string& object, const std::string& qualifier) {
  return {{"objectId", object}, {"qualifier", qualifier}};
}

json::object event_json(const OcelEvent& event) {
  json::array attributes;
  for (const OcelAttribute& attribute : event.attributes)
    attributes.push_back(json::object{{"name", attribute.name}, {"value", attribute.value}});
  json::array relations;
  for (const OcelRelation& relation : event.relations)
    relations.push_back(relation_json(relation.object, relation.qualifier));
  return {{"id", event.id},
          {"type", event.type},
          {"time", event.time},
          {"attributes", std::move(attributes)},
          {"relationships", std::move(relations)}};
}

}  // namespace

void OcelWriter::begin() {
  out_ << "{\"events\":[";
}

void OcelWriter::add_case(const OcelRelation& its_case) {
  objects_[its_case.object].type = its_case.type;
}

void OcelWriter::add(const OcelEvent& event, const OcelRelation& its_case) {
  declare(event);
  for (const OcelRelation& relation : event.relations) {
    Object& object = objects_[relation.object];
    if (object.type.empty()) object.type = relation.type;
    if (relation.qualifier == "member")
      objects_[its_case.object].relations.emplace(relation.object, relation.qualifier);
  }
  out_ << (has_events_ ? ",\n" : "\n") << canonical_json(event_json(event));
  has_events_ = true;
}

/// An attribute that is of two kinds, by two versions of its type, is a string.
void OcelWriter::declare(const OcelEvent& event) {
  auto& kinds = event_types_[event.type];
  for (const OcelAttribute& attribute : event.attributes) {
    const auto [at, is_new] = kinds.emplace(attribute.name, attribute.kind);
    if (!is_new && at->second != attribute.kind) at->second = OcelKind::string;
  }
}

void OcelWriter::write_types() {
  out_ << "],\n\"eventTypes\":[";
  Lines event_types(out_);
  for (const auto& [name, kinds] : event_types_) {
    json::array attributes;
    for (const auto& [attribute, kind] : kinds)
      attributes.push_back(json::object{{"name", attribute}, {"type", name_of(kind)}});
    event_types.add({{"name", name}, {"attributes", std::move(attributes)}});
  }
  std::set<std::string> names;
  for (const auto& [id, object] : objects_) names.insert(object.type);
  out_ << "],\n\"objectTypes\":[";
  Lines object_types(out_);
  for (const std::string& name : names)
    object_types.add({{"name", name}, {"attributes", json::array()}});
}

void OcelWriter::write_objects() {
  out_ << "],\n\"objects\":[";
  Lines lines(out_);
  for (const auto& [id, object] : objects_) {
    json::array relations;
    for (const auto& [other, qualifier] : object.relations)
      relations.push_back(relation_json(other, qualifier));
    lines.add({{"id", id},
               {"type", object.type},
               {"attributes", json::array()},
               {"relationships", std::move(relations)}});
  }
}

void OcelWriter::end() {
  write_types();
  write_objects();
  out_ << "]}\n";
}

}  // namespace verloop
