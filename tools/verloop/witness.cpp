// verloop witness: cosigns the checkpoints of somebody's log, as long as each holds all that the
// last one held.
#include "adapters/witness/witness.hpp"

#include <csignal>
#include <cstdio>

#include <boost/asio/signal_set.hpp>

#include "events/rocksdb/key_file.hpp"
#include "tools/verloop/address.hpp"
#include "tools/verloop/trust.hpp"
#include "tools/verloop/witness_commands.hpp"

namespace verloop {
namespace {

namespace asio = boost::asio;

struct Options {
  std::string folder, name, policy;
  std::vector<std::string> logs;
  std::string listen = "127.0.0.1:7778";
};

/// The logs that are named by their keys, and those of the policy. None after a message.
std::optional<std::vector<VerifierKey>> logs_of(Console& console, const Options& options) {
  std::vector<VerifierKey> keys;
  for (const std::string& text : options.logs) {
    const auto key = parse_verifier_key(text);
    if (key.has_error()) {
      console.fail(Exit::wrong_use, "--log: " + key.error().detail);
      return std::nullopt;
    }
    keys.push_back(*key);
  }
  if (!options.policy.empty()) {
    const auto policy = read_policy(console, options.policy);
    if (!policy) return std::nullopt;
    for (const PolicyLog& log : policy->logs) keys.push_back(log.key);
  }
  if (!keys.empty()) return keys;
  console.fail(Exit::wrong_use, console.choose("noem ten minste een logboek: --log SLEUTEL",
                                               "name at least one log: --log KEY"));
  return std::nullopt;
}

/// The key of the witness: made at the first use, together with its folder.
Result<std::string> seed_of(const Console& console) {
  std::error_code ignored;  // What can't be examined is met again when it is read.
  const bool has_key = std::filesystem::exists(console.key_path(), ignored);
  if (WitnessState::exists(console.folder())) return load_key(console.key_path());
  if (!has_key) return create_key_file(console.key_path());
  return Error{
      Errc::foreign_folder,
      console.choose(console.key_path().string() + " is er, maar " + console.data +
                         " niet: wat met die sleutel is medeondertekend is niet bekend, en dan "
                         "mag hij niet verder. Zet de map terug, of neem een andere sleutel.",
                     console.key_path().string() + " is there, but " + console.data +
                         " is not: what that key cosigned is not known, so it must not go on. Put "
                         "the folder back, or take another key.")};
}

Result<WitnessState> state_of(const Console& console, const std::string& key) {
  if (!WitnessState::exists(console.folder())) {
    if (auto made = WitnessState::create(console.folder(), key); made.has_error())
      return made.error();
  }
  return WitnessState::open(console.folder(), key);
}

void say_listening(const Console& console, const std::string& where, const std::string& key) {
  if (console.json) {
    console.print(
        boost::json::value(boost::json::object{{"listening", where}, {"witnessKey", key}}));
  } else {
    console.print(console.choose("Sleutel van deze getuige: ", "Key of this witness: ") + key);
    console.print(console.choose("Luistert op ", "Listening on ") + where);
  }
  std::fflush(stdout);
}

void run(Console& console, Witness witness, const Address& address, const std::string& key) {
  asio::io_context io(1);
  HttpServer server(io, {}, [&witness](const HttpRequest& request) {
    return witness.answer(request, std::chrono::floor<std::chrono::seconds>(system_now()));
  });
  asio::signal_set signals(io, SIGINT, SIGTERM);
  const auto port = server.listen(address.host, address.port);
  if (port.has_error()) return console.fail(port.error());
  signals.async_wait([&server](const boost::system::error_code& cancelled, int) {
    if (!cancelled) server.stop();
  });
  say_listening(console, format(Address{address.host, *port}), key);
  io.run();
}

void serve(Console& console, const Options& options) {
  console.data = options.folder;
  const auto address = parse_address(options.listen);
  if (!address) return say_no_address(console);
  if (!is_key_name(options.name)) {
    return console.fail(Exit::wrong_use,
                        console.choose("--name: verwacht een naam zonder spaties en plustekens",
                                       "--name: expected a name without spaces and plus signs"));
  }
  auto logs = logs_of(console, options);
  if (!logs) return;
  const auto seed = seed_of(console);
  if (seed.has_error()) return console.fail(seed.error());
  const std::string key = format(witness_key(options.name, *seed));
  auto state = state_of(console, key);
  if (state.has_error()) return console.fail(state.error());
  run(console, Witness(options.name, *seed, std::move(*logs), std::move(*state)), *address, key);
}

}  // namespace

void add_witness(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(
      app, console, "witness", "Cosign somebody's log, as long as it only grows",
      "verloop witness --state watch --name example.org/w1 --log VKEY --listen 127.0.0.1:7778");
  auto options = std::make_shared<Options>();
  command
      ->add_option("--state", options->folder,
                   "Folder that remembers what was cosigned; made at the first use")
      ->required();
  command->add_option("--name", options->name, "Name of the witness, as its key says it")
      ->required();
  command->add_option("--log", options->logs, "Verifier key of a log to cosign; may be repeated");
  command->add_option("--policy", options->policy, "File (C2SP tlog-policy) that names the logs");
  command->add_option("--key-file", console.key_file,
                      "File with the witness's own key (default: STATE.key)");
  command->add_option("--listen", options->listen,
                      "ADDRESS:PORT (default: 127.0.0.1:7778; port 0: any)");
  command->callback([&console, options] { serve(console, *options); });
}

}  // namespace verloop
