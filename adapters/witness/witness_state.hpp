#pragma once
// What a witness cosigned last of each log: a folder that one process has at a time. A witness that
// forgets this could cosign two histories, so a folder that is gone or another's is never made
// anew under the same key.
//   cosigned.json   JCS {"format":1,"notes":{origin: note, ...},"witness": verifier key} LF
//   lock            held (flock) by the one process

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "events/result.hpp"

namespace verloop {

class WitnessState {
 public:
  /// Makes the folder, for the witness with this verifier key. Fails with `foreign_folder` when
  /// there is one already.
  static Result<> create(const std::filesystem::path& folder, const std::string& witness);
  /// Fails with `not_found`, with `locked`, with `tampered` when the file is not in its form, with
  /// `wrong_key` when it is that of another witness.
  static Result<WitnessState> open(const std::filesystem::path& folder, const std::string& witness);
  static bool exists(const std::filesystem::path& folder);

  /// The last note of a log, with the cosignature; none when nothing of it was cosigned.
  std::optional<std::string> note(const std::string& origin) const;
  /// Durable when it returns. After an error the earlier note counts.
  Result<> keep(const std::string& origin, const std::string& note);

 private:
  /// Closed, and with it unlocked, when the last owner goes.
  using Lock = std::shared_ptr<void>;
  WitnessState(std::filesystem::path file, std::string witness, Lock lock)
      : file_(std::move(file)), witness_(std::move(witness)), lock_(std::move(lock)) {}
  static Result<Lock> lock_folder(const std::filesystem::path& folder);

  std::filesystem::path file_;
  std::string witness_;
  Lock lock_;
  std::map<std::string, std::string> notes_;
};

}  // namespace verloop
