// What the subcommands on the directory share: asking and ordering, here or at a server.
#include "tools/verloop/directory_commands.hpp"

#include <cstdlib>
#include <iostream>

#include <boost/json/serialize.hpp>

#include "adapters/rpc/directory_calls.hpp"
#include "events/json/text_in.hpp"
#include "projections/directory_answers.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/error_text.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/server_call.hpp"
#include "tools/verloop/steward.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t words_bytes_max = 64 * 1024;

/// What the parameters lack was seen to by the options: this is for what remains.
std::optional<DirectoryCall> read_order(Console& console, const DirectoryOrder& order) {
  auto call = directory_call(order.method, json::value(order.params));
  if (auto* read = std::get_if<DirectoryCall>(&call)) return std::move(*read);
  const RpcError& error = std::get<RpcError>(call);
  console.fail(Exit::wrong_use, text_in(error.data, "path") + ": " + text_in(error.data, "detail"));
  return std::nullopt;
}

std::optional<Actor> orderer(Console& console, Instance& instance, const DirectoryPlace& place,
                             const std::string& asked) {
  const ActorId actor = instance.asker(place.as);
  if (!console.check_actor(instance, actor)) return std::nullopt;
  auto by = instance.rights().acting_as(actor, {"administrator"});
  if (!by) refuse_steward(console, instance, {actor, {}, {}, {}}, for_the_administrator(), asked);
  return by;
}

void enter(Console& console, Instance& instance, const Actor& by, const ActorId& about,
           const std::string& asked) {
  AccessLog& access = instance.access();
  const Occasion occasion = Instance::local(asked);
  console.warn_if_failed(about.text.empty() ? access.administered(by, occasion)
                                            : access.administered(by, about, occasion));
  const auto finished = instance.finish();
  if (finished.has_error()) console.warn(error_text(finished.error(), console.language()));
}

/// The position of what was recorded. None after a message.
std::optional<json::object> order_here(Console& console, const DirectoryPlace& place,
                                       const DirectoryOrder& order) {
  const auto wanted = read_order(console, order);
  if (!wanted) return std::nullopt;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return std::nullopt;
  const auto by = orderer(console, *instance, place, order.asked);
  if (!by) return std::nullopt;
  const auto done = wanted->run(instance->ordering(), {*by, system_now()});
  if (done.has_error()) {
    console.fail(done.error());
    return std::nullopt;
  }
  if (const auto* refusal = std::get_if<Refusal>(&*done)) {
    refuse_steward(console, *instance, *by, *refusal, order.asked);
    return std::nullopt;
  }
  enter(console, *instance, *by, wanted->about, order.asked);
  return json::object{{"position", std::get<Position>(*done).value}};
}

/// As whom the directory is read; everybody may read of themselves. None after a message.
std::optional<Actor> reader(Console& console, Instance& instance, const DirectoryPlace& place,
                            const DirectoryOrder& order) {
  const ActorId actor = instance.asker(place.as);
  if (!console.check_actor(instance, actor)) return std::nullopt;
  if (auto by = directory_reader(instance.rights(), actor)) return by;
  if (text_in(order.params, "actor") == actor.text) return Actor{actor, {}, {}, {}};
  refuse_steward(console, instance, {actor, {}, {}, {}}, for_directory_readers(), order.asked);
  return std::nullopt;
}

std::optional<json::object> ask_here(Console& console, const DirectoryPlace& place,
                                     const DirectoryOrder& order) {
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return std::nullopt;
  const auto by = reader(console, *instance, place, order);
  if (!by) return std::nullopt;
  if (!order.params.contains("actor")) {
    const auto entered = instance->access().administered(*by, Instance::local(order.asked));
    if (entered.has_error()) {
      console.fail(entered.error());
      return std::nullopt;
    }
    console.sign_access(*instance);
    return directory_answer(instance->directory(), instance->rights());
  }
  const ActorId about{text_in(order.params, "actor")};
  if (!console.check_actor(*instance, about)) return std::nullopt;
  return console.hand_out(*instance, actor_answer(instance->sources(), about, *by), order.asked);
}

