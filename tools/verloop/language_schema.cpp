#include "tools/verloop/language_schema.hpp"

#include "engine/procedure_load.hpp"
#include "events/yaml/yaml_schema.hpp"
#include "tools/verloop/instance.hpp"
#include "tools/verloop/scenario.hpp"
#include "tools/verloop/shipped_procedures.hpp"

namespace verloop {
namespace {

std::string document(const std::string& name) {
  return shipped_text("engine/language/" + name + ".yaml");
}

Result<> read_scenario(const std::string& text, YamlRecording& recording) {
  const auto scenario = parse_scenario(text, &recording);
  if (scenario.has_value()) return {};
  return Error{Errc::malformed, format(scenario.error(), "scenario.yaml")};
}

/// Catalogue and procedure are read together; how one of them is read is noted.
Result<> read_definition(const std::string& noted, YamlRecording& recording) {
  const auto definition =
      load_definition({{"catalogue", document("catalogue")}, {"procedure", document("procedure")}},
                      {"system.yaml", shipped_system_catalogue()}, {{noted, &recording}});
  if (definition.has_value()) return {};
  return Error{Errc::malformed, format(definition.error())};
}

}  // namespace

Result<LanguageSchema> language_schema(const std::string& name) {
  const std::string text = document(name);
  YamlRecording recording;
  const auto read =
      name == "scenario" ? read_scenario(text, recording) : read_definition(name, recording);
  if (read.has_error()) return read.error();
  const auto root = parse_yaml(text);
  ensure(root.has_value(), "what was read without a fault is YAML");
  return LanguageSchema{yaml_schema(*root, recording, "Verloop: " + name),
                        untold_keys(*root, recording)};
}

}  // namespace verloop
