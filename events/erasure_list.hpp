#pragma once
// The list of erasures beside the key-encryption key: what must be destroyed again when a vault or
// a log comes back from a backup. One JCS line per erasure (erasure.hpp), in the order of the
// orders. The file is replaced whole and synced, by one process at a time. Who keeps no file (an
// engine in memory) has the list as long as the object.

#include <filesystem>
#include <vector>

#include "events/erasure.hpp"

namespace verloop {

class ErasureList {
 public:
  ErasureList() = default;
  /// A file that is missing is an empty list; an empty path keeps no file. Fails with `tampered`,
  /// naming the line, when the file is not in its form.
  static Result<ErasureList> load(const std::filesystem::path& file);

  /// Durable when it returns.
  Result<> add(Erasure erasure);
  /// Takes up what another list tells and this one does not.
  Result<> add_all(const ErasureList& other);

  /// Those of a log and of the logs that it continues.
  std::vector<Erasure> of(const std::vector<std::string>& origins) const;

 private:
  Result<> take_up(const std::vector<Erasure>& more);
  Result<> write(const std::filesystem::path& file, const std::vector<Erasure>& all) const;

  std::filesystem::path file_;
  std::vector<Erasure> all_;
};

}  // namespace verloop
