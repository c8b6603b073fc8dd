#include "adapters/witness/witness.hpp"

#include <algorithm>

namespace verloop {
namespace {

const char* const plain = "text/plain; charset=utf-8";

HttpResponse refuse(unsigned status, const std::string& why) {
  return {status, plain, why + "\n"};
}

/// The last checkpoint that was cosigned of a log: the empty tree when none was.
Checkpoint last_of(const std::optional<std::string>& note) {
  if (!note) return {{}, 0, CompactRange().root()};
  const auto parsed = parse_note(*note);
  ensure(parsed.has_value(), "a witness keeps notes only");
  const auto checkpoint = parse_checkpoint_text(parsed->text);
  ensure(checkpoint.has_value(), "a witness keeps checkpoints only");
  return *checkpoint;
}

/// The clock's moment, but never before the last cosignature.
std::chrono::sys_seconds time_after(const std::optional<std::string>& note, const WitnessKey& key,
                                    std::chrono::sys_seconds now) {
  const auto parsed = parse_note(note.value_or(""));
  const auto last = parsed ? cosigned_at(*parsed, key)
                           : Result<std::optional<std::chrono::sys_seconds>>(std::nullopt);
  return last && *last ? std::max(now, **last) : now;
}

}  // namespace

Witness::Witness(std::string name, std::string seed, std::vector<VerifierKey> logs,
                 WitnessState state)
    : name_(std::move(name)),
      seed_(std::move(seed)),
      logs_(std::move(logs)),
      state_(std::move(state)) {}

HttpResponse Witness::answer(const HttpRequest& request, std::chrono::sys_seconds now) {
  if (request.target == "/add-checkpoint") {
    if (request.method != "POST") return refuse(405, "this is for POST");
    return add_checkpoint(request.body, now);
  }
  if (request.method != "GET") return refuse(404, "there is no such place to post to");
  return last_note(request.target);
}

HttpResponse Witness::last_note(std::string_view target) const {
  for (const VerifierKey& log : logs_) {
    if (target != "/" + to_hex(view(sha256(log.name))) + "/checkpoint") continue;
    if (auto note = state_.note(log.name)) return {200, plain, std::move(*note)};
  }
  return refuse(404, "nothing is known under this address");
}

bool Witness::knows(const std::string& origin) const {
  return std::any_of(logs_.begin(), logs_.end(),
                     [&](const VerifierKey& log) { return log.name == origin; });
}

/// False when the log did not sign, or when a line of a known key is wrong.
bool Witness::keep_trusted_signatures(Note& note, const std::string& origin) const {
  const std::string bytes = format(note);
  std::erase_if(note.signatures, [&](const NoteSignature& line) {
    return std::none_of(logs_.begin(), logs_.end(), [&](const VerifierKey& log) {
      return log.name == origin && line.name == log.name && line.id == log.id;
    });
  });
  for (const VerifierKey& log : logs_) {
    if (log.name != origin) continue;
    const auto opened = open_note(bytes, log);
    if (!opened && opened.error().code != Errc::wrong_key) return false;
  }
  return !note.signatures.empty();
}

HttpResponse Witness::add_checkpoint(std::string_view body, std::chrono::sys_seconds now) {
  const auto growth = decode_growth(body);
  if (!growth)
    return refuse(growth.error().code == Errc::too_large ? 413 : 400, growth.error().detail);
  auto note = parse_note(growth->checkpoint);
  if (!note) return refuse(400, note.error().detail);
  const auto after = parse_checkpoint_text(note->text);
  if (!after) return refuse(400, after.error().detail);
  if (!knows(after->origin)) return refuse(404, "this witness does not know that log");
  if (!keep_trusted_signatures(*note, after->origin))
    return refuse(403, "the log's signature is missing or wrong");
  return cosign_growth(*growth, std::move(*note), *after, now);
}

HttpResponse Witness::cosign_growth(const Growth& growth, Note note, const Checkpoint& after,
                                    std::chrono::sys_seconds now) {
  if (growth.old_size > after.size) return refuse(400, "the old size is above the new one");
  const std::optional<std::string> kept = state_.note(after.origin);
  const Checkpoint last = last_of(kept);
  if (growth.old_size != last.size)
    return {409, "text/x.tlog.size", std::to_string(last.size) + "\n"};
  if (const auto grown = check_growth(growth, last.root, after); !grown)
    return refuse(422, grown.error().detail);
  const auto time = time_after(kept, witness_key(name_, seed_), now);
  const NoteSignature line = cosign(note.text, name_, seed_, time);
  note.signatures.push_back(line);
  if (auto stored = state_.keep(after.origin, format(note)); !stored)
    return refuse(500, "what was cosigned can't be kept");
  return {200, plain, format(line)};
}

}  // namespace verloop
