#include "tools/verloop/instance.hpp"

#include <algorithm>

#include "events/memory/memory_documents.hpp"
#include "events/memory/memory_log.hpp"
#include "events/memory/memory_vault.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "projections/cases.hpp"
#include "projections/memory/memory_views.hpp"
#include "projections/rocksdb/rocks_views.hpp"
#include "tools/verloop/shipped_procedures.hpp"

namespace verloop {
namespace {

constexpr std::string_view system_file = "events/catalogue/system.yaml";
constexpr std::string_view access_file = "events/catalogue/access.yaml";
constexpr std::size_t page_size = 256;

class OnDisk final : public Instance {
 public:
  OnDisk(DataFolder folder, std::unique_ptr<ViewStore> store)
      : folder_(std::move(folder)), store_(std::move(store)) {}
  using Instance::take_up_erasures;
  DataFolder* folder() override { return &folder_; }
  Result<> begin() {
    return start({folder_.log(), folder_.contents()}, {folder_.access(), folder_.access_contents()},
                 {folder_.vault(), folder_.documents(), *store_});
  }
  /// All that a new folder needs before it is one.
  Result<> begin_new(const std::filesystem::path& folder, Timestamp now, const LastStep& last) {
    if (auto begun = begin(); begun.has_error()) return begun;
    if (auto deployed = deploy_shipped(now); deployed.has_error()) return deployed;
    if (auto done = last ? last(*this) : Result<>(); done.has_error()) return done;
    return folder_.finish(folder);
  }

 private:
  DataFolder folder_;
  std::unique_ptr<ViewStore> store_;
};

class InMemory final : public Instance {
 public:
  Result<> begin(const std::string& origin, Timestamp now) {
    auto log = MemoryLog::create(origin, vault_);
    if (log.has_error()) return log.error();
    memory_log_ = std::move(*log);
    auto access = MemoryLog::create(access_origin(origin), vault_);
    if (access.has_error()) return access.error();
    memory_access_ = std::move(*access);
    auto begun = start({*memory_log_, *memory_log_}, {*memory_access_, *memory_access_},
                       {vault_, documents_, store_});
    if (begun.has_error()) return begun;
    return deploy_shipped(now);
  }

