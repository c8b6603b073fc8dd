#include "engine/text_checks.hpp"

#include <algorithm>

#include "engine/bindings.hpp"
#include "engine/make_alteration.hpp"
#include "engine/text_finds.hpp"
#include "events/utf8.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t hits_max = 64;  // That one command is told of, and what refuses it first.

/// A field of the payload under the name of the event that it belongs to.
struct CheckedField {
  std::string event;
  const Field* field = nullptr;
  std::string path;
  const json::value* value = nullptr;
};

void add_fields(const EventType& type, const json::object& data, const std::string& prefix,
                const std::map<std::string, cel::Program>& computed,
                std::vector<CheckedField>& fields) {
  for (const Field& field : type.fields) {
    const json::value* value = data.if_contains(field.name);
    if (value != nullptr && !computed.contains(field.name))
      fields.push_back({type.name, &field, prefix + field.name, value});
  }
}

/// Those of what an action records.
std::vector<CheckedField> fields_given(const Action& action, const Command& command,
                                       const Catalogue& catalogue) {
  std::vector<CheckedField> fields;
  for (const Made& made : action.events)
    if (const EventType* type = catalogue.find(made.event))
      add_fields(*type, command.data, {}, made.computed, fields);
  return fields;
}

/// Those of the entry that the command corrects.
std::vector<CheckedField> fields_corrected(const Command& command, const Circumstances& given) {
  std::vector<CheckedField> fields;
  const json::value* corrected = command.data.if_contains("fields");
  const auto version = version_in(command);
  const auto entry = version ? entry_of(given.past, *version, given.definition) : std::nullopt;
  if (!entry || corrected == nullptr || !corrected->is_object()) return fields;
  for (const Record* record : entry->whole)
    if (const EventType* type = given.definition.catalogue.find(record->type.text))
      add_fields(*type, corrected->get_object(), "fields.", {}, fields);
  return fields;
}

struct CheckedText {
  std::string path;
  std::string_view text;
};

void add_texts(const FieldType& type, const std::string& path, const json::value& value,
               std::vector<CheckedText>& texts) {
  if (type.kind == FieldKind::text && value.is_string()) {
    texts.push_back({path, value.get_string()});
  } else if (type.kind == FieldKind::document && value.is_object()) {
    const json::value* name = value.get_object().if_contains("name");
    if (name != nullptr && name->is_string()) texts.push_back({path + ".name", name->get_string()});
  } else if (type.kind == FieldKind::list && value.is_array()) {
    for (std::size_t i = 0; i < value.get_array().size(); ++i)
      add_texts(type.element.front(), path + '[' + std::to_string(i) + ']', value.get_array()[i],
                texts);
  } else if (type.kind == FieldKind::record && value.is_object()) {
    for (const Field& member : type.members)
      if (const json::value* part = value.get_object().if_contains(member.name))
        add_texts(member.type, path + '.' + member.name, *part, texts);
  }
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

/// What refuses and what only warns, apart: no number of warnings hides what refuses.
struct Hits {
  std::vector<TextHit> refusing, warning;
};

void add_hits(const CheckedText& checked, const TextCheck& check, const Circumstances& given,
              Hits& hits) {
  for (const bool refuses : {true, false}) {
    std::vector<TextHit>& all = refuses ? hits.refusing : hits.warning;
    for (const std::string& id : refuses ? check.refuses : check.warns) {
      if (all.size() >= hits_max) break;
      const TextFind* find = given.definition.procedure.text_checks.find(id);
      for (const TextPlace& place : found_in(checked.text, *find, given.known_names, given.today))
        all.push_back({checked.path, id, check.rule, characters(checked.text.substr(0, place.from)),
                       characters(checked.text.substr(0, place.to)), refuses});
    }
  }
}

std::vector<TextHit> told(Hits hits) {
  std::vector<TextHit> all = std::move(hits.refusing);
  all.insert(all.end(), hits.warning.begin(), hits.warning.end());
  all.resize(std::min(all.size(), hits_max));
  return all;
}

bool covers(const TextCheck& check, const std::string& event, const std::string& field) {
  const auto fields = check.fields.find(event);
  return fields != check.fields.end() && fields->second.contains(field);
}

/// Whether the check reads the words by which a deviation is motivated: those that go with a
/// command are read like those of the event that motivates one.
bool covers_motivations(const TextCheck& check, const Definition& definition) {
  const std::string& event = definition.procedure.motivates_event;
  const EventType* type = event.empty() ? nullptr : definition.catalogue.find(event);
  return type != nullptr &&
         std::any_of(type->fields.begin(), type->fields.end(), [&](const Field& field) {
           return field.type.kind == FieldKind::text && covers(check, event, field.name);
         });
}

/// Of a rule that does not exist nothing is read: a command with such a motivation is refused.
void add_motivations(const Command& command, const Procedure& procedure,
                     std::vector<CheckedText>& texts) {
  for (const auto& [rule, words] : command.motivation)
    if (procedure.rule(rule) != nullptr) texts.push_back({"motivation." + rule, words});
}

bool compares_names(const TextCheck& check, const std::string& names) {
  const auto has = [&names](const std::vector<std::string>& finds) {
    return std::find(finds.begin(), finds.end(), names) != finds.end();
  };
  return has(check.refuses) || has(check.warns);
}

/// `a, b`, each once.
std::string listed(std::vector<std::string> words) {
  std::string list;
  std::vector<std::string> told;
  for (std::string& word : words) {
    if (std::find(told.begin(), told.end(), word) != told.end()) continue;
    list += (list.empty() ? "" : ", ") + word;
    told.push_back(std::move(word));
  }
  return list;
}

}  // namespace

