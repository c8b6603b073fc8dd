#include "engine/system_events.hpp"

#include <cstring>

#include "events/random.hpp"
#include "events/yaml/catalogue_load.hpp"

namespace verloop {

Result<SystemCatalogue> load_system_catalogue(std::string text) {
  const auto root = parse_yaml(text);
  std::vector<YamlFault> faults;
  Catalogue types;
  if (root.has_error()) {
    faults.push_back(root.error());
  } else {
    load_catalogue(*root, CatalogueKind::system, types, faults);
  }
  if (!faults.empty())
    return Error{Errc::malformed, "system catalogue: " + format(faults, "system.yaml")};
  const std::string hash = to_hex(view(sha256(text))).substr(0, 16);
  return SystemCatalogue{std::move(text), "system@1#" + hash, std::move(types)};
}

Seed random_seed() {
  Seed seed{};
  const std::string bytes = random_bytes(seed.size());
  std::memcpy(seed.data(), bytes.data(), seed.size());
  return seed;
}

Actor engine_actor() {
  return {{"engine"}, {"engine"}, {}, {}};
}

Result<Batch> system_batch(SystemCommand command, const Catalogue& types, std::string reference,
                           const SeedSource& seed) {
  Batch batch;
  batch.case_id = std::move(command.stream);
  batch.any_version = true;
  batch.procedure = std::move(reference);
  batch.action = std::move(command.action);
  batch.command = std::move(command.id);
  batch.actor = std::move(command.actor);
  batch.purpose = "administration";
  for (Event& event : command.events) {
    const EventType* type = types.find(event.type.text);
    ensure(type != nullptr, "the system catalogue knows the engine's own events");
    auto sealed = seal(std::move(event), *type, batch.actor.id, seed());
    if (sealed.has_error()) return sealed.error();
    batch.events.push_back(std::move(*sealed));
  }
  return batch;
}

Result<Receipt> append_one(EventLog& log, Batch batch, Timestamp now) {
  std::vector<Batch> batches;
  batches.push_back(std::move(batch));
  auto outcomes = log.append(std::move(batches), now);
  if (outcomes.has_error()) return outcomes.error();
  return std::move(outcomes->front());
}

}  // namespace verloop
