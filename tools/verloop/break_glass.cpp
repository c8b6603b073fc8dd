// verloop break-glass: an emergency look at one case, for who has no access to it. Reported before
// it is opened, and to the people concerned.
#include <cstdlib>

#include "events/json/text_in.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/directory_commands.hpp"
#include "tools/verloop/server_call.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

const char* const asked = "break-glass";

struct Options {
  DirectoryPlace place;
  std::string case_name, reason, reason_file;
  std::optional<std::int64_t> minutes;
};

/// None after a message.
std::optional<std::string> reason_of(Console& console, const Options& options) {
  if (!options.reason_file.empty()) return read_words(console, options.reason_file);
  if (!options.reason.empty()) return options.reason;
  console.fail(Exit::wrong_use, console.choose("noem de reden: --reason of --reason-file",
                                               "name the reason: --reason or --reason-file"));
  return std::nullopt;
}

void refuse(Console& console, Instance& instance, const EmergencyWanted& wanted,
            const Refusal& refusal) {
  const bool exists = instance.processor().find(wanted.case_id).has_value();
  const auto told =
      told_of(refusal, {}, nullptr, exists ? std::optional(wanted.case_id) : std::nullopt);
  console.warn_if_failed(
      instance.access().refused({wanted.actor, {}, {}, {}}, told, Instance::local(asked)));
  console.sign_access(instance);
  console.refuse(refusal);
}

/// First the access log, so that no look is open that it does not tell of.
bool enter(Console& console, Instance& instance, const Emergency& emergency) {
  const auto entered = instance.access().emergency_opened(
      emergency.by, {emergency.case_id, emergency.view, emergency.until, emergency.subjects},
      Instance::reading(asked));
  if (entered.has_error()) console.fail(entered.error());
  return entered.has_value();
}

std::optional<json::object> open_here(Console& console, const Options& options,
                                      const std::string& reason) {
  if (options.place.as.empty()) {
    console.fail(Exit::wrong_use, console.choose("noem wie inziet: --as", "name who looks: --as"));
    return std::nullopt;
  }
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return std::nullopt;
  const EmergencyWanted wanted{{options.case_name}, {options.place.as}, reason, options.minutes};
  if (!console.check_actor(*instance, wanted.actor)) return std::nullopt;
  const auto checked = instance->processor().check_emergency(wanted, system_now());
  if (checked.has_error()) {
    console.fail(checked.error());
    return std::nullopt;
  }
  if (const auto* refusal = std::get_if<Refusal>(&*checked)) {
    refuse(console, *instance, wanted, *refusal);
    return std::nullopt;
  }
  const Emergency& emergency = std::get<Emergency>(*checked);
  if (!enter(console, *instance, emergency)) return std::nullopt;
  const auto opened = instance->processor().open_emergency(emergency, system_now());
  if (opened.has_error()) {
    console.fail(opened.error());
    return std::nullopt;
  }
  const auto finished = instance->finish();
  if (finished.has_error()) console.warn(finished.error().detail);
  return json::object{{"case", emergency.case_id.text},
                      {"view", emergency.view.text},
                      {"until", format(emergency.until)}};
}

void open_look(Console& console, const Options& options) {
  const auto reason = reason_of(console, options);
  if (!reason) return;
  const std::string server = server_of(console, options.place);
  json::object params{{"case", options.case_name}, {"reason", *reason}};
  if (options.minutes) params["minutes"] = *options.minutes;
  const auto opened = server.empty()
                          ? open_here(console, options, *reason)
                          : call_method(console, server, "case.breakGlass", std::move(params));
  if (!opened) return;
  if (console.json) return console.print(json::value(*opened));
  const std::string until = text_in(*opened, "until"), view = text_in(*opened, "view");
  console.print(console.choose(
      "Noodinzage geopend tot " + until + ", met de blik " + view +
          ". De privacyfunctionaris en de betrokkenen kunnen het zien. Inzien: verloop show " +
          options.case_name,
      "Emergency look open until " + until + ", with the view " + view +
          ". The privacy officer and those concerned can see so. Look with: verloop show " +
          options.case_name));
}

}  // namespace

void add_break_glass(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(
      app, console, "break-glass", "Look at one case in an emergency, without access to it",
      "verloop break-glass c1 --as con-2 --reason-file reason.txt --data school");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case")->required();
  auto* reason = command->add_option("--reason", options->reason, "Why; sealed under the case");
  command
      ->add_option("--reason-file", options->reason_file, "Or a file with it (-: standard input)")
      ->excludes(reason);
  command->add_option("--minutes", options->minutes,
                      "For how long (default and most: what the procedure says, or 60)");
  add_place_options(command, console, options->place);
  command->callback([&console, options] { open_look(console, *options); });
}

}  // namespace verloop
