#include "engine/trial_rules.hpp"

#include <algorithm>

#include "engine/load_parts.hpp"
#include "engine/procedure_check.hpp"

namespace verloop {
namespace {

using Faults = std::vector<YamlFault>;

/// The procedure's own file, as it was deployed.
YamlNode procedure_root(const Definition& definition) {
  for (const SourceFile& file : definition.files) {
    auto root = parse_yaml(file.text);
    if (root.has_value() && root->find("procedure") != nullptr) return std::move(*root);
  }
  ensure(false, "a loaded definition holds the file of its procedure");
  return {};
}

template <class Item>
void leave_out(std::vector<Item>& items, const YamlNode* replaced) {
  if (replaced == nullptr) return;
  std::erase_if(items, [&](const Item& item) { return replaced->find(item.id.text) != nullptr; });
}

/// A rule that only refuses or holds back says nothing of what was accepted.
void check_judging(const YamlNode& rules, const Procedure& procedure, Faults& faults) {
  for (const YamlNode::Entry& entry : rules.entries) {
    const Rule* rule = procedure.rule(entry.key);
    if (rule == nullptr || rule->judge || rule->deadline) continue;
    faults.push_back({entry.key_place, "rule " + entry.key +
                                           ": what is tried on the past is judged; give it "
                                           "`judge` or `deadline`"});
  }
}

void load(const YamlNode& root, const Definition& definition, LoadContext& context) {
  YamlMap map(root, "rules to try", context.faults);
  if (root.kind != YamlNode::Kind::map) return;
  if (root.find("version") != nullptr) {
    context.faults.push_back({locate(root, {"version"}),
                              "a file of rules to try has no `version`; a whole procedure is "
                              "tried with `verloop procedure rehearse`"});
    return;
  }
  map.text("procedure");
  load_settings(map, context);
  declare_scope(procedure_root(definition), definition.schema, context);
  leave_out(context.procedure.deadlines, root.find("deadlines"));
  leave_out(context.procedure.rules, root.find("rules"));
  load_deadlines(map, context);
  map.required("rules");
  load_rules(map, context);
  map.finish();
  check_procedure({context.procedure, definition.catalogue, definition.schema, {}, root},
                  context.faults);
  if (const YamlNode* rules = root.find("rules"))
    check_judging(*rules, context.procedure, context.faults);
}

std::vector<DefinitionFault> in_file(const std::string& file, Faults faults) {
  std::vector<DefinitionFault> all;
  for (YamlFault& fault : faults) all.push_back({file, std::move(fault)});
  return all;
}

}  // namespace

std::string tried_procedure(const SourceFile& rules) {
  const auto root = parse_yaml(rules.text);
  const YamlNode* name = root.has_value() ? root->find("procedure") : nullptr;
  return name == nullptr ? std::string() : name->text;
}

boost::system::result<std::shared_ptr<const Definition>, std::vector<DefinitionFault>>
with_trial_rules(const Definition& definition, const SourceFile& rules,
                 std::vector<RuleId>& tried) {
  const auto root = parse_yaml(rules.text);
  if (root.has_error()) return in_file(rules.name, {root.error()});
  Faults faults;
  LoadContext context{definition.catalogue, {}, definition.procedure, faults};
  load(*root, definition, context);
  if (!faults.empty()) return in_file(rules.name, std::move(faults));
  tried.clear();
  for (const YamlNode::Entry& entry : root->find("rules")->entries) tried.push_back({entry.key});
  auto made = std::make_shared<Definition>(definition);
  made->procedure = std::move(context.procedure);
  return std::shared_ptr<const Definition>(std::move(made));
}

}  // namespace verloop
