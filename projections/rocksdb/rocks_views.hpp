#pragma once
// Views on RocksDB, all of them in one database of their own. It can be thrown away at any time:
// everything in it comes from the log. How keys are spelled stands in rocks_views.cpp.

#include <filesystem>
#include <memory>
#include <mutex>

#include "projections/view_store.hpp"

namespace verloop {

class Database;

enum class ViewAccess : std::uint8_t { read_write, read_only };

class RocksViews final : public ViewStore {
 public:
  /// Opens the folder, or makes it; read-only it writes nothing and waits for no other process.
  /// Fails with `locked` when another process has it open, with `foreign_folder` when it holds
  /// something else or the views of a newer version, with `tampered` when it is damaged: then
  /// remove it and rebuild.
  static Result<std::unique_ptr<RocksViews>> open(const std::filesystem::path& folder,
                                                  ViewAccess access = ViewAccess::read_write);
  ~RocksViews() override;

  Result<Position> applied(const ViewId& id) const override;
  std::unique_ptr<View> begin(const ViewId& id) override;
  Result<> commit(std::unique_ptr<View> view, Position next) override;
  Result<std::optional<std::string>> get(const ViewId& id, std::string_view key) const override;
  Result<std::vector<KeyValue>> scan(const ViewId& id, std::string_view prefix,
                                     std::string_view after, std::size_t count_max) const override;
  Result<> drop(const ViewId& id) override;
  Result<> recover() override;
  Result<Digest> fingerprint(const ViewId& id) const override;
  Result<std::vector<std::string>> strangers(const std::vector<ViewId>& known) const override;

 private:
  explicit RocksViews(Database database);

  std::unique_ptr<Database> database_;
  std::mutex writing_;  // Held from the check of a view's position to its write.
};

}  // namespace verloop
