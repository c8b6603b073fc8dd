#include "tools/verloop/server_call.hpp"

#include <cstdlib>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/rpc/json_rpc.hpp"
#include "events/json/strict_json.hpp"
#include "events/json/text_in.hpp"

namespace verloop {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::size_t answer_bytes_max = std::size_t{16} << 20U;

/// One connection, used for one call after another.
class Connection {
 public:
  explicit Connection(const Address& server) : server_(format(server)) {
    asio::ip::tcp::resolver resolver(io_);
    const auto found = resolver.resolve(server.host, std::to_string(server.port), failure_);
    if (!failure_) asio::connect(socket_, found, failure_);
  }

  /// The response, with its result or its error.
  Result<json::object> call(const std::string& method, json::object params) {
    const json::object asked{
        {"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
    if (!failure_) asio::write(socket_, asio::buffer(json::serialize(asked) + "\n"), failure_);
    auto room = asio::dynamic_buffer(received_, answer_bytes_max);
    const std::size_t size = failure_ ? 0 : asio::read_until(socket_, room, '\n', failure_);
    if (failure_) {
      return Error{Errc::network_failed, "no answer from " + server_ + ": " + failure_.message() +
                                             "; is a server running there?"};
    }
    auto answer = parse_json(received_.substr(0, size));
    received_.erase(0, size);
    if (answer.has_value() && answer->is_object()) return std::move(answer->get_object());
    return Error{Errc::network_failed, server_ + " does not speak as a server of this program"};
  }

 private:
  std::string server_;
  asio::io_context io_;
  asio::ip::tcp::socket socket_{io_};
  boost::system::error_code failure_;
  std::string received_;
};

/// The answer is no: problem details, as a refusal at the keyboard is shown.
void say_no(Console& console, json::object details) {
  console.status = Exit::answer_is_no;
  if (console.json) {
    details["exit"] = console.status;
    return console.print(json::value(std::move(details)));
  }
  const std::string what = text_in(details, console.language() == Language::nl ? "title" : "kind");
  console.print(console.choose("Geweigerd (", "Refused (") + what +
                "): " + text_in(details, "detail"));
}

/// The server could not do it, or did not understand.
void say_error(Console& console, const json::object& error) {
  const json::value* data = error.if_contains("data");
  json::object details = data != nullptr && data->is_object() ? data->get_object() : json::object();
  const std::string kind = text_in(details, "kind");
  if (!kind.empty() && kind != "readOnly") return say_no(console, std::move(details));
  const std::string detail = text_in(details, "detail");
  console.fail(Exit::storage_failure, detail.empty() ? text_in(error, "message") : detail);
}

}  // namespace

std::optional<json::object> call_server(Console& console, const ServerCall& call) {
  Connection connection(call.server);
  auto answer = connection.call(
      "session.open",
      {{"token", call.token}, {"language", console.language() == Language::nl ? "nl" : "en"}});
  const bool is_open = answer.has_value() && answer->contains("result");
  if (is_open) answer = connection.call(call.method, call.params);
  if (answer.has_error()) {
    console.fail(answer.error());
    return std::nullopt;
  }
  const json::value* result = answer->if_contains("result");
  if (is_open && result != nullptr && result->is_object()) return result->get_object();
  const json::value* error = answer->if_contains("error");
  say_error(console, error != nullptr && error->is_object() ? error->get_object() : *answer);
  return std::nullopt;
}

std::optional<std::string> token_given(Console& console) {
  const char* token = std::getenv("VERLOOP_TOKEN");
  if (token != nullptr && *token != '\0') return token;
  console.fail(Exit::wrong_use,
               console.choose("zet uw toegangssleutel in de omgevingsvariabele VERLOOP_TOKEN",
                              "put your token in the environment variable VERLOOP_TOKEN"));
  return std::nullopt;
}

}  // namespace verloop
