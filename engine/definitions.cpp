#include "engine/definitions.hpp"

#include <algorithm>

#include "engine/deployment.hpp"
#include "events/json/text_in.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;
const CaseId definitions_stream{"@definitions"};
const std::string system_name = "system";
const EventTypeId procedure_proposed{"ProcedureProposed@1"};

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
      if (stored.record.type == procedure_proposed) load_proposal(stored.record);
      note_change(stored.record);
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
  keep(**definition);
  return {};
}

void Definitions::note_change(const Record& record) {
  auto changed = change_in(record);
  if (!changed) return;
  changed->recorded_at = record.recorded_at;
  change(text_in(record.data, "procedure"), std::move(*changed));
}

/// What pictures of cases hold of the list before is not touched.
void Definitions::change(const std::string& procedure, SettingChange change) {
  auto& known = changes_[procedure];
  auto changes = known == nullptr ? SettingChanges() : *known;
  changes.push_back(std::move(change));
  known = std::make_shared<const SettingChanges>(std::move(changes));
  for (const auto& one : definitions_)
    if (one->procedure.name == procedure) one->changes = known;
}

std::shared_ptr<const SettingChanges> Definitions::changes_of(const std::string& procedure) const {
  const auto known = changes_.find(procedure);
  return known == changes_.end() ? nullptr : known->second;
}

/// Checked by the newest version that has the setting.
Result<> Definitions::check(const std::string& procedure, const NewSetting& setting) const {
  const Definition* last = newest(procedure);
  if (procedure.empty() || last == nullptr)
    return Error{Errc::not_found, no_such_procedure(procedure).sentence.en};
  for (auto one = definitions_.rbegin(); one != definitions_.rend(); ++one) {
    const Procedure& known = (*one)->procedure;
    if (known.name == procedure && known.settings.contains(setting.setting))
      return check_setting(known, setting);
  }
  return check_setting(last->procedure, setting);
}

Result<Position> Definitions::change_setting(const std::string& procedure,
                                             const NewSetting& setting, const Actor& by,
                                             EventLog& log, const SeedSource& seed, Timestamp now) {
  const auto checked = check(procedure, setting);
  if (checked.has_error()) return checked.error();
  Event event = setting_event(setting, now);
  event.fields["procedure"] = procedure;
  if (!setting.reason.empty()) event.subjects["reason"] = {"actor/" + by.id.text};
  SystemCommand command{definitions_stream, {"changeSetting"}, {random_uuid()}, by, {}};
  command.events.push_back(std::move(event));
  auto batch = system_batch(std::move(command), system_->types, system_->reference, seed);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(log, std::move(*batch), now);
  if (receipt.has_error()) return receipt.error();
  const auto recorded = log.read(receipt->position, 1);
  if (recorded.has_error()) return recorded.error();
  ensure(!recorded->empty(), "what was recorded can be read");
  note_change(recorded->front().record);
  return receipt->position;
}

Result<> Definitions::deploy_system(EventLog& log, const SeedSource& seed, Timestamp now) const {
  const std::vector<SourceFile> files = {{"system.yaml", system_->text}};
  return record_deployment({system_name, 1, files}, *system_, log, seed, now);
}

Result<bool> Definitions::deploy(std::shared_ptr<const Definition> definition, EventLog& log,
                                 const SeedSource& seed, Timestamp now, const Actor& by) {
  if (find(definition->reference) != nullptr) return false;
  const Procedure& procedure = definition->procedure;
  const auto recorded = record_deployment(
      {procedure.name, procedure.version, definition->files, by, {}}, *system_, log, seed, now);
  if (recorded.has_error()) return recorded.error();
  keep(*definition);
  return true;
}

void Definitions::keep(const Definition& definition) {
  const std::string sha256 = to_hex(view(definition.digest));
  std::erase_if(proposals_, [&](const Proposal& one) {
    const bool is_overtaken =
        one.procedure == definition.procedure.name && one.version <= definition.procedure.version;
    return one.sha256 == sha256 || is_overtaken;
  });
  definitions_.push_back(std::make_shared<Definition>(definition));
  definitions_.back()->changes = changes_of(definition.procedure.name);
}

const Definition* Definitions::find(std::string_view reference) const {
  for (const auto& one : definitions_) {
    if (one->reference == reference) return one.get();
  }
  return nullptr;
}

/// The versions of a procedure that are there, oldest first; none when it is unknown.
std::string Definitions::versions_of(std::string_view procedure) const {
  std::string list;
  for (const auto& one : definitions_) {
    if (one->procedure.name != procedure) continue;
    list += (list.empty() ? "" : ", ") + one->procedure.name + "@" +
            std::to_string(one->procedure.version);
  }
  return list;
}

Refusal Definitions::no_such_procedure(std::string_view procedure) const {
  const std::size_t at = procedure.find('@');
  const std::string versions = versions_of(procedure.substr(0, at));
  if (at != std::string_view::npos && !versions.empty()) {
    Refusal refusal =
        refuse(RefusalKind::unknown,
               {"Die versie van de procedure is er niet; er is: " + versions + ".",
                "There is no such version of the procedure; there is: " + versions + "."});
    refusal.path = "procedure";
    return refusal;
  }
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