std::string day_text(const Console& console, const json::object& row, const char* name) {
  const auto day = parse_date(text_in(row, name));
  return day.has_value() ? in_words(*day, console.language()) : std::string();
}

std::string days_text(const Console& console, const json::object& row) {
  std::string text;
  if (row.contains("from"))
    text += console.choose(", vanaf ", ", from ") + day_text(console, row, "from");
  if (row.contains("until"))
    text += console.choose(", tot en met ", ", until ") + day_text(console, row, "until");
  if (row.contains("withdrawn"))
    text += console.choose(", ingetrokken op ", ", withdrawn at ") + text_in(row, "withdrawn");
  return text;
}

}  // namespace

std::string server_of(const Console& console, const DirectoryPlace& place) {
  if (!place.server.empty() || !console.data.empty()) return place.server;
  const char* environment = std::getenv("VERLOOP_SERVER");
  return environment == nullptr ? std::string() : std::string(environment);
}

std::optional<json::object> call_method(Console& console, const std::string& server,
                                        const std::string& method, json::object params) {
  const auto address = parse_address(server);
  if (!address) {
    console.fail(Exit::wrong_use,
                 console.choose("--server: verwacht ADRES:POORT, zoals 127.0.0.1:7777",
                                "--server: expected HOST:PORT, as in 127.0.0.1:7777"));
    return std::nullopt;
  }
  const auto token = token_given(console);
  if (!token) return std::nullopt;
  return call_server(console, {*address, *token, method, std::move(params)});
}

void add_place_options(CLI::App* command, Console& console, DirectoryPlace& place) {
  auto* data = command->add_option("--data", console.data, "The data folder");
  auto* key = command->add_option("--key-file", console.key_file,
                                  "File with the key-encryption key (default: DIR.key)");
  auto* as = command->add_option("--as", place.as, "Who asks (default: the administrator)");
  auto* server = command->add_option(
      "--server", place.server,
      "HOST:PORT of a running server (default: VERLOOP_SERVER); your token is taken from "
      "VERLOOP_TOKEN");
  for (CLI::Option* option : {data, key, as}) server->excludes(option);
}

void give_order(Console& console, const DirectoryPlace& place, DirectoryOrder order) {
  const std::string server = server_of(console, place);
  const auto done = server.empty() ? order_here(console, place, order)
                                   : call_method(console, server, order.method, order.params);
  if (!done) return;
  if (console.json) return console.print(json::value(*done));
  console.print(order.done.in(console.language()) + " (" + console.choose("nummer ", "number ") +
                json::serialize(done->at("position")) + ")");
}

std::optional<json::object> ask_directory(Console& console, const DirectoryPlace& place,
                                          DirectoryOrder order) {
  const std::string server = server_of(console, place);
  return server.empty() ? ask_here(console, place, order)
                        : call_method(console, server, order.method, order.params);
}

std::string role_text(const Console& console, const json::object& row) {
  return printable(text_in(row, "role") + console.choose(" bij ", " at ") +
                   text_in(row, "organisation") + days_text(console, row));
}

void print_mandates(const Console& console, const json::array& mandates) {
  for (const json::value& one : mandates) {
    const json::object& row = one.as_object();
    std::string actions;
    if (const json::value* list = row.if_contains("actions"))
      actions = ": " + shown(*list, console.language());
    console.print(printable(padded(json::serialize(row.at("entry")), 7) + " " +
                            text_in(row, "holder") + console.choose(" namens ", " for ") +
                            text_in(row, "giver") + ", " + role_text(console, row) + actions));
  }
}

std::optional<std::string> read_words(Console& console, const std::string& file) {
  auto text =
      file == "-" ? read_stream(std::cin, "-", words_bytes_max) : read_file(file, words_bytes_max);
  if (text.has_error()) {
    console.fail(Exit::wrong_use, text.error());
    return std::nullopt;
  }
  text->erase(text->find_last_not_of("\r\n") + 1);
  return std::move(*text);
}

}  // namespace verloop
