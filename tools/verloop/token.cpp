// verloop token: gives an actor of the directory a new token.
#include "tools/verloop/token.hpp"

#include "events/random.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {

Result<std::string> issue_token(Instance& instance, const ActorId& actor) {
  constexpr std::size_t token_bytes = 32;
  const std::string token = "vl_" + to_base64url(random_bytes(token_bytes));
  auto issued = instance.directory().issue_token(actor, sha256(token), instance.log(),
                                                 instance.system(), instance.seed(), system_now());
  if (issued.has_error()) return issued.error();
  auto finished = instance.finish();
  if (finished.has_error()) return finished.error();
  return token;
}

namespace {

void token(Console& console, const std::string& name) {
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  const ActorId actor{name};
  if (!instance->directory().knows(actor)) {
    return console.fail(Exit::answer_is_no,
                        console.choose("actor " + name + " staat niet in het register",
                                       "actor " + name + " is not in the directory"));
  }
  const auto made = issue_token(*instance, actor);
  if (made.has_error()) return console.fail(made.error());
  // A token that nobody was told of opens nothing: it is shown when the access log says so.
  const auto entered =
      instance->access().administered(acting_administrator(), actor, Instance::local("token"));
  if (entered.has_error()) return console.fail(entered.error());
  console.sign_access(*instance);
  if (console.json) {
    console.print(boost::json::value(boost::json::object{{"actor", name}, {"token", *made}}));
  } else {
    console.print(*made);
  }
}

}  // namespace

void add_token(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "token", "Give an actor a new token, shown this once",
                     "verloop token ib-1 --data school");
  auto name = std::make_shared<std::string>();
  command->add_option("actor", *name, "Who acts with it, as the directory names it")->required();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->callback([&console, name] { token(console, *name); });
}

}  // namespace verloop
