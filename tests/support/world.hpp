#pragma once
// A whole engine in memory: log, vault, definitions, directory, processor, and a clock that the
// test moves.

#include <memory>
#include <string>
#include <utility>

#include "engine/evolve.hpp"
#include "engine/processor.hpp"
#include "events/memory/memory_log.hpp"
#include "events/memory/memory_vault.hpp"
#include "tests/support/definitions.hpp"

namespace verloop::test {

class World {
 public:
  explicit World(std::shared_ptr<const Definition> definition = permits())
      : definition_(std::move(definition)) {
    definitions_.deploy(definition_, *log_, seed_, now_).value();
    definition_ = {definition_, definitions_.find(definition_->reference)};  // As it is kept up.
  }

  void at(const std::string& day) { now_ = noon(day); }

  void enter(const std::string& id, const std::string& role, const std::string& org,
             std::vector<std::string> handles = {}) {
    const NewActor actor{{id}, "Name of " + id, {{role}, {org}}, std::move(handles)};
    directory_.enter(actor, *log_, vault_, *system_catalogue(), seed_, now_).value();
  }

  Command command(const std::string& actor, const std::string& action, const std::string& on_case,
                  boost::json::object data = {}) {
    Command made;
    std::string digits = std::to_string(++commands_);
    digits.insert(0, 12 - digits.size(), '0');
    made.id = {"0b7f1c1e-58b4-4e0e-9f5e-" + digits};
    made.case_id = {on_case};
    made.action = {action};
    made.actor = std::get<Actor>(
        directory_.at(now_).acting({actor}, std::nullopt, definition_->procedure.action(action)));
    made.data = std::move(data);
    made.procedure = definition_->procedure.name;
    return made;
  }

  Answer submit(const Command& command) { return processor_->submit(command, now_).value(); }
  Answer act(const std::string& actor, const std::string& action, boost::json::object data = {},
             const std::string& on_case = "c1") {
    return submit(command(actor, action, on_case, std::move(data)));
  }

  /// A processor that remembers nothing, as after a restart.
  void restart() {
    processor_ = std::make_unique<Processor>(*log_, vault_, definitions_, directory_, seed_);
  }

  const CaseState& state(const std::string& id = "c1") {
    return processor_->find({id}).value()->state;
  }
  CaseState replayed(const std::string& id = "c1") const {
    std::vector<Record> all;
    for (const StoredRecord& stored : records(id)) all.push_back(stored.record);
    return fold_case(all, *definition_);
  }

  std::vector<StoredRecord> records(const std::string& id = "c1") const {
    return log_->read_stream({id}, {}, 100'000).value();
  }
  /// The types of a case's records from a version on, space between.
  std::string types(const std::string& id = "c1", std::uint64_t from = 0) const {
    std::string text;
    for (const StoredRecord& stored : records(id)) {
      if (stored.record.version.value < from) continue;
      text += (text.empty() ? "" : " ") +
              stored.record.type.text.substr(0, stored.record.type.text.find('@'));
    }
    return text;
  }

  MemoryLog& log() { return *log_; }
  MemoryVault& vault() { return vault_; }
  Definitions& definitions() { return definitions_; }
  Directory& directory() { return directory_; }
  Processor& processor() { return *processor_; }
  const Definition& definition() const { return *definition_; }
  const SeedSource& seed() const { return seed_; }
  Timestamp now() const { return now_; }

 private:
  std::shared_ptr<const Definition> definition_;
  MemoryVault vault_;
  std::unique_ptr<MemoryLog> log_ = MemoryLog::create("log.example/verloop", vault_).value();
  Definitions definitions_{system_catalogue()};
  Directory directory_;
  SeedSource seed_ = random_seed;
  std::unique_ptr<Processor> processor_ =
      std::make_unique<Processor>(*log_, vault_, definitions_, directory_, seed_);
  Timestamp now_ = noon("2026-03-02");
  int commands_ = 0;
};

inline std::string kind_of(const Answer& answer) {
  const auto* refusal = std::get_if<Refusal>(&answer);
  return refusal == nullptr ? "accepted" : std::string(name_of(refusal->kind));
}

}  // namespace verloop::test
