#include "tools/verloop/bench_folder.hpp"

#include "events/digest.hpp"
#include "events/random.hpp"
#include "events/record.hpp"
#include "tools/verloop/bench.hpp"
#include "tools/verloop/token.hpp"

namespace verloop {
namespace {

constexpr std::size_t commands_per_append = 256;
constexpr std::size_t key_bytes = 32;

Actor school_actor() {
  return {{"bench"}, {"ib"}, {"school-12"}, {}};
}

/// A note of a dozen words, each time other ones.
std::string note(std::uint64_t number) {
  static constexpr std::array<std::string_view, 16> words = {
      "lezen",    "rekenen", "groep", "voortgang", "gesprek", "rooster", "oefening", "toets",
      "afspraak", "thuis",   "klas",  "aandacht",  "verslag", "plan",    "week",     "uren"};
  std::string text;
  for (std::uint64_t at = 0; at < 12; ++at) {
    text += text.empty() ? "" : " ";
    text += words[(number * 7 + at * (number % 5 + 1)) % words.size()];
  }
  return text;
}

Command command_in(const BenchCases& cases, std::uint64_t number, const std::string& action,
                   boost::json::object data) {
  Command command;
  command.id = {uuid_from_name(cases.prefix + "/" + std::to_string(number))};
  command.case_id = cases.case_of(number);
  command.action = {action};
  command.actor = school_actor();
  command.data = std::move(data);
  command.procedure = "clusterarrangement-top";
  return command;
}

}  // namespace

CaseId BenchCases::case_of(std::uint64_t number) const {
  return {prefix + "." + std::to_string(number / commands)};
}

Command BenchCases::command(std::uint64_t number) const {
  const std::uint64_t step = number % commands;
  const std::string id = std::to_string(number / commands);
  if (step == 0) return command_in(*this, number, "openCase", {{"title", "cluster " + id}});
  if (step == 1) {
    return command_in(*this, number, "includePupil",
                      {{"pupil", prefix + "-" + id}, {"name", "Noor Vermeulen"}});
  }
  return command_in(*this, number, "logContact", {{"with", "teacher"}, {"note", note(number)}});
}

Command BenchCases::contact(std::uint64_t number) const {
  return command(number / contacts * commands + 2 + number % contacts);
}

Result<std::unique_ptr<BenchFolder>> BenchFolder::make() {
  std::error_code failed;
  const auto base = std::filesystem::temp_directory_path(failed);
  const auto path = base / ("verloop-bench-" + to_hex(random_bytes(8)));
  if (!failed) std::filesystem::create_directory(path, failed);
  if (failed) return Error{Errc::storage_failed, "can't make " + path.string()};
  std::unique_ptr<BenchFolder> folder(new BenchFolder(path, random_bytes(key_bytes)));
  auto made = Instance::create(folder->data(), "bench.invalid/log", folder->key_);
  if (made.has_error()) return made.error();
  folder->instance_ = std::move(*made);
  const Actor actor = school_actor();
  auto entered =
      folder->instance_->enter({actor.id, "", {actor.role, actor.org}, {}}, system_now());
  if (entered.has_error()) return entered.error();
  auto token = issue_token(*folder->instance_, actor.id);
  if (token.has_error()) return token.error();
  folder->token_ = std::move(*token);
  return folder;
}

BenchFolder::~BenchFolder() {
  instance_.reset();
  std::error_code ignored;  // What can't be removed lies in the system's folder for such.
  std::filesystem::remove_all(path_, ignored);
}

Result<> BenchFolder::open(Access access) {
  auto opened = Instance::open(data(), key_, access);
  if (opened.has_error()) return opened.error();
  instance_ = std::move(*opened);
  return {};
}

Result<> BenchFolder::record(const std::function<std::optional<Command>()>& next) {
  Processor& processor = instance_->processor();
  std::optional<Error> failed;
  const auto told = [&failed](const Result<Answer>& answer) {
    if (answer.has_error()) failed = answer.error();
    if (answer.has_value() && std::holds_alternative<Refusal>(*answer))
      failed = Error{Errc::malformed, "refused: " + std::get<Refusal>(*answer).sentence.en};
  };
  for (bool going_on = true; going_on && !failed;) {
    while (processor.waiting() < commands_per_append) {
      auto command = next();
      going_on = command.has_value();
      if (!going_on) break;
      processor.enqueue(std::move(*command), system_now(), told);
    }
    CommandGroup group = processor.take();
    const auto outcomes = append_group(instance_->log(), group);
    for (const auto& [tell, answer] : processor.settle(std::move(group), outcomes)) tell(answer);
  }
  return failed ? Result<>(*failed) : Result<>();
}

Result<> BenchFolder::fill(std::uint64_t events) {
  const BenchCases cases = BenchCases::filled();
  auto done = record([&]() -> std::optional<Command> {
    const std::uint64_t size = instance_->log().tail().size;
    if (filled_ % commands_per_append == 0)
      show_progress("filling the log", std::min(size, events), events);
    if (size >= events) return std::nullopt;
    return cases.command(filled_++);
  });
  show_progress("filling the log", events, events);
  if (done.has_error()) return done;
  return instance_->finish();
}

Result<> BenchFolder::make_cases(const BenchCases& cases, std::uint64_t contacts) {
  const std::uint64_t count = contacts / BenchCases::contacts + 1;
  std::uint64_t made = 0;
  return record([&]() -> std::optional<Command> {
    if (made == 2 * count) return std::nullopt;
    const std::uint64_t number = made / 2 * BenchCases::commands + made % 2;
    ++made;
    return cases.command(number);
  });
}

}  // namespace verloop
