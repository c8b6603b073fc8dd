// verloop key rotate: another key-encryption key. Its file comes first, then the vault in one
// write, then, unless a new file was named, the new file takes the name of the old one. Cut short
// anywhere, the same command again goes on where it stopped. verloop key check: whether a copy of
// the key is the right one.
#include <cstdlib>

#include "events/rocksdb/data_folder.hpp"
#include "events/rocksdb/key_file.hpp"
#include "events/size_anchor.hpp"
#include "tools/verloop/signing_key.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;

/// Where the new key is made, and where it lies in the end.
struct NewKey {
  fs::path made, kept;
};

/// None after a message: there is no file to replace.
std::optional<NewKey> place_of(Console& console, const std::string& named) {
  if (!named.empty()) return NewKey{named, named};
  const char* environment = std::getenv("VERLOOP_KEY");
  const bool from_environment =
      console.key_file.empty() && environment != nullptr && *environment != '\0';
  if (from_environment && is_key(environment)) {
    console.fail(Exit::wrong_use,
                 console.choose("de sleutel staat in VERLOOP_KEY; noem een bestand voor de nieuwe "
                                "met --new-key-file",
                                "the key stands in VERLOOP_KEY; name a file for the new one with "
                                "--new-key-file"));
    return std::nullopt;
  }
  const fs::path kept = from_environment ? fs::path(environment) : console.key_path();
  return NewKey{unfinished_key_file(kept), kept};
}

/// A key that lies there already is the new one: somebody chose it, or an earlier try was cut
/// short.
Result<std::string> make_or_load(const fs::path& file) {
  std::error_code ignored;  // What can't be examined is met again when it is opened.
  return fs::exists(file, ignored) ? load_key(file) : create_key_file(file);
}

/// Opened with the old key and wrapped anew; or found wrapped under the new one already.
Result<> rotate_vault(const Console& console, const std::string& old, const std::string& fresh,
                      const fs::path& list) {
  const fs::path erasures = console.erasures_path();
  auto folder = DataFolder::open(console.folder(), old, OpenMode::read_write, erasures);
  if (folder.has_error()) {
    if (folder.error().code != Errc::wrong_key) return folder.error();
    auto rotated = DataFolder::open(console.folder(), fresh, OpenMode::read_write, erasures);
    return rotated.has_error() ? Result<>(folder.error()) : Result<>();
  }
  const auto known = ErasureList::load(erasures);
  if (known.has_error()) return known.error();
  auto kept = ErasureList::load(list);
  if (kept.has_error()) return kept.error();
  // What must be destroyed again is told beside the new key before that key counts.
  auto told = kept->add_all(*known);
  if (told.has_error()) return told;
  return folder->rotate_key(fresh);
}

void enter_rotation(const Console& console, const std::string& fresh, const fs::path& list) {
  auto instance = Instance::open(console.folder(), fresh, Access::read_write, list);
  if (instance.has_error()) return console.warn_if_failed(instance.error());
  console.warn_if_failed(
      (*instance)->access().administered(acting_administrator(), Instance::local("key rotate")));
  console.sign_access(**instance);
}

void rotate(Console& console, const std::string& named) {
  if (const auto examined = DataFolder::examine(console.folder()); examined.has_error())
    return console.fail(examined.error());
  const auto place = place_of(console, named);
  if (!place) return;
  const auto old = console.load_key();
  if (old.has_error()) return console.fail(old.error());
  const auto fresh = make_or_load(place->made);
  if (fresh.has_error()) return console.fail(fresh.error());
  if (*old == *fresh) {
    return console.fail(Exit::wrong_use, console.choose("de nieuwe sleutel is de oude",
                                                        "the new key is the old one"));
  }
  auto rotated = rotate_vault(console, *old, *fresh, place->kept.string() + ".erased");
  if (rotated.has_error()) return console.fail(rotated.error());
  if (place->made != place->kept) {
    auto renamed = rename_file(place->made, place->kept);
    if (renamed.has_error()) return console.fail(renamed.error());
  }
  enter_rotation(console, *fresh, place->kept.string() + ".erased");
  if (console.json) {
    return console.print(
        boost::json::value(boost::json::object{{"keyFile", place->kept.string()}}));
  }
  console.print(console.choose("Hoofdsleutel vervangen: ", "Key-encryption key replaced: ") +
                place->kept.string());
  console.print(console.choose(
      "De oude opent deze kluis niet meer, oudere kopieën van de kluis nog wel. Bewaar een kopie "
      "van de nieuwe, apart van de gegevens.",
      "The old one no longer opens this vault, but it does open older copies of it. Keep a copy of "
      "the new one, apart from the data."));
}

void check(Console& console) {
  if (const auto examined = DataFolder::examine(console.folder()); examined.has_error())
    return console.fail(examined.error());
  const auto key = console.load_key();
  if (key.has_error()) return console.fail(key.error());
  const auto good = DataFolder::check_key(console.folder(), *key);
  if (good.has_error() && good.error().code == Errc::wrong_key)
    return console.fail(Exit::answer_is_no, good.error());
  if (good.has_error()) return console.fail(good.error());
  if (console.json) return console.print(boost::json::value(boost::json::object{{"opens", true}}));
  console.print(console.choose("Deze hoofdsleutel opent de kluis van ",
                               "This key-encryption key opens the vault of ") +
                console.data);
}

void add_rotate(CLI::App& group, Console& console) {
  CLI::App* command = add_subcommand(
      group, console, "rotate", "Put all keys under another key-encryption key, or sign by another",
      "verloop key rotate --data school");
  auto named = std::make_shared<std::string>();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the present key-encryption key (default: DIR.key)");
  CLI::Option* new_file =
      command->add_option("--new-key-file", *named,
                          "File with the new one, made when it is not there (default: the present "
                          "file is replaced)");
  auto signing = std::make_shared<bool>(false);
  command
      ->add_flag("--signing", *signing,
                 "The key by which the logs sign instead: another one signs from here on")
      ->excludes(new_file);
  command->callback([&console, named, signing] {
    if (*signing) return rotate_signing_key(console);
    rotate(console, *named);
  });
}

void add_check(CLI::App& group, Console& console) {
  CLI::App* command =
      add_subcommand(group, console, "check", "Whether a key-encryption key is that of a folder",
                     "verloop key check --key-file copy.key --data school");
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key, such as a copy (default: DIR.key)");
  command->callback([&console] { check(console); });
}

}  // namespace

void add_key(CLI::App& app, Console& console) {
  CLI::App* group = app.add_subcommand("key", "The keys of a data folder");
  group->require_subcommand(1);
  add_rotate(*group, console);
  add_check(*group, console);
}

}  // namespace verloop
