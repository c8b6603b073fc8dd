#include "tools/verloop/verify.hpp"

#include <fstream>
#include <sstream>

#include "events/shipped.hpp"
#include "projections/rocksdb/rocks_views.hpp"

namespace verloop {

std::optional<DataFolder> open_for_verification(Console& console) {
  if (console.data.empty()) {
    console.fail(Exit::wrong_use, console.choose("noem de gegevensmap: verloop verify MAP",
                                                 "name the data folder: verloop verify DIR"));
    return std::nullopt;
  }
  if (const auto examined = DataFolder::examine(console.folder()); examined.has_error()) {
    console.fail(examined.error());
    return std::nullopt;
  }
  const auto key = console.load_key();
  if (key.has_error()) {
    console.fail(key.error());
    return std::nullopt;
  }
  auto folder =
      DataFolder::open(console.folder(), *key, OpenMode::read_only, console.erasures_path());
  if (folder.has_value()) return std::move(*folder);
  console.fail(folder.error());
  if (folder.error().code == Errc::tampered || folder.error().code == Errc::storage_failed)
    console.status = Exit::answer_is_no;
  return std::nullopt;
}

Result<std::vector<ProjectionDifference>> compare_projections(DataFolder& data,
                                                              const std::filesystem::path& folder) {
  auto system = load_system_catalogue(shipped_system_catalogue());
  if (system.has_error()) return system.error();
  Definitions definitions(std::make_shared<const SystemCatalogue>(std::move(*system)));
  auto loaded = definitions.load(data.log());
  if (loaded.has_error()) return loaded.error();
  auto views = RocksViews::open(folder / "projections", ViewAccess::read_only);
  if (views.has_error()) return views.error();
  return compare_with_rebuild(data.log(), definitions, **views, shipped_projections());
}

Result<std::string> read_checkpoint_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) return Error{Errc::not_found, "can't read the checkpoint " + file};
  return text.str();
}

}  // namespace verloop