const TextFind* TextChecks::find(std::string_view id) const {
  const auto found = std::find_if(finds.begin(), finds.end(),
                                  [id](const TextFind& find) { return find.id == id; });
  return found == finds.end() ? nullptr : &*found;
}

const TextFind* reads_names(const Command& command, const Definition& definition) {
  const TextChecks& all = definition.procedure.text_checks;
  const Action* action = definition.procedure.action(command.action.text);
  const auto names = std::find_if(all.finds.begin(), all.finds.end(), [](const TextFind& find) {
    return find.kind == TextFind::Kind::known_names;
  });
  if (action == nullptr || names == all.finds.end()) return nullptr;
  if (alteration_of(*action) != nullptr) return command.data.contains("fields") ? &*names : nullptr;
  const auto fields = fields_given(*action, command, definition.catalogue);
  const auto reads = [&](const TextCheck& check) {
    return compares_names(check, names->id) &&
           ((!command.motivation.empty() && covers_motivations(check, definition)) ||
            std::any_of(fields.begin(), fields.end(), [&check](const CheckedField& given) {
              return covers(check, given.event, given.field->name);
            }));
  };
  return std::any_of(all.checks.begin(), all.checks.end(), reads) ? &*names : nullptr;
}

std::vector<TextHit> text_hits(const CaseState& state, const Action& action, const Command& command,
                               const Circumstances& given) {
  const TextChecks& all = given.definition.procedure.text_checks;
  if (all.checks.empty()) return {};
  Hits hits;
  const auto fields = alteration_of(action) != nullptr
                          ? fields_corrected(command, given)
                          : fields_given(action, command, given.definition.catalogue);
  std::optional<cel::Bindings> bindings;
  for (const TextCheck& check : all.checks) {
    std::vector<CheckedText> texts;
    std::set<std::string> paths;  // Two events of an action may share a field.
    for (const CheckedField& one : fields)
      if (covers(check, one.event, one.field->name) && paths.insert(one.path).second)
        add_texts(one.field->type, one.path, *one.value, texts);
    if (covers_motivations(check, given.definition))
      add_motivations(command, given.definition.procedure, texts);
    if (texts.empty()) continue;
    if (check.unless && !bindings)
      bindings = decision_bindings(state, payload_value(action, command, given), command.actor,
                                   given, command.occurred_on);
    if (check.unless && holds(*check.unless, *bindings)) continue;
    for (const CheckedText& text : texts) add_hits(text, check, given, hits);
  }
  return told(std::move(hits));
}

std::optional<Refusal> refused_text(const std::vector<TextHit>& hits, const Procedure& procedure) {
  const auto first =
      std::find_if(hits.begin(), hits.end(), [](const TextHit& hit) { return hit.refuses; });
  if (first == hits.end()) return std::nullopt;
  const Rule* rule = procedure.rule(first->rule.text);
  std::vector<std::string> paths, nl, en;
  Label appeal;
  for (const TextHit& hit : hits) {
    if (!hit.refuses || hit.rule != first->rule) continue;
    const Label& label = procedure.text_checks.find(hit.find)->label;
    paths.push_back(hit.path);
    nl.push_back(label.nl);
    en.push_back(label.en);
  }
  for (const TextCheck& check : procedure.text_checks.checks)
    if (check.rule == first->rule && appeal.nl.empty()) appeal = check.appeal;
  Refusal refusal = refuse(RefusalKind::rule, rule->sentence);
  refusal.rule = rule->id;
  refusal.source = rule->source;
  refusal.sentence.nl +=
      " In " + listed(paths) + " staat, naar het lijkt: " + listed(nl) + ". " + appeal.nl;
  refusal.sentence.en += " " + listed(paths) + " seems to hold: " + listed(en) + ". " + appeal.en;
  refusal.hits = hits;
  return refusal;
}

}  // namespace verloop
