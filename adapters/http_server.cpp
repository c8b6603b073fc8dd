#include "adapters/http_server.hpp"

#include <optional>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace verloop {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr auto outcome = asio::as_tuple(asio::use_awaitable);

using Parser = http::request_parser<http::string_body>;

/// What is said to a request that could not be read; none when nobody is there to hear it.
std::optional<unsigned> status_of(const boost::system::error_code& failure) {
  if (failure == http::error::body_limit) return 413;
  if (failure == http::error::header_limit) return 431;
  const bool is_bad_http =
      failure.category() == make_error_code(http::error::bad_method).category();
  const bool is_over =
      failure == http::error::end_of_stream || failure == http::error::partial_message;
  return is_bad_http && !is_over ? std::optional(400U) : std::nullopt;
}

http::response<http::string_body> message_of(HttpResponse made) {
  http::response<http::string_body> message(static_cast<http::status>(made.status), 11);
  if (!made.type.empty()) message.set(http::field::content_type, made.type);
  message.body() = std::move(made.body);
  return message;
}

HttpRequest request_of(Parser& parser) {
  auto& message = parser.get();
  return {std::string(message.method_string()), std::string(message.target()),
          std::move(message.body())};
}

}  // namespace

class HttpServer::Connection {
 public:
  explicit Connection(tcp::socket socket) : stream(std::move(socket)) {}
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
};

HttpServer::HttpServer(asio::io_context& io, HttpLimits limits, Handler handler)
    : io_(io),
      listener_(
          io, [this](tcp::socket socket) { serve(std::move(socket)); }, [this] { stop(); }),
      limits_(limits),
      handler_(std::move(handler)) {}

HttpServer::~HttpServer() = default;

void HttpServer::serve(tcp::socket socket) {
  if (connections_.size() >= limits_.connections) return;  // Closed as it goes.
  auto connection = std::make_shared<Connection>(std::move(socket));
  connections_.insert(connection);
  // Ends with its connection, at the latest with stop. What it throws (no memory) ends it too.
  asio::co_spawn(io_, converse(connection),
                 [this, connection](std::exception_ptr) { connections_.erase(connection); });
}

asio::awaitable<void> HttpServer::converse(std::shared_ptr<Connection> connection) {
  for (bool goes_on = true; goes_on;) {
    Parser parser;
    parser.header_limit(limits_.header_bytes);
    parser.body_limit(limits_.body_bytes);
    connection->stream.expires_after(limits_.exchange_max);
    auto [failure, read] =
        co_await http::async_read(connection->stream, connection->buffer, parser, outcome);
    const std::optional<unsigned> refused = failure ? status_of(failure) : std::nullopt;
    if (failure && !refused) break;
    auto message = message_of(refused ? HttpResponse{*refused, "text/plain", "bad request\n"}
                                      : handler_(request_of(parser)));
    goes_on = !refused && parser.get().keep_alive();
    message.keep_alive(goes_on);
    message.prepare_payload();
    auto [cut, written] = co_await http::async_write(connection->stream, message, outcome);
    goes_on = goes_on && !cut;
  }
  connection->stream.close();
}

void HttpServer::stop() {
  listener_.close();
  const auto all = connections_;
  for (const auto& connection : all) connection->stream.close();
}

}  // namespace verloop
