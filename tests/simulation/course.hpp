#pragma once
// One simulation: random actors send random commands about several cases of a procedure while days
// pass, and what must hold is looked at on the way and at the end. The same seed takes the same
// course.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/checks.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/made_payload.hpp"
#include "tests/simulation/stage.hpp"

namespace verloop::test {

struct CoursePlan {
  std::uint64_t seed = 0;
  std::shared_ptr<const Definition> definition;
  std::shared_ptr<const Definition> next;  // Deployed on the way; null: none.
  int steps = 60;
  Kept kept = Kept::in_memory;
};

/// What came of it, to know that something did.
struct CourseCounts {
  int accepted = 0, refused = 0, findings = 0, altered = 0, erased = 0, repeated = 0, restarts = 0;
  int answers = 0, records = 0, migrated = 0;
};

class Course {
 public:
  explicit Course(const CoursePlan& plan);

  /// Goes on until something is wrong, or to the end; what is wrong.
  Faults run();

  /// What was done, a line for each step.
  const std::vector<std::string>& steps() const { return steps_; }
  const CourseCounts& counts() const { return counts_; }

 private:
  struct Sent {
    Command command;
    Receipt receipt;
  };
  struct Intended {
    Command command;
    std::string must_fail;  // Why it has to be refused; empty: it may be either.
  };
  struct Remembered {
    Position position;
    CaseState state;
  };

  // course.cpp: what is done.
  void step();
  void pass_time();
  void submit_one();
  void submit_together();
  void submit_while_storage_fails();
  void repeat_one();
  void reuse_an_id();
  void notice();
  void restart();
  void change_setting();
  void deploy_next();
  void migrate_one();
  void told(const Intended& intended, const Result<Answer>& answer);
  void accept(const Command& command, const Receipt& receipt);
  void say(std::string what) { steps_.push_back(std::move(what)); }
  void fault(const std::string& what) { faults_.push_back(what); }
  std::uint64_t size() { return stage_.log().tail().size; }

  // course_commands.cpp: what is asked.
  Intended intend();
  bool begins_a_case();
  const Action* choose_action(const Definition& definition, const Command& command,
                              const CaseState* state);
  Actor choose_actor(const Action& action, const Procedure& procedure, const CaseId& id);
  std::vector<Record> alterable(const CaseId& id, const Definition& definition);
  void fill_alteration(Command& command, const Definition& definition);
  void add_days_and_version(Intended& intended, const CaseState* state);
  void add_motivation(Command& command, const Procedure& procedure);
  void spoil(Intended& intended, const Action& action);
  Surroundings around(const Command& command) const;
  CommandId next_id();

  // course_erasures.cpp: what is forgotten.
  void erase();
  bool erase_subject_of(const SubjectId& subject);  // Whether it was.
  void redact();
  void hold();
  std::map<CaseId, std::string> all_folded();

  // course_checks.cpp: what is looked at.
  void look_at(const CaseId& id);
  void look_at_answers();
  void look_at_bundle();
  void look_at_projections();
  void look_at_past();
  void look_at_all();
  void look_at_findings(const CaseId& id);
  void look_after_restart(const std::map<CaseId, LoadedCase>& before);
  std::map<CaseId, LoadedCase> all_loaded();
  std::vector<Record> records_of(const CaseId& id);
  std::vector<StoredRecord> all_records();
  const Definition& definition_of(const CaseState& state);
  std::optional<Reader> some_reader(const LoadedCase& loaded, const Definition& definition);

  CoursePlan plan_;
  Dice dice_;
  Stage stage_;
  Timestamp now_;
  std::vector<std::pair<std::string, RoleAt>> actors_;
  std::vector<CaseId> cases_;
  /// Whom accepted commands of an organisation spoke of, by case.
  std::map<std::pair<CaseId, OrganisationId>, std::vector<std::string>> people_;
  std::vector<Sent> sent_;
  std::map<CommandId, Receipt> accepted_;
  std::set<CommandId> refused_;
  std::set<CaseId> erased_cases_;  // Nothing can be sealed under them any more.
  std::vector<Remembered> remembered_;
  bool next_is_deployed_ = false;
  std::uint64_t ids_ = 0;
  Faults faults_;
  std::vector<std::string> steps_;
  CourseCounts counts_;
};

}  // namespace verloop::test
