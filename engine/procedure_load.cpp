#include "engine/procedure_load.hpp"

#include <algorithm>

#include <boost/json/array.hpp>

#include "engine/load_parts.hpp"
#include "engine/load_sheets.hpp"
#include "engine/procedure_check.hpp"
#include "events/json/canonical_json.hpp"
#include "events/yaml/catalogue_load.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

struct ParsedFile {
  std::string name;
  YamlNode root;
};

/// Collects the faults of all files, each under its name.
class Loader {
 public:
  Loader(std::vector<SourceFile> files, const SourceFile& system,
         const std::map<std::string, YamlRecording*>& recorded)
      : system_(system), recorded_(recorded) {
    definition_.files = std::move(files);
    std::sort(definition_.files.begin(), definition_.files.end(),
              [](const SourceFile& a, const SourceFile& b) { return a.name < b.name; });
  }

  void run() {
    load_system();
    sort_out();
    for (const ParsedFile& file : catalogues_)
      note(file.name, [&](std::vector<YamlFault>& faults) {
        load_catalogue(file.root, CatalogueKind::domain, definition_.catalogue, faults);
      });
    shape();
    if (procedures_.size() != 1) return refuse_count();
    note(procedures_.front().name, [&](std::vector<YamlFault>& faults) { load_procedure(faults); });
  }

  boost::system::result<std::shared_ptr<const Definition>, std::vector<DefinitionFault>> finish() {
    if (!faults_.empty()) return std::move(faults_);
    definition_.digest = definition_digest(definition_.files);
    definition_.reference = definition_.procedure.name + '@' +
                            std::to_string(definition_.procedure.version) + '#' +
                            to_hex(view(definition_.digest)).substr(0, 16);
    return std::make_shared<const Definition>(std::move(definition_));
  }

