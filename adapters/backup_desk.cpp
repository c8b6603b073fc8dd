#include "adapters/backup_desk.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

namespace verloop {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

/// Whatever a library throws is a backup that failed.
Result<json::object> made_by(const BackupDesk::Copy& copy, const std::stop_token& stop) {
  try {
    return copy(stop);
  } catch (const std::exception&) {
    return Error{Errc::storage_failed, "a backup failed"};
  }
}

}  // namespace

void BackupDesk::make(Told told) {
  ensure(!is_busy_, "one backup is made at a time");
  is_busy_ = true;  // Before drain, which answers others, who may ask for one too.
  committer_.drain();
  auto copy = hold_();
  if (copy.has_error()) {
    is_busy_ = false;
    return told(copy.error());
  }
  // The storage thread has work to come, so that a join waits for it.
  auto storage = asio::prefer(storage_.get_executor(), asio::execution::outstanding_work.tracked);
  asio::post(copying_, [this, storage, copy = std::move(*copy), told = std::move(told)]() mutable {
    auto made = made_by(copy, stop_.get_token());
    copy = nullptr;  // What was held goes here.
    asio::post(storage, [this, told = std::move(told), made = std::move(made)] {
      is_busy_ = false;
      told(made);
    });
  });
}

}  // namespace verloop
