#pragma once
// What a subcommand shares with the others: language, JSON or text, where the data lies, and how a
// failure becomes a message and an exit status (0 done, 1 the answer is no, 2 wrong use, 3 storage
// or network).

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "tools/verloop/instance.hpp"

namespace verloop {

struct Exit {
  static constexpr int done = 0;
  static constexpr int answer_is_no = 1;
  static constexpr int wrong_use = 2;
  static constexpr int storage_failure = 3;
};

/// The options that every subcommand has.
struct Console {
  std::string data;
  std::string key_file;
  std::string lang;
  bool json = false;
  int status = Exit::done;

  Language language() const;  // --lang, else the locale, else Dutch.
  const std::string& choose(const std::string& nl, const std::string& en) const;

  void print(const std::string& line) const;          // To standard output.
  void print(const boost::json::value& value) const;  // One line of canonical JSON.
  /// To standard error, with the exit status that fits the error. With --json it is one line of
  /// JSON: `kind`, `title`, `detail` and `exit`.
  void fail(const Error& error);
  void fail(int exit_status, const Error& error);
  void fail(int exit_status, const std::string& message);
  void refuse(const Refusal& refusal);
  /// To standard error; all went well nevertheless.
  void warn(const std::string& message) const;

  std::filesystem::path folder() const { return data; }
  std::filesystem::path key_path() const;  // --key-file, or DIR.key.
  Result<std::string> load_key() const;    // --key-file, VERLOOP_KEY, DIR.key.
  /// The list of erasures, beside the key file that is used; DIR.key.erased when the key itself
  /// stands in VERLOOP_KEY.
  std::filesystem::path erasures_path() const;

  /// False after a message, with the nearest name: the directory does not know the actor.
  bool check_actor(const Instance& instance, const ActorId& actor);
  /// False after a message: neither empty nor a day.
  bool check_day(const std::string& option, const std::string& day);

  /// Opens the data folder; on failure says why and gives null.
  std::unique_ptr<Instance> open(Access access);

  /// The answer, once the access log says who saw it. None after a message.
  template <class T>
  std::optional<T> hand_out(Instance& instance, Result<Guarded<T>> guarded,
                            const std::string& asked,
                            AccessLog::Handing how = AccessLog::Handing::shown) {
    auto answer = instance.hand_out(std::move(guarded), asked, how);
    if (answer.has_error()) fail(answer.error());
    sign_access(instance);
    return answer.has_error() ? std::nullopt : std::optional<T>(std::move(*answer));
  }
  /// What was entered stays entered: that it can't be signed now is said, and no more.
  void sign_access(Instance& instance) const;
  /// The same for an entry that answers no question.
  void warn_if_failed(const Result<>& entered) const;

 private:
  void say(std::string_view kind, const Label& title, const std::string& message) const;
  void say_unfinished_rotation(const Error& error) const;
};

/// Pads to a width in characters as a terminal shows them.
std::string padded(const std::string& text, std::size_t width);

/// A value of a case for people: days in words, lists with commas.
std::string shown(const boost::json::value& value, Language language);

/// The line of a refusal for people: what is wrong, the rule and its sources.
std::string refusal_text(const Refusal& refusal, Language language);
boost::json::object refusal_json(const Refusal& refusal, Language language);

}  // namespace verloop
