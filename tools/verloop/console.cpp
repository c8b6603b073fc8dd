#include "tools/verloop/console.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "adapters/rpc/problem.hpp"
#include "events/json/canonical_json.hpp"
#include "events/json/text_in.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "events/rocksdb/key_file.hpp"
#include "projections/erased_value.hpp"
#include "projections/sentences.hpp"
#include "projections/value_words.hpp"
#include "tools/verloop/error_text.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

int exit_status(const Error& error) {
  for (const Errc code : {Errc::tampered, Errc::locked, Errc::read_only, Errc::storage_failed,
                          Errc::network_failed}) {
    if (error.code == code) return Exit::storage_failure;
  }
  return Exit::wrong_use;
}

bool is_english(std::string_view locale) {
  return locale.starts_with("en");
}

}  // namespace

Language Console::language() const {
  if (!lang.empty()) return is_english(lang) ? Language::en : Language::nl;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return is_english(value) ? Language::en : Language::nl;
  }
  return Language::nl;
}

const std::string& Console::choose(const std::string& nl, const std::string& en) const {
  return language() == Language::nl ? nl : en;
}

void Console::print(const std::string& line) const {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

void Console::print(const json::value& value) const {
  print(canonical_json(value));
}

void Console::say(std::string_view kind, const Label& title, const std::string& message) const {
  std::string line = message.substr(0, message.find_last_not_of('\n') + 1);
  if (json) {
    line = canonical_json(json::object{{"kind", json::string(kind)},
                                       {"title", title.in(language())},
                                       {"detail", line},
                                       {"exit", status}});
  } else {
    line = "verloop: " + line;
  }
  std::fflush(stdout);  // So that both keep their order in one file.
  std::fprintf(stderr, "%s\n", line.c_str());
}

void Console::warn(const std::string& message) const {
  say("warning", {"Let op", "Warning"}, message);
}

void Console::fail(int exit_status_wanted, const std::string& message) {
  status = exit_status_wanted;
  if (status == Exit::wrong_use) {
    say("usage", {"Verkeerd gebruik", "Wrong use"}, message);
  } else if (status == Exit::answer_is_no) {
    say("no", {"Kan niet", "Not possible"}, message);
  } else {
    say("storageFailed", {"Opslag faalt", "Storage failed"}, message);
  }
}

void Console::fail(const Error& error) {
  fail(exit_status(error), error);
}

void Console::fail(int exit_status_wanted, const Error& error) {
  status = exit_status_wanted;
  say(kind_of(error), title_of(error), error_text(error, language()));
}

void Console::refuse(const Refusal& refusal) {
  status = Exit::answer_is_no;
  if (json) {
    print(json::value(refusal_json(refusal, language())));
  } else {
    print(refusal_text(refusal, language()));
  }
}

std::filesystem::path Console::key_path() const {
  if (!key_file.empty()) return key_file;
  std::filesystem::path folder = data;
  if (!folder.has_filename()) folder = folder.parent_path();
  return folder.string() + ".key";
}

Result<std::string> Console::load_key() const {
  const char* environment = std::getenv("VERLOOP_KEY");
  if (key_file.empty() && environment != nullptr && *environment != '\0')
    return load_key_or_path(environment);
  return verloop::load_key(key_path());
}

std::filesystem::path Console::erasures_path() const {
  const char* environment = std::getenv("VERLOOP_KEY");
  const bool names_file =
      key_file.empty() && environment != nullptr && *environment != '\0' && !is_key(environment);
  return (names_file ? std::string(environment) : key_path().string()) + ".erased";
}

/// Why a key that was good no longer is.
void Console::say_unfinished_rotation(const Error& error) const {
  const std::filesystem::path fresh = unfinished_key_file(key_path());
  std::error_code ignored;  // Only a hint.
  if (error.code != Errc::wrong_key || !std::filesystem::exists(fresh, ignored)) return;
  warn(choose(
      "de nieuwe sleutel ligt in " + fresh.string() +
          "; het vervangen is onderbroken, maak het af met: verloop key rotate --data " + data,
      "the new key lies in " + fresh.string() +
          "; replacing it was cut short, finish it with: verloop key rotate --data " + data));
}

std::unique_ptr<Instance> Console::open(Access access) {
  if (data.empty()) {
    fail(Exit::wrong_use,
         choose("geef de gegevensmap: --data MAP", "name the data folder: --data DIR"));
    return nullptr;
  }
  if (const auto examined = DataFolder::examine(folder()); examined.has_error()) {
    fail(examined.error());
    return nullptr;
  }
  const auto key = load_key();
  if (key.has_error()) {
    fail(key.error());
    return nullptr;
  }
  auto instance = Instance::open(folder(), *key, access, erasures_path());
  if (instance.has_error()) {
    fail(instance.error());
    say_unfinished_rotation(instance.error());
    return nullptr;
  }
  return std::move(*instance);
}

void Console::sign_access(Instance& instance) const {
  warn_if_failed(instance.access().sign());
}

void Console::warn_if_failed(const Result<>& entered) const {
  if (entered.has_error())
    warn(choose("inzagelogboek: ", "access log: ") + error_text(entered.error(), language()));
}

bool Console::check_actor(const Instance& instance, const ActorId& actor) {
  if (instance.directory().knows(actor)) return true;
  std::vector<std::string> names;
  for (const ActorId& known : instance.directory().actors()) names.push_back(known.text);
  const auto near = nearest(actor.text, names);
  fail(Exit::answer_is_no, choose("actor " + actor.text + " staat niet in het register" +
                                      (near ? "; bedoelt u " + *near + "?" : ""),
                                  "actor " + actor.text + " is not in the directory" +
                                      (near ? "; did you mean " + *near + "?" : "")));
  return false;
}

bool Console::check_day(const std::string& option, const std::string& day) {
  if (day.empty() || parse_date(day).has_value()) return true;
  fail(Exit::wrong_use, option + choose(": verwacht een bestaande dag, zoals 2026-03-10",
                                        ": expected a day that exists, like 2026-03-10"));
  return false;
}

std::string padded(const std::string& text, std::size_t width) {
  std::size_t shown_width = 0;
  for (const char c : text)
    shown_width += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  return text + std::string(shown_width < width ? width - shown_width : 1, ' ');
}

std::string shown(const json::value& value, Language language) {
  return in_plain_words(value, language);
}

std::string refusal_text(const Refusal& refusal, Language language) {
  std::string kind(refusal.kind == RefusalKind::rule ? refusal.rule.text : name_of(refusal.kind));
  if (refusal.kind != RefusalKind::rule && language == Language::nl)
    kind = text_in(problem(refusal, language).data, "title");
  std::string text = language == Language::nl ? "Geweigerd" : "Refused";
  text += " (" + kind + "): " + refusal.sentence.in(language);
  if (!refusal.source.empty()) {
    text += language == Language::nl ? " Bron:" : " Source:";
    for (const std::string& segment : refusal.source) text += " " + segment;
    text += ".";
  }
  return text;
}

json::object refusal_json(const Refusal& refusal, Language language) {
  // What the socket API gives as problem details, so that a program reads both alike.
  json::object object = problem(refusal, language).data;
  object["exit"] = Exit::answer_is_no;
  return object;
}

}  // namespace verloop
