#pragma once
// One small HTTP/1.1 request to somebody else's server, in the clear.

#include <chrono>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "events/result.hpp"

namespace verloop {

/// `http://HOST[:PORT][/PREFIX]`
struct HttpUrl {
  std::string host, port;
  std::string prefix;  // Empty, or starts with a slash and ends without one.
};

/// Fails with `malformed`, also for https, which is not spoken.
Result<HttpUrl> parse_http_url(std::string_view text);

struct HttpAnswer {
  unsigned status = 0;
  std::string type, body;
};

constexpr std::size_t http_answer_bytes_max = std::size_t{64} * 1024;

/// Posts to `prefix` + `path`. Fails with `network_failed` when there is no whole answer in time.
boost::asio::awaitable<Result<HttpAnswer>> http_post(HttpUrl url, std::string path,
                                                     std::string body,
                                                     std::chrono::milliseconds time_max);

}  // namespace verloop
