#pragma once
// Plays one scenario on an instance, step by step, and checks what must come of each.

#include <optional>
#include <string>
#include <vector>

#include "tools/verloop/expectations.hpp"
#include "tools/verloop/instance.hpp"
#include "tools/verloop/scenario.hpp"

namespace verloop {

/// What became of a step.
struct Played {
  std::vector<Failure> failures;
  /// All that the step put in the log, findings too; or what an earlier run did after its last
  /// command, until there is something new.
  std::vector<StoredRecord> recorded;
  bool skipped = false;  // It was in the log already, from a run that was cut off.
};

class ScenarioPlayer {
 public:
  /// `prefix` (with its dot) goes before the ids of cases, actors and subjects; empty in a log of
  /// the scenario's own. Both outlive the player.
  ScenarioPlayer(Instance& instance, const Scenario& scenario, std::string prefix)
      : instance_(instance), scenario_(scenario), prefix_(std::move(prefix)) {}

  /// Enters the actors in the directory, and finds out how far an earlier run came. `malformed`
  /// when the procedure is not deployed or a role does not exist.
  Result<> begin();

  Result<Played> play(std::size_t step);

  CaseId case_named(const std::string& name) const { return {prefix_ + name}; }
  ActorId actor_named(const std::string& name) const { return {prefix_ + name}; }

 private:
  /// What the run that was cut off recorded after its last command: steps that only wait have no id
  /// to be known by.
  Result<> find_unclaimed();
  Result<> enter_actors(Timestamp at);
  Result<> enter(const NewActor& actor, const Days& days, Timestamp at);
  Result<> enter_mandates(Timestamp at);
  Result<> pass_time(Timestamp at);
  Result<> apply_settings(const CaseId& id, Timestamp at);
  Result<Played> act(const Step& step, std::size_t index);
  Result<boost::json::object> recorded_by(const Receipt& receipt) const;
  Result<Played> see(const Step& step);
  Result<Played> wait(const Step& step);
  Command command_of(const Step& step, std::size_t index, const Actor& actor,
                     const Action* action) const;
  CommandId command_id(const Step& step, std::size_t index) const;
  Result<> check_case(const Expectation& expect, const CaseId& id, Timestamp at,
                      std::vector<Failure>& failures);
  Result<> check_seen(const Expectation& expect, const CaseId& id, const Step& step,
                      std::vector<Failure>& failures);
  Result<std::string> all_that_is_shown(const Reader& reader, const LoadedCase& loaded,
                                        const Definition& definition, Timestamp at) const;
  /// The records and disclosures of an audit bundle for the reader; signs what it is made of.
  Result<std::string> all_that_is_bundled(const Reader& reader, const LoadedCase& loaded) const;

  Instance& instance_;
  const Scenario& scenario_;
  std::string prefix_;
  const Definition* definition_ = nullptr;
  std::size_t first_new_ = 0;  // Steps before it are in the log already.
  std::vector<StoredRecord> unclaimed_;
  std::vector<CaseId> cases_;
};

}  // namespace verloop
