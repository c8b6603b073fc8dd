// verloop init: a data folder with logs, vault, the shipped procedures, and a key-encryption key
// beside it.
#include "events/rocksdb/data_folder.hpp"
#include "events/rocksdb/key_file.hpp"
#include "tools/verloop/subcommands.hpp"
#include "tools/verloop/token.hpp"

namespace verloop {
namespace {

struct Options {
  std::string origin;
};

/// The key that is named, or a new one beside the folder. The folder is reserved before the key is
/// made, so that a key file that lies beside an unfinished folder is known to be its own.
Result<std::string> key_for(Console& console, bool& made) {
  const char* environment = std::getenv("VERLOOP_KEY");
  made = console.key_file.empty() && (environment == nullptr || *environment == '\0');
  if (!made) return console.load_key();
  if (DataFolder::is_unfinished(console.folder())) return resume_key_file(console.key_path());
  std::error_code ignored;  // What can't be examined is met again when it is made.
  if (std::filesystem::exists(console.key_path(), ignored))
    return create_key_file(console.key_path());  // Says why not.
  if (auto reserved = DataFolder::reserve(console.folder()); reserved.has_error())
    return reserved.error();
  return create_key_file(console.key_path());
}

void print_made(const Console& console, Instance& instance, const std::string& token,
                bool key_made) {
  const std::string verifier = format(instance.log().verifier_key());
  if (console.json) {
    boost::json::object made{{"data", console.data},
                             {"origin", instance.log().origin()},
                             {"token", token},
                             {"verifierKey", verifier}};
    if (key_made) made["keyFile"] = console.key_path().string();
    console.print(boost::json::value(std::move(made)));
    return;
  }
  console.print(console.choose("Gegevensmap gemaakt: ", "Data folder made: ") + console.data);
  console.print(console.choose("Toegangssleutel van de beheerder (wordt niet nogmaals getoond): ",
                               "The administrator's token (it is not shown again): ") +
                token);
  console.print(console.choose("Controlesleutel van het logboek: ", "The log's verifier key: ") +
                verifier);
  if (key_made)
    console.print(console.choose("Hoofdsleutel: ", "Key-encryption key: ") +
                  console.key_path().string());
  console.print(
      console.choose("Zonder de hoofdsleutel is niets persoonlijks ooit nog te lezen: bewaar er "
                     "een kopie van, apart van de gegevens.",
                     "Without the key-encryption key nothing personal can be read again: keep a "
                     "copy of it, apart from the data."));
}

void init(Console& console, const Options& options) {
  if (std::filesystem::exists(console.folder()) &&
      !std::filesystem::is_directory(console.folder())) {
    return console.fail(
        Exit::wrong_use,
        console.data + console.choose(" is een bestand; noem een nieuwe of lege map",
                                      " is a file; name a new or an empty folder"));
  }
  if (std::filesystem::exists(console.folder()) && !std::filesystem::is_empty(console.folder()) &&
      !DataFolder::is_unfinished(console.folder())) {
    return console.fail(
        Exit::wrong_use,
        console.choose(
            "de map " + console.data + " is niet leeg; er is niets veranderd. Kies een andere map.",
            "the folder " + console.data +
                " is not empty; nothing was changed. Choose another one."));
  }
  bool key_made = false;
  const auto key = key_for(console, key_made);
  if (key.has_error()) return console.fail(key.error());
  const std::string origin = options.origin.empty() ? random_origin() : options.origin;
  std::string token;
  const auto instance =
      Instance::create(console.folder(), origin, *key, [&token](Instance& made) -> Result<> {
        auto issued = issue_token(made, administrator().id);
        if (issued.has_error()) return issued.error();
        token = std::move(*issued);
        return {};
      });
  if (instance.has_error()) return console.fail(instance.error());
  print_made(console, **instance, token, key_made);
}

}  // namespace

void add_init(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "init", "Make a data folder", "verloop init --data school");
  auto options = std::make_shared<Options>();
  command->add_option("--data", console.data, "The folder to make")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: a new one, DIR.key)");
  command->add_option("--origin", options->origin,
                      "Name of the log (default: verloop.invalid/<random>)");
  command->callback([&console, options] { init(console, *options); });
}

}  // namespace verloop
