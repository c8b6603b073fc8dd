#include "projections/value_words.hpp"

#include <algorithm>

#include "projections/erased_value.hpp"
#include "projections/sentences.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

/// The field that all events take the value from, as one of them has it; null when one takes it
/// from elsewhere.
const Field* field_of(const SchemaNode& node, const Definition& definition) {
  const Field* found = nullptr;
  for (const Writer& writer : node.writers) {
    const EventType* type = definition.catalogue.find(writer.event);
    if (type == nullptr || writer.field.empty()) return nullptr;
    if (found == nullptr) found = type->field(writer.field);
  }
  return found;
}

/// A field that some event takes the value from: literals that others write are values of it.
const Field* typing_field(const SchemaNode& node, const Definition& definition) {
  for (const Writer& writer : node.writers) {
    const EventType* type = definition.catalogue.find(writer.event);
    if (type != nullptr && !writer.field.empty()) return type->field(writer.field);
  }
  return nullptr;
}

/// What a step writes at a path; empty when it writes something else.
std::string source_of(const FoldStep& step, const std::string& path) {
  if (step.path == path) return step.source;
  if (!path.starts_with(step.path + ".")) return {};
  const std::string column = path.substr(step.path.size() + 1);
  for (const auto* sources : {&step.sources, &step.first_sources}) {
    const auto at = sources->find(column);
    if (at != sources->end()) return at->second;
  }
  return {};
}

/// Whether all that is written at a path is the role of whoever acted.
bool is_role(const SchemaNode& node, const std::string& path, const Definition& definition) {
  return std::all_of(node.writers.begin(), node.writers.end(), [&](const Writer& writer) {
    const EventType* type = definition.catalogue.find(writer.event);
    return type != nullptr &&
           std::any_of(type->fold.begin(), type->fold.end(),
                       [&path](const FoldStep& step) { return source_of(step, path) == "role"; });
  });
}

/// `members[1].oppOn` as the schema has it; `index` gets what stood between the brackets.
std::string without_index(const std::string& path, std::string& index) {
  const std::size_t open = path.find('[');
  const std::size_t close = path.find(']', open);
  if (open == std::string::npos || close == std::string::npos) return path;
  index = path.substr(open + 1, close - open - 1);
  return path.substr(0, open) + path.substr(close + 1);
}

const Track* track_at(const Definition& definition, const std::string& path) {
  const std::string_view prefix = "tracks.";
  return path.starts_with(prefix) ? definition.procedure.track(path.substr(prefix.size()))
                                  : nullptr;
}

}  // namespace

std::string in_plain_words(const json::value& value, Language language) {
  if (value.is_string()) {
    const auto day = parse_date(value.get_string());
    return day.has_value() ? in_words(*day, language) : printable(value.get_string());
  }
  if (value.is_bool())
    return language == Language::nl ? (value.get_bool() ? "ja" : "nee")
                                    : (value.get_bool() ? "yes" : "no");
  if (value.is_array()) {
    std::string all;
    for (const json::value& item : value.get_array())
      all += (all.empty() ? "" : ", ") + in_plain_words(item, language);
    return all;
  }
  if (const auto erased = erased_from(value)) return erased_text(*erased, language);
  return json::serialize(value);
}

std::string role_label(const Definition& definition, const std::string& role, Language language) {
  const auto at = definition.procedure.roles.find(role);
  return at == definition.procedure.roles.end() ? role : at->second.label.in(language);
}

std::string state_label(const Track& track, const std::string& state, Language language) {
  const auto at = std::find_if(track.states.begin(), track.states.end(),
                               [&state](const auto& one) { return one.first == state; });
  return at == track.states.end() ? state : at->second.in(language);
}

const Field* ValueWords::field(const std::string& path) const {
  const SchemaNode* node = definition_.schema.find(path);
  return node == nullptr ? nullptr : typing_field(*node, definition_);
}

std::string ValueWords::label(const std::string& path) const {
  const auto given = labels_.find(path);
  if (given != labels_.end()) return given->second.in(language_);
  const SchemaNode* node = definition_.schema.find(path);
  if (node == nullptr || node->kind != SchemaNode::Kind::leaf) return path;
  if (const Field* field = field_of(*node, definition_); field != nullptr)
    return field->label.in(language_).empty() ? path : field->label.in(language_);
  if (node->writers.size() != 1 || node->type.kind != cel::Kind::date) return path;
  return definition_.catalogue.find(node->writers.begin()->event)->label.in(language_);
}

std::string ValueWords::text(const json::value& value, const std::string& path) const {
  const SchemaNode* node = definition_.schema.find(path);
  const bool erased = value.is_object() && value.get_object().contains("erased");
  if (node == nullptr || erased) return in_plain_words(value, language_);
  if (const Field* field = typing_field(*node, definition_))
    return in_words(value, field->type, language_);
  if (value.is_string() && is_role(*node, path, definition_))
    return role_label(definition_, std::string(value.get_string()), language_);
  return in_plain_words(value, language_);
}

std::string ValueWords::changed_label(const std::string& path) const {
  if (const Track* track = track_at(definition_, path)) return track->label.in(language_);
  std::string index;
  const std::string plain = without_index(path, index);
  if (index.empty()) return label(plain);
  return label(path.substr(0, path.find('['))) + " " + std::to_string(std::stoul(index) + 1) +
         ", " + label(plain);
}

std::string ValueWords::changed_text(const json::value& value, const std::string& path) const {
  const Track* track = track_at(definition_, path);
  if (track != nullptr && value.is_string())
    return state_label(*track, std::string(value.get_string()), language_);
  std::string index;
  return text(value, without_index(path, index));
}

}  // namespace verloop
