#include "adapters/access_desk.hpp"

#include <boost/asio/post.hpp>

namespace verloop {

/// The write is behind all that is in the storage thread's queue by now.
void AccessDesk::wake() {
  if (log_.waiting() >= entries_max) return log_.write_waiting();
  if (is_woken_ || log_.waiting() == 0) return;
  is_woken_ = true;
  boost::asio::post(storage_, [this] {
    is_woken_ = false;
    log_.write_waiting();
  });
}

}  // namespace verloop
