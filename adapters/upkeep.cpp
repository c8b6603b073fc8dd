#include "adapters/upkeep.hpp"

#include <algorithm>

namespace verloop {
namespace {

bool is_of_storage(const Error& error) {
  return error.code == Errc::storage_failed || error.code == Errc::read_only;
}

}  // namespace

void Retry::failed() {
  next_ = std::chrono::steady_clock::now() + pause_;
  pause_ = std::min(pause_ * 2, pauses_.longest);
}

void Retry::worked() {
  pause_ = pauses_.first;
  next_ = {};
}

void Upkeep::say(const std::string& text) const {
  if (work_.say) work_.say(text);
}

/// Says a cause once: again only when it is another one, or when writing worked in between.
void Upkeep::close(const Error& error) {
  is_closed_ = true;
  writing_.failed();
  const bool is_known = trouble_ && (trouble_->code == error.code || error.code == Errc::read_only);
  if (is_known) return;
  say("read-only, nothing is recorded: " + error.detail);
  trouble_ = error;
}

std::optional<Error> Upkeep::closed() {
  if (!is_closed_) return std::nullopt;
  if (!writing_.is_due()) return trouble_;
  const auto recovered = work_.recover ? work_.recover() : Result<>();
  // A signature is the smallest thing that can be written, and may be what failed.
  const auto note = recovered.has_value() ? log_.sign_checkpoint() : recovered.error();
  if (note.has_error()) {
    close(note.error());
    return trouble_;
  }
  is_closed_ = false;
  // Said here: there may be nothing else to write for a long time.
  worked();
  return std::nullopt;
}

void Upkeep::failed(const Error& error) {
  if (is_of_storage(error)) return close(error);
  if (!other_ || other_->code != error.code) say("failed: " + error.detail);
  other_ = error;
}

void Upkeep::worked() {
  writing_.worked();
  if (trouble_) say("writing works again");
  trouble_.reset();
  other_.reset();
}

void Upkeep::catch_up() {
  if (lag_ && !projecting_.is_due()) return;
  // Views lie in a storage of their own, which may have to be opened anew too.
  if (lag_ && is_of_storage(*lag_) && work_.recover) {
    const auto recovered = work_.recover();
    if (recovered.has_error()) failed(recovered.error());
  }
  const auto done = work_.catch_up ? work_.catch_up() : Result<>();
  if (done.has_error()) {
    projecting_.failed();
    if (!lag_ || lag_->code != done.error().code)
      say("projections fall behind: " + done.error().detail);
    lag_ = done.error();
    return;
  }
  projecting_.worked();
  if (lag_) say("projections are up to date again");
  lag_.reset();
}

bool Upkeep::sign() {
  const auto note = log_.sign_checkpoint();
  if (note.has_error()) {
    close(note.error());
  } else {
    worked();
  }
  return note.has_value();
}

}  // namespace verloop
