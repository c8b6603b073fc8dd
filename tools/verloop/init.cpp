// verloop init: a data folder with logs, vault, the shipped procedures, and a key-encryption key
// beside it.
#include <cstdlib>

#include "events/rocksdb/data_folder.hpp"
#include "events/rocksdb/key_file.hpp"
#include "tools/verloop/error_text.hpp"
#include "tools/verloop/subcommands.hpp"
#include "tools/verloop/token.hpp"

namespace verloop {
namespace {

struct Options {
  std::string origin;
};

/// Whether `init` makes the key, beside the folder; else one is named.
bool makes_key(const Console& console) {
  const char* environment = std::getenv("VERLOOP_KEY");
  return console.key_file.empty() && (environment == nullptr || *environment == '\0');
}

/// False after a message: a key file lies beside a folder that is not there, so that it is somebody
/// else's. One beside an unfinished folder is its own.
bool check_no_key_file(Console& console) {
  const std::filesystem::path file = console.key_path();
  std::error_code ignored;  // What can't be examined is met again when it is made.
  if (DataFolder::is_unfinished(console.folder()) || !std::filesystem::exists(file, ignored))
    return true;
  console.fail(
      Exit::wrong_use,
      console.choose("de hoofdsleutel is er al: " + file.string() +
                         "; een sleutelbestand wordt nooit vervangen, want alles wat ermee "
                         "verzegeld is zou verloren gaan. Er is niets veranderd; gebruik "
                         "hem met --key-file, of kies een andere map.",
                     "the key file is there already: " + file.string() +
                         "; one is never replaced, since all that it seals would be lost. "
                         "Nothing was changed; use it with --key-file, or choose another "
                         "folder."));
  return false;
}

/// The key that is named, or a new one beside the folder. The folder is reserved before the key is
/// made, so that a key file that lies beside an unfinished folder is known to be its own.
Result<std::string> key_for(const Console& console) {
  if (!makes_key(console)) return console.load_key();
  if (DataFolder::is_unfinished(console.folder())) return resume_key_file(console.key_path());
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

void say_not_vacant(Console& console, const Error& error) {
  if (error.code != Errc::foreign_folder) return console.fail(error);
  std::error_code ignored;  // It was looked at a moment ago.
  if (!std::filesystem::is_directory(console.folder(), ignored)) {
    return console.fail(
        Exit::wrong_use,
        console.data + console.choose(" is een bestand; noem een nieuwe of lege map",
                                      " is a file; name a new or an empty folder"));
  }
  console.fail(Exit::wrong_use,
               console.choose("de map " + console.data +
                                  " is niet leeg; er is niets veranderd. Kies een andere map.",
                              "the folder " + console.data +
                                  " is not empty; nothing was changed. Choose another one."));
}

void init(Console& console, const Options& options) {
  const std::string origin = options.origin.empty() ? random_origin() : options.origin;
  if (const auto good = DataFolder::check_origin(origin); good.has_error())
    return console.fail(Exit::wrong_use,
                        "--origin: " + error_text(good.error(), console.language()));
  if (const auto vacant = DataFolder::check_vacant(console.folder()); vacant.has_error())
    return say_not_vacant(console, vacant.error());
  const bool key_made = makes_key(console);
  if (key_made && !check_no_key_file(console)) return;
  const auto key = key_for(console);
  if (key.has_error()) return console.fail(key.error());
  std::string token;
  const auto instance =
      Instance::create(console.folder(), origin, *key, [&token](Instance& made) -> Result<> {
        auto issued = issue_token(made, administrator().id);
        if (issued.has_error()) return issued.error();
        token = std::move(*issued);
        auto entered = made.access().administered(acting_administrator(), Instance::local("init"));
        return entered.has_error() ? entered : made.access().sign();
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
