#pragma once
// Opens the sealed values of one subject, for one thread at a time. Keeps the subject's key:
// whoever holds it lets it go with the run that it was for, and the key is wiped then.

#include <string>
#include <string_view>

#include "events/crypto/crypto.hpp"
#include "events/ids.hpp"
#include "events/result.hpp"

namespace verloop {

class ValueOpener {
 public:
  ValueOpener(SubjectId subject, std::string_view key)
      : subject_(std::move(subject)), opener_(key) {}

  /// Fails with `tampered` when the bytes do not open.
  Result<std::string> open(std::string_view sealed, std::string_view context);

 private:
  SubjectId subject_;
  crypto::Opener opener_;
};

}  // namespace verloop
