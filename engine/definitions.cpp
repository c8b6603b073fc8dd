#include "engine/definitions.hpp"

#include <algorithm>

#include "engine/deployment.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;
const CaseId definitions_stream{"@definitions"};
const std::string system_name = "system";

Result<std::vector<SourceFile>> read_files(const EventLog& log, const Record& deployed) {
  std::vector<SourceFile> files;
  for (const json::value& position : deployed.data.at("parts").as_array()) {
    const auto page = log.read(Position{position.to_number<std::uint64_t>()}, 1);
    if (page.has_error()) return page.error();
    if (page->empty())
      return Error{Errc::tampered, "a deployment names a part that the log does not hold"};
    const json::object& part = page->front().record.data;
    if (page->front().record.type.text != "DefinitionPart@1")
      return Error{Errc::tampered, "a deployment names a part that is none"};
    const std::string name(part.at("file").as_string());
    if (files.empty() || files.back().name != name) files.push_back({name, {}});
    files.back().text += part.at("text").as_string();
  }
  return files;
}

}  // namespace

Result<> Definitions::load(const EventLog& log) {
  for (Version from;;) {
    const auto page = log.read_stream(definitions_stream, from, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      if (stored.record.type.text == "ProcedureDeployed@1") {
        auto loaded = load_one(log, stored.record);
        if (loaded.has_error()) return loaded.error();
      }
      from = stored.record.version.next();
    }
    if (page->size() < page_size) return {};
  }
}

Result<> Definitions::load_one(const EventLog& log, const Record& deployed) {
  const std::string at =
      "definition deployed at position " + std::to_string(deployed.position.value);
  auto files = read_files(log, deployed);
  if (files.has_error()) return files.error();
  if (to_hex(view(definition_digest(*files))) != deployed.data.at("sha256").as_string()) {
    return Error{Errc::tampered, at + ": its text does not have the hash that was recorded"};
  }
  if (deployed.data.at("procedure").as_string() == system_name)
    return {};  // For readers of the log.
  auto definition = load_definition(std::move(*files), {"system.yaml", system_->text});
  if (definition.has_error())
    return Error{Errc::malformed, at + ":\n" + format(definition.error())};
  keep(std::move(*definition));
  return {};
}

Result<> Definitions::record(const std::string& name, std::int64_t version,
                             const std::vector<SourceFile>& files, EventLog& log,
                             const SeedSource& seed, Timestamp now) const {
  return record_deployment({name, version, files}, *system_, log, seed, now);
}

Result<> Definitions::deploy_system(EventLog& log, const SeedSource& seed, Timestamp now) const {
  return record(system_name, 1, {{"system.yaml", system_->text}}, log, seed, now);
}

Result<bool> Definitions::deploy(std::shared_ptr<const Definition> definition, EventLog& log,
                                 const SeedSource& seed, Timestamp now) {
  if (find(definition->reference) != nullptr) return false;
  const Procedure& procedure = definition->procedure;
  auto recorded = record(procedure.name, procedure.version, definition->files, log, seed, now);
  if (recorded.has_error()) return recorded.error();
  keep(std::move(definition));
  return true;
}

void Definitions::keep(std::shared_ptr<const Definition> definition) {
  definitions_.push_back(std::move(definition));
}

const Definition* Definitions::find(std::string_view reference) const {
  for (const auto& one : definitions_) {
    if (one->reference == reference) return one.get();
  }
  return nullptr;
}

Refusal Definitions::no_such_procedure(std::string_view procedure) const {
  std::vector<std::string> names;
  std::string list;
  for (const auto& one : definitions_) {
    const std::string& name = one->procedure.name;
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    list += (names.empty() ? "" : ", ") + name;
    names.push_back(name);
  }
  const auto near = nearest(procedure, names);
  Refusal refusal;
  refusal.kind = RefusalKind::unknown;
  refusal.path = "procedure";
  refusal.sentence = {
      "Die procedure is er niet; er is: " + list + "." + (near ? " Bedoelt u " + *near + "?" : ""),
      "There is no such procedure; there is: " + list + "." +
          (near ? " Did you mean " + *near + "?" : "")};
  return refusal;
}

const Definition* Definitions::newest(std::string_view procedure) const {
  if (procedure.empty()) return definitions_.empty() ? nullptr : definitions_.back().get();
  for (auto one = definitions_.rbegin(); one != definitions_.rend(); ++one) {
    if ((*one)->procedure.name == procedure) return one->get();
  }
  return nullptr;
}

std::set<std::string> Definitions::purposes() const {
  std::set<std::string> names;
  for (const auto& one : definitions_)
    for (const auto& [name, label] : one->procedure.purposes) names.insert(name);
  return names;
}

std::vector<const Definition*> Definitions::all() const {
  std::vector<const Definition*> all;
  for (const auto& one : definitions_) all.push_back(one.get());
  return all;
}

}  // namespace verloop
