#include "tools/verloop/verify.hpp"

#include <algorithm>
#include <iterator>

#include "events/owed_erasures.hpp"
#include "events/rocksdb/folder_marker.hpp"
#include "events/shipped.hpp"
#include "events/verify_documents.hpp"
#include "projections/rocksdb/rocks_views.hpp"
#include "tools/verloop/handle_check.hpp"
#include "tools/verloop/read_file.hpp"

namespace verloop {

namespace {

/// Whether log and vault lie there, whatever the folder's marker says.
bool holds_a_log(const std::filesystem::path& folder) {
  std::error_code ignored;  // What can't be examined is not there.
  return std::filesystem::is_directory(folder / "log", ignored) &&
         std::filesystem::is_directory(folder / "vault", ignored);
}

/// A marker that was changed, cut or removed is a fault of the data, which is what was asked for.
void say_not_opened(Console& console, const Error& error) {
  if (error.code != Errc::foreign_folder || !holds_a_log(console.folder()))
    return console.fail(error);
  console.fail(Exit::answer_is_no,
               Error{Errc::foreign_folder,
                     error.detail + "; log and vault are there, and were not checked"});
}

}  // namespace

std::optional<DataFolder> open_for_verification(Console& console) {
  if (console.data.empty()) {
    console.fail(Exit::wrong_use, console.choose("noem de gegevensmap: verloop verify MAP",
                                                 "name the data folder: verloop verify DIR"));
    return std::nullopt;
  }
  if (const auto examined = DataFolder::examine(console.folder()); examined.has_error()) {
    say_not_opened(console, examined.error());
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
  const Errc code = static_cast<Errc>(folder.error().code.value());
  if (code == Errc::tampered || code == Errc::storage_failed) {
    console.fail(Exit::answer_is_no, folder.error());
  } else {
    console.fail(folder.error());
  }
  return std::nullopt;
}

namespace {

/// What needs the definitions in the log: its persons, and its projections.
Result<> verify_above(DataFolder& data, const std::filesystem::path& folder, Verified& verified) {
  auto system = load_system_catalogue(shipped_system_catalogue());
  if (system.has_error()) return system.error();
  Definitions definitions(std::make_shared<const SystemCatalogue>(std::move(*system)));
  if (auto loaded = definitions.load(data.log()); loaded.has_error()) return loaded;
  Directory directory;
  if (auto loaded = directory.load(data.log()); loaded.has_error()) return loaded;
  auto faults = check_handles(data.log(), data.vault(), definitions, directory);
  if (faults.has_error()) return faults.error();
  for (Fault& fault : *faults) verified.report.faults.push_back(std::move(fault));
  auto views = RocksViews::open(folder / "projections", ViewAccess::read_only);
  if (views.has_error()) return views.error();
  const auto projections = shipped_projections();
  auto compared = compare_with_rebuild(data.log(), definitions, **views, projections);
  if (compared.has_error()) return compared.error();
  verified.differences = std::move(*compared);
  const std::uint64_t size = data.log().tail().size;
  for (const auto& projection : projections) {
    const auto applied = (*views)->applied(projection->view());
    if (applied.has_error()) return applied.error();
    verified.behind = std::max(verified.behind, size - std::min(size, applied->value));
  }
  return {};
}

}  // namespace

namespace {

/// What each of the two logs is held against: a checkpoint names the log that it is of, or one that
/// this continues.
std::pair<VerifyOptions, VerifyOptions> shared_out(const VerifyOptions& options,
                                                   const KeyHistory& access) {
  VerifyOptions of_log{{}, options.progress, options.erased_later};
  VerifyOptions of_access;
  for (const std::string& note : options.earlier_checkpoints) {
    VerifyOptions& one = access.is_named_in(note) ? of_access : of_log;
    one.earlier_checkpoints.push_back(note);
  }
  return {std::move(of_log), std::move(of_access)};
}

/// Both logs share one vault: what is wrong with that is said once.
void leave_out_known(VerifyReport& access, const VerifyReport& log) {
  std::erase_if(access.faults, [&log](const Fault& fault) {
    return !fault.position &&
           std::any_of(log.faults.begin(), log.faults.end(), [&fault](const Fault& known) {
             return !known.position && known.text == fault.text;
           });
  });
}

}  // namespace

Verified verify_folder(DataFolder& data, const std::filesystem::path& folder,
                       const VerifyOptions& options) {
  const auto [of_log, of_access] = shared_out(options, data.access_contents().signing_keys());
  Verified verified{verify_log(data.contents(), data.vault(), of_log),           {}, 0,
                    verify_log(data.access_contents(), data.vault(), of_access), 0,  {}};
  leave_out_known(verified.access, verified.report);
  for (Fault& fault : verify_marker(folder, data.contents().signing_keys()))
    verified.report.faults.push_back(std::move(fault));
  DocumentsReport documents = verify_documents({data.log(), data.vault(), data.documents()});
  verified.documents = documents.count;
  std::move(documents.faults.begin(), documents.faults.end(),
            std::back_inserter(verified.report.faults));
  if (!verified.report.faults.empty()) return verified;
  if (auto done = verify_above(data, folder, verified); done.has_error())
    verified.differences.push_back({"", "can't be checked: " + done.error().detail});
  return verified;
}

Result<> expect_later_erasures(DataFolder& data, const std::filesystem::path& list,
                               VerifyOptions& how) {
  if (!data.cut_to() && !data.contents().signing_keys().is_continued()) return {};
  const auto known = ErasureList::load(list);
  if (known.has_error()) return known.error();
  const auto orders = orders_for(data.log(), data.vault(), *known);
  if (orders.has_error()) return orders.error();
  for (const Erasure& order : *orders) {
    // What this log erased itself it tells, unless that lies behind its cut.
    if (data.cut_to() || order.origin != data.origin())
      how.erased_later.push_back(order.destruction());
  }
  return {};
}

Result<std::string> read_checkpoint_file(const std::string& file) {
  return read_file(file, text_file_bytes_max);
}

}  // namespace verloop