 private:
  template <class Part>
  void note(const std::string& file, Part part) {
    std::vector<YamlFault> faults;
    part(faults);
    std::stable_sort(faults.begin(), faults.end(), [](const YamlFault& a, const YamlFault& b) {
      return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    for (YamlFault& fault : faults) faults_.push_back({file, std::move(fault)});
  }

  void load_system() {
    note(system_.name, [&](std::vector<YamlFault>& faults) {
      const auto root = parse_yaml(system_.text);
      if (root.has_error()) return faults.push_back(root.error());
      load_catalogue(*root, CatalogueKind::system, definition_.catalogue, faults);
    });
    for (const auto& [id, type] : definition_.catalogue.types()) system_events_.insert(type.name);
  }

  /// Catalogues and procedures are told by their first key.
  void sort_out() {
    for (std::size_t i = 0; i < definition_.files.size(); ++i) {
      const SourceFile& file = definition_.files[i];
      if (i > 0 && definition_.files[i - 1].name == file.name)
        faults_.push_back({file.name, {{}, "two files of the definition bear this name"}});
      const auto recording = recorded_.find(file.name);
      auto root = parse_yaml(file.text, recording == recorded_.end() ? nullptr : recording->second);
      if (root.has_error()) {
        faults_.push_back({file.name, root.error()});
        broken_ = true;
        continue;
      }
      const std::string first = root->entries.empty() ? "" : root->entries.front().key;
      if (first == "catalogue")
        catalogues_.push_back({file.name, std::move(*root)});
      else if (first == "procedure")
        procedures_.push_back({file.name, std::move(*root)});
      else
        faults_.push_back({file.name, {{}, "the first key must be `catalogue` or `procedure`"}});
    }
  }

  void refuse_count() {
    if (procedures_.empty() && broken_) return;  // Its file is among those that cannot be read.
    const std::string file = procedures_.empty() ? "definition" : procedures_[1].name;
    faults_.push_back({file,
                       {{},
                        "a definition holds exactly one procedure; found " +
                            std::to_string(procedures_.size())}});
  }

  /// The shape of a case; a step that does not fit is placed in the file of its type.
  void shape() {
    std::vector<SchemaFault> problems;
    definition_.schema = CaseSchema::from(definition_.catalogue, problems);
    for (const SchemaFault& problem : problems)
      for (const ParsedFile& file : catalogues_) {
        const YamlNode* types = file.root.find("types");
        if (types == nullptr || types->find(problem.event) == nullptr) continue;
        const YamlPlace place =
            locate(*types, {problem.event, "fold", std::to_string(problem.step)});
        faults_.push_back({file.name, {place, problem.event + ", fold: " + problem.message}});
      }
    for (const ParsedFile& file : catalogues_) check_labels(file);
  }

  /// A label is that of a value that some event gives to the case, and the only one it has.
  void check_labels(const ParsedFile& file) {
    const YamlNode* labels = file.root.find("labels");
    if (labels == nullptr) return;
    for (const YamlNode::Entry& entry : labels->entries) {
      if (!labelled_.insert(entry.key).second)
        faults_.push_back(
            {file.name,
             {entry.key_place, "labels: \"" + entry.key + "\" has a label in another catalogue"}});
      if (definition_.schema.find(entry.key) != nullptr) continue;
      faults_.push_back(
          {file.name,
           {entry.key_place, "labels: no event writes the path \"" + entry.key + "\"" +
                                 suggestion(entry.key, definition_.schema.paths())}});
    }
  }

  void load_procedure(std::vector<YamlFault>& faults) {
    const YamlNode& root = procedures_.front().root;
    YamlMap map(root, "procedure", faults);
    LoadContext context{definition_.catalogue, {}, {}, faults};
    load_head(map, context);
    declare_scope(root, definition_.schema, context);
    load_roles(map, context);
    load_break_glass(map, context);
    load_tracks(map, context);
    load_actions(map, context);
    load_derived(map, context);
    load_deadlines(map, context);
    load_rules(map, context);
    load_views(map, context);
    load_import(map, context);
    load_takeover(map, context);
    const Outward outward = load_outward(map, context);
    const std::vector<Sheet> sheets =
        load_sheets(map, {definition_.catalogue, definition_.schema, context.scope, faults});
    load_text_checks(map, context);
    map.finish();
    check_catalogues(context.procedure.catalogues, root, faults);
    const CheckedProcedure checked{context.procedure, definition_.catalogue, definition_.schema,
                                   system_events_, root};
    check_procedure(checked, faults);
    check_exports(checked, outward.exports, faults);
    check_sheets(sheets, checked, faults);
    definition_.procedure = std::move(context.procedure);
    definition_.environment = std::move(context.scope.open);
  }

  /// Those that the procedure names are there.
  void check_catalogues(const std::vector<std::string>& named, const YamlNode& root,
                        std::vector<YamlFault>& faults) const {
    std::vector<std::string> names;
    for (const ParsedFile& file : catalogues_)
      names.push_back(file.root.entries.front().value.text);
    for (const std::string& name : named)
      if (std::find(names.begin(), names.end(), name) == names.end())
        faults.push_back(
            {locate(root, {"catalogues", name}),
             "procedure: no catalogue \"" + name + "\" is beside it" + suggestion(name, names)});
  }

  const SourceFile& system_;
  const std::map<std::string, YamlRecording*>& recorded_;
  Definition definition_;
  std::vector<ParsedFile> catalogues_, procedures_;
  std::set<std::string> system_events_;
  std::set<std::string> labelled_;  // Paths.
  std::vector<DefinitionFault> faults_;
  bool broken_ = false;
};

}  // namespace

boost::system::result<std::shared_ptr<const Definition>, std::vector<DefinitionFault>>
load_definition(std::vector<SourceFile> files, const SourceFile& system,
                const std::map<std::string, YamlRecording*>& recorded) {
  Loader loader(std::move(files), system, recorded);
  loader.run();
  return loader.finish();
}

Digest definition_digest(const std::vector<SourceFile>& files) {
  boost::json::array all;
  for (const SourceFile& file : files) all.push_back(boost::json::array{file.name, file.text});
  return sha256(canonical_json(all));
}

std::string format(const std::vector<DefinitionFault>& faults) {
  std::string text;
  for (const DefinitionFault& fault : faults) text += format({fault.fault}, fault.file);
  return text;
}

}  // namespace verloop
