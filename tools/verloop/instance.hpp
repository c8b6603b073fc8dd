#pragma once
// The composition root: builds log, vault, definitions, directory, processor, views and
// projections, on disk or in memory, and owns them. The only place that names implementations.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/access_log.hpp"
#include "engine/directory_orders.hpp"
#include "engine/erase_subject.hpp"
#include "engine/processor.hpp"
#include "events/verify_log.hpp"
#include "projections/case_answers.hpp"
#include "projections/runner.hpp"

namespace verloop {

class DataFolder;

/// Of who looks after the program itself.
OwnRoles own_roles();

/// `answering` is for questions that open sealed values: for writing, so that the access log says
/// who saw them; where that can't be, for reading, and only what opens none is answered.
enum class Access : std::uint8_t { read_write, read_only, answering, rebuild };

class Instance {
 public:
  virtual ~Instance() = default;

  /// Makes a data folder with the shipped procedures deployed and an administrator in its
  /// directory. `last` is done before the folder counts as made: cut short anywhere, all of it can
  /// be made again.
  using LastStep = std::function<Result<>(Instance&)>;
  static Result<std::unique_ptr<Instance>> create(const std::filesystem::path& folder,
                                                  const std::string& origin, const std::string& key,
                                                  const LastStep& last = {});
  /// Opens a data folder; with `read_write` its projections are brought up to the log, and erasures
  /// that were cut short are finished. `rebuild` throws the projections away first, whatever state
  /// they are in, and leaves them empty. `erasures` is the list beside the key file; empty: there
  /// is none.
  static Result<std::unique_ptr<Instance>> open(const std::filesystem::path& folder,
                                                const std::string& key, Access access,
                                                const std::filesystem::path& erasures = {});
  /// A log that is gone with the object, with the shipped procedures deployed at `now`.
  static Result<std::unique_ptr<Instance>> in_memory(const std::string& origin, Timestamp now);

  /// The answer of this program to who sits at the keyboard: see AccessLog::hand_out.
  template <class T>
  Result<T> hand_out(Result<Guarded<T>> answer, const std::string& asked,
                     AccessLog::Handing how = AccessLog::Handing::shown) {
    return access().hand_out(std::move(answer), reading(asked), how);
  }
  /// What is done at the keyboard, now: administered, or read about a case.
  static Occasion local(const std::string& asked);
  static Occasion reading(const std::string& asked);

  /// Where it lies; null: in memory.
  virtual DataFolder* folder() { return nullptr; }
  EventLog& log() { return *log_; }
  Vault& vault() { return *vault_; }
  Definitions& definitions() { return *definitions_; }
  Directory& directory() { return directory_; }
  const Directory& directory() const { return directory_; }
  /// What the directory gives now: by the clock, and never earlier than what was recorded.
  Timestamp now() const;
  Rights rights() const { return directory_.at(now()); }
  Processor& processor() { return *processor_; }
  ViewStore& views() { return *views_; }
  const std::vector<std::unique_ptr<Projection>>& projections() const { return projections_; }
  const LogContents& contents() const { return *contents_; }
  AccessLog& access() { return *access_; }
  DocumentStore& documents() { return *documents_; }
  const LogContents& access_contents() const { return *access_contents_; }
  Sources sources() { return {*log_, *vault_, *definitions_, directory_}; }
  Runner runner() { return {*log_, *definitions_, *views_, projections_, fold_.get()}; }
  const SystemCatalogue& system() const { return *system_; }
  const SeedSource& seed() const { return seed_; }
  ErasureWork erasing() {
    return {*log_, *vault_, *documents_, erasures_, *definitions_, *system_, seed_};
  }

  /// Who asks: `as`; empty: the first administrator.
  ActorId asker(const std::string& as) const;
  DirectoryWork ordering() {
    return {*log_, *vault_, directory_, *definitions_, *system_, seed_, own_roles()};
  }

  /// Enters an actor in the directory, unless it is there with this role already.
  Result<> enter(const NewActor& actor, Timestamp now);
  /// Lets what time has done to the open cases be recorded.
  Result<> notice_all(Timestamp now);
  /// Opens anew what no longer takes writes, once that works again.
  Result<> recover();
  /// Signs what is not signed yet, in both logs, and brings the projections up to date: a clean
  /// stop.
  Result<> finish();

 protected:
  Instance() = default;
  /// A log as what is appended to and as what is verified.
  struct Log {
    EventLog& log;
    const LogContents& contents;
  };
  /// Where is kept what is no log; all outlive it.
  struct Stores {
    Vault& vault;
    DocumentStore& documents;
    ViewStore& views;
  };
  Result<> start(Log log, Log access, Stores stores);
  /// Records in both logs what this program's own types of events mean, unless they know.
  Result<> explain(Timestamp now);
  Result<> deploy_shipped(Timestamp now);
  static Result<std::unique_ptr<Instance>> open_to_answer(const std::filesystem::path& folder,
                                                          const std::string& key,
                                                          const std::filesystem::path& erasures);
  Result<> take_up_erasures(const std::filesystem::path& list);

 private:
  EventLog* log_ = nullptr;
  Vault* vault_ = nullptr;
  DocumentStore* documents_ = nullptr;
  const LogContents* contents_ = nullptr;
  ViewStore* views_ = nullptr;
  const LogContents* access_contents_ = nullptr;
  std::unique_ptr<AccessLog> access_;
  std::shared_ptr<const SystemCatalogue> system_;
  SeedSource seed_ = random_seed;
  std::unique_ptr<Definitions> definitions_;
  Directory directory_;
  ErasureList erasures_;
  std::unique_ptr<Processor> processor_;
  std::unique_ptr<CaseFold> fold_;  // Of the projections.
  std::vector<std::unique_ptr<Projection>> projections_ = shipped_projections();
};

Timestamp system_now();

/// The administrator that `init` enters in the directory.
NewActor administrator();
/// The same as who acts: at the keyboard, unless somebody else is named.
Actor acting_administrator();

std::string shipped_system_catalogue();

/// The files of each definition that a new folder has by itself: one procedure and the catalogues
/// it uses. All that are shipped: tools/verloop/shipped_procedures.hpp.
std::vector<std::vector<SourceFile>> shipped_definitions();

}  // namespace verloop
