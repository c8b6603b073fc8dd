#include "tools/verloop/prove_growth.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "events/growth.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/witness_commands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t note_bytes_max = std::size_t{64} * 1024;

Result<std::string> note_of_size(const LogContents& log, std::uint64_t size) {
  const auto stored = log.next_checkpoint(size);
  if (stored.has_error()) return stored.error();
  if (*stored && (*stored)->size == size) return (*stored)->note;
  const std::string next =
      *stored ? "; the next checkpoint is of size " + std::to_string((*stored)->size) : "";
  return Error{Errc::not_found,
               "no checkpoint of size " + std::to_string(size) + " was signed" + next};
}

/// Of two logs' keys in a policy the earlier checkpoint may be signed by the one that was replaced.
Result<VerifierKey> key_before(const GrowthToVerify& what, const std::string& note,
                               const VerifierKey& after) {
  const bool is_by_policy = !what.trust.key && what.trust.policy;
  return is_by_policy ? log_key_for(*what.trust.policy, note) : Result<VerifierKey>(after);
}

/// The two checkpoints, both signed by who is trusted, and what leads from one to the other.
Result<Checkpoint> check(const Growth& growth, const GrowthToVerify& what) {
  const auto key = trusted_key(what.trust, growth.checkpoint);
  if (!key) return key.error();
  auto after = open_checkpoint(growth.checkpoint, *key);
  if (!after) return after;
  for (const std::string& note : what.before) {
    const auto key_then = key_before(what, note, *key);
    const auto before =
        key_then ? open_checkpoint(note, *key_then) : Result<Checkpoint>(key_then.error());
    if (!before) return Error{before.error().code, "--checkpoint: " + before.error().detail};
    if (before->size != growth.old_size) {
      return Error{Errc::malformed, "the proof starts at size " + std::to_string(growth.old_size) +
                                        ", the kept checkpoint is of size " +
                                        std::to_string(before->size)};
    }
    if (auto grown = check_growth(growth, before->root, *after); !grown) return grown.error();
  }
  return after;
}

}  // namespace

Result<std::string> note_for(Instance& instance, const std::filesystem::path& folder,
                             const ProofTarget& target) {
  if (target.size) return note_of_size(instance.contents(), *target.size);
  if (target.is_cosigned) {
    auto note = read_file(cosigned_file(folder).string(), note_bytes_max);
    if (note.has_value()) return note;
    return Error{Errc::not_found,
                 "no checkpoint was cosigned yet; do it with: verloop checkpoint --policy FILE"};
  }
  auto note = instance.log().newest_checkpoint();
  if (note.has_error()) return note.error();
  if (*note) return std::move(**note);
  return Error{Errc::not_found, "nothing was signed yet; sign with: verloop checkpoint"};
}

bool is_growth_file(const std::string& file) {
  std::error_code ignored;  // What can't be looked at is reported when it is opened as a folder.
  if (!std::filesystem::is_regular_file(file, ignored)) return false;
  std::string start(4, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(start.data(), static_cast<std::streamsize>(start.size()));
  return is_growth(start);
}

void verify_growth_file(Console& console, const GrowthToVerify& what) {
  if (!what.trust.is_given() || what.before.empty()) {
    return console.fail(
        Exit::wrong_use,
        console.choose("noem de controlesleutel van het logboek (--key of --policy) en het "
                       "bewaarde controlepunt (--checkpoint)",
                       "name the log's verifier key (--key or --policy) and the checkpoint that "
                       "you kept (--checkpoint)"));
  }
  const auto bytes = read_file(what.file, growth_bytes_max);
  if (bytes.has_error()) return console.fail(Exit::wrong_use, bytes.error());
  const auto growth = decode_growth(*bytes);
  const auto after = growth ? check(*growth, what) : Result<Checkpoint>(growth.error());
  if (after.has_error()) {
    console.status = Exit::answer_is_no;
    if (console.json) {
      return console.print(
          json::value(json::object{{"verified", false}, {"fault", after.error().detail}}));
    }
    return console.print(console.choose("NIET GOED: ", "NOT VERIFIED: ") +
                         said(after.error().detail, console.language()));
  }
  if (console.json) {
    return console.print(json::value(json::object{{"verified", true},
                                                  {"origin", after->origin},
                                                  {"from", growth->old_size},
                                                  {"size", after->size},
                                                  {"root", to_base64url(view(after->root))}}));
  }
  const std::string from = std::to_string(growth->old_size), to = std::to_string(after->size);
  console.print(console.choose("Goed: de " + to + " gebeurtenissen van " + after->origin +
                                   " beginnen met de " + from + " van het bewaarde controlepunt",
                               "Verified: the " + to + " events of " + after->origin +
                                   " begin with the " + from + " of the checkpoint that was kept"));
}

}  // namespace verloop