 private:
  MemoryVault vault_;
  MemoryDocuments documents_;
  std::unique_ptr<MemoryLog> memory_log_;
  std::unique_ptr<MemoryLog> memory_access_;
  MemoryViews store_;
};

Result<DataFolder> open_data(const std::filesystem::path& folder, const std::string& key,
                             Access access, const std::filesystem::path& erasures) {
  const OpenMode mode = access == Access::read_only ? OpenMode::read_only : OpenMode::read_write;
  auto data = DataFolder::open(folder, key, mode, erasures);
  // A log that can only be read has projections all the same.
  if (access == Access::rebuild && data.has_error() && data.error().code == Errc::read_only)
    return DataFolder::open(folder, key, OpenMode::read_only, erasures);
  return data;
}

}  // namespace

Timestamp system_now() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string shipped_system_catalogue() {
  return shipped_text(system_file);
}

NewActor administrator() {
  return {{"administrator"}, "", {{"administrator"}, {"verloop"}}, {}};
}

Actor acting_administrator() {
  const NewActor who = administrator();
  return {who.id, who.role.role, who.role.org, {}};
}

OwnRoles own_roles() {
  return {administrator().role.role, {{"auditor"}, {"privacy-officer"}}};
}

std::vector<std::vector<SourceFile>> shipped_definitions() {
  std::vector<std::vector<SourceFile>> definitions;
  for (ShippedProcedure& one : shipped_procedures())
    if (!one.on_request) definitions.push_back(std::move(one.files));
  return definitions;
}

Result<> Instance::start(Log log, Log access, Stores stores) {
  Vault& vault = stores.vault;
  log_ = &log.log;
  vault_ = &vault;
  contents_ = &log.contents;
  access_contents_ = &access.contents;
  documents_ = &stores.documents;
  views_ = &stores.views;
  auto system = load_system_catalogue(shipped_system_catalogue());
  if (system.has_error()) return system.error();
  system_ = std::make_shared<const SystemCatalogue>(std::move(*system));
  definitions_ = std::make_unique<Definitions>(system_);
  auto types = load_access_catalogue(shipped_text(access_file));
  if (types.has_error()) return types.error();
  access_ = std::make_unique<AccessLog>(
      access.log, std::make_shared<const SystemCatalogue>(std::move(*types)), seed_);
  auto loaded = definitions_->load(log.log);
  if (loaded.has_error()) return loaded;
  auto known = directory_.load(log.log);
  if (known.has_error()) return known;
  fold_ = std::make_unique<CaseFold>(log.log, *definitions_);
  processor_ = std::make_unique<Processor>(log.log, vault, *definitions_, directory_, seed_);
  return {};
}

Result<> Instance::explain(Timestamp now) {
  auto explained = definitions_->deploy_system(*log_, seed_, now);
  return explained.has_error() ? explained : access_->explain(*system_, now);
}

Result<> Instance::deploy_shipped(Timestamp now) {
  if (auto explained = explain(now); explained.has_error()) return explained;
  for (std::vector<SourceFile>& files : shipped_definitions()) {
    auto definition = load_definition(std::move(files), {std::string(system_file), system_->text});
    if (definition.has_error()) return Error{Errc::malformed, format(definition.error())};
    auto deployed = definitions_->deploy(std::move(*definition), *log_, seed_, now);
    if (deployed.has_error()) return deployed.error();
  }
  return enter(administrator(), now);
}

Timestamp Instance::now() const {
  return std::max(system_now(), log_->tail().recorded_at);
}

ActorId Instance::asker(const std::string& as) const {
  if (!as.empty()) return {as};
  return rights().first_with({"administrator"}).value_or(administrator().id);
}

Occasion Instance::local(const std::string& asked) {
  return {asked, Via::local, system_now()};
}

Occasion Instance::reading(const std::string& asked) {
  return {asked, Via::local, system_now(), "consultation"};
}

Result<> Instance::enter(const NewActor& actor, Timestamp now) {
  return directory_.enter(actor, *log_, *vault_, *system_, seed_, now);
}

Result<> Instance::notice_all(Timestamp now) {
  // Projections that can't be brought up keep no case from being judged; where they are current,
  // the cases in which nothing is due are not read from the log.
  const auto current = runner().catch_up();
  for (std::string after;;) {
    const auto cases = stored_cases(*views_, after, page_size);
    if (cases.has_error()) return cases.error();
    for (const CaseState& state : *cases) {
      const bool is_idle = current.has_value() && !processor_->is_due(state, now);
      if (state.closed || is_idle) continue;
      auto noticed = processor_->notice(state.id, now);
      if (noticed.has_error()) return noticed.error();
    }
    if (cases->size() < page_size) break;
    after = cases->back().id.text;
  }
  return current.has_error() ? current : runner().catch_up();
}

Result<> Instance::take_up_erasures(const std::filesystem::path& list) {
  auto loaded = ErasureList::load(list);
  if (loaded.has_error()) return loaded.error();
  erasures_ = std::move(*loaded);
  return finish_erasures(erasing(), system_now());
}

Result<> Instance::recover() {
  for (const auto& recovered : {vault_->recover(), log_->recover(), access_->log().recover(),
                                documents_->recover(), views_->recover()}) {
    if (recovered.has_error()) return recovered.error();
  }
  return {};
}

Result<> Instance::finish() {
  auto current = runner().catch_up();
  if (current.has_error()) return current;
  for (EventLog* log : {log_, &access_->log()}) {
    const auto note = log->sign_checkpoint();
    if (note.has_error()) return note.error();
  }
  return {};
}

Result<std::unique_ptr<Instance>> Instance::create(const std::filesystem::path& folder,
                                                   const std::string& origin,
                                                   const std::string& key, const LastStep& last) {
  auto data = DataFolder::begin(folder, origin, key);
  if (data.has_error()) return data.error();
  auto views = RocksViews::open(folder / "projections");
  if (views.has_error()) return views.error();
  auto instance = std::make_unique<OnDisk>(std::move(*data), std::move(*views));
  auto begun = instance->begin_new(folder, system_now(), last);
  if (begun.has_error()) return begun.error();
  return std::unique_ptr<Instance>(std::move(instance));
}

Result<std::unique_ptr<Instance>> Instance::open(const std::filesystem::path& folder,
                                                 const std::string& key, Access access,
                                                 const std::filesystem::path& erasures) {
  if (access == Access::answering) return open_to_answer(folder, key, erasures);
  auto data = open_data(folder, key, access, erasures);
  if (data.has_error()) return data.error();
  if (access == Access::rebuild) {
    std::error_code ignored;  // What can't be removed can't be opened either, or is as good as new.
    std::filesystem::remove_all(folder / "projections", ignored);
  }
  auto views = RocksViews::open(folder / "projections", access == Access::read_only
                                                            ? ViewAccess::read_only
                                                            : ViewAccess::read_write);
  if (views.has_error()) return views.error();
  auto instance = std::make_unique<OnDisk>(std::move(*data), std::move(*views));
  auto begun = instance->begin();
  if (begun.has_error()) return begun.error();
  if (access == Access::read_write) {
    // A later program may record events of types that the one before did not have.
    auto explained = instance->explain(system_now());
    if (explained.has_error()) return explained.error();
    auto finished = instance->take_up_erasures(erasures);
    if (finished.has_error()) return finished.error();
    auto current = instance->runner().catch_up();
    if (current.has_error()) return current.error();
  }
  return std::unique_ptr<Instance>(std::move(instance));
}

/// Who can't write can still be told what holds nothing sealed.
Result<std::unique_ptr<Instance>> Instance::open_to_answer(const std::filesystem::path& folder,
                                                           const std::string& key,
                                                           const std::filesystem::path& erasures) {
  auto writing = open(folder, key, Access::read_write, erasures);
  if (writing.has_value()) return writing;
  const Error why = writing.error();
  const bool is_closed =
      why.code == Errc::locked || why.code == Errc::read_only || why.code == Errc::storage_failed;
  if (!is_closed) return why;
  auto reading = open(folder, key, Access::read_only, erasures);
  if (reading.has_error()) return why;
  (*reading)->access().close(why);
  return reading;
}

Result<std::unique_ptr<Instance>> Instance::in_memory(const std::string& origin, Timestamp now) {
  auto instance = std::make_unique<InMemory>();
  auto begun = instance->begin(origin, now);
  if (begun.has_error()) return begun.error();
  return std::unique_ptr<Instance>(std::move(instance));
}

}  // namespace verloop
