#include "adapters/http_client.hpp"

#include <algorithm>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace verloop {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr auto outcome = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view scheme = "http://";
constexpr std::uint32_t header_bytes_max = 8 * 1024;

Error unreached(const HttpUrl& url, const boost::system::error_code& failure) {
  return {Errc::network_failed, url.host + ":" + url.port + ": " + failure.message()};
}

http::request<http::string_body> request_for(const HttpUrl& url, const std::string& path,
                                             std::string body) {
  http::request<http::string_body> request(http::verb::post, url.prefix + path, 11);
  request.set(http::field::host, url.host + ":" + url.port);
  request.set(http::field::user_agent, "verloop");
  request.set(http::field::content_type, "text/plain; charset=utf-8");
  request.body() = std::move(body);
  request.prepare_payload();
  request.keep_alive(false);
  return request;
}

/// What one exchange needs, kept out of the coroutine's frame.
struct Exchange {
  Exchange(const asio::any_io_executor& executor, HttpUrl to, const std::string& path,
           std::string body)
      : url(std::move(to)),
        request(request_for(url, path, std::move(body))),
        resolver(executor),
        stream(executor) {
    parser.header_limit(header_bytes_max);
    parser.body_limit(http_answer_bytes_max);
  }

  HttpUrl url;
  http::request<http::string_body> request;
  asio::ip::tcp::resolver resolver;
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
};

asio::awaitable<boost::system::error_code> exchange(std::shared_ptr<Exchange> with,
                                                    std::chrono::milliseconds time_max) {
  auto [unknown, found] =
      co_await with->resolver.async_resolve(with->url.host, with->url.port, outcome);
  if (unknown) co_return unknown;
  with->stream.expires_after(time_max);
  auto [refused, peer] = co_await with->stream.async_connect(found, outcome);
  if (refused) co_return refused;
  auto [cut, written] = co_await http::async_write(with->stream, with->request, outcome);
  if (cut) co_return cut;
  auto [failure, read] =
      co_await http::async_read(with->stream, with->buffer, with->parser, outcome);
  co_return failure;
}

}  // namespace

Result<HttpUrl> parse_http_url(std::string_view text) {
  const auto malformed = [](const char* why) { return Error{Errc::malformed, why}; };
  if (text.starts_with("https://"))
    return malformed("https is not spoken; put a program in between that does");
  if (!text.starts_with(scheme)) return malformed("a URL starts with http://");
  text.remove_prefix(scheme.size());
  const std::size_t slash = std::min(text.find('/'), text.size());
  std::string_view place = text.substr(0, slash);
  std::string_view prefix = text.substr(slash);
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  const std::size_t bracket = place.rfind(']');  // Of an IPv6 address.
  const std::size_t colon = place.rfind(':');
  const bool has_port = colon != place.npos && (bracket == place.npos || colon > bracket);
  HttpUrl url{std::string(place.substr(0, has_port ? colon : place.npos)),
              has_port ? std::string(place.substr(colon + 1)) : "80", std::string(prefix)};
  if (url.host.starts_with('[') && url.host.ends_with(']'))
    url.host = url.host.substr(1, url.host.size() - 2);
  const auto is_plain = [](char byte) { return byte > ' ' && byte < 0x7F; };
  const bool is_good = !url.host.empty() && !url.port.empty() &&
                       url.port.find_first_not_of("0123456789") == std::string::npos &&
                       std::all_of(text.begin(), text.end(), is_plain);
  if (is_good) return url;
  return malformed("a URL is http://HOST[:PORT][/PREFIX]");
}

asio::awaitable<Result<HttpAnswer>> http_post(HttpUrl url, std::string path, std::string body,
                                              std::chrono::milliseconds time_max) {
  const auto executor = co_await asio::this_coro::executor;
  auto with = std::make_shared<Exchange>(executor, std::move(url), path, std::move(body));
  const auto failure = co_await exchange(with, time_max);
  if (failure) co_return unreached(with->url, failure);
  auto& answer = with->parser.get();
  std::string type(answer[http::field::content_type]);
  co_return HttpAnswer{answer.result_int(), std::move(type), std::move(answer.body())};
}

}  // namespace verloop
