#include "events/rocksdb/continue_log.hpp"

#include <algorithm>

#include "events/note_lines.hpp"
#include "events/replaced_keys.hpp"
#include "events/rocksdb/data_folder.hpp"
#include "events/tile_proofs.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;

Error known_before(const std::string& origin) {
  return {Errc::malformed, "this log, or one that it continues, signed as " + origin +
                               " before, and would sign a second history; choose another name"};
}

/// One of the two logs: where it lies, and its newest checkpoint by who signed until now.
struct Continued {
  LogPlace place;  // With the new origin.
  std::string note;
  VerifierKey signer;
  Checkpoint checkpoint;
};

/// Of keys that signed the same checkpoint the newest.
Result<Continued> find_signer(LogPlace place, const std::vector<std::string>& public_keys) {
  auto note = read_anchor_note(place.anchor);
  if (!note) return note.error();
  const std::string name = note->substr(0, note->find('\n'));
  for (auto bytes = public_keys.rbegin(); bytes != public_keys.rend(); ++bytes) {
    VerifierKey key = verifier_key_of(name, *bytes);
    auto checkpoint = open_checkpoint(*note, key);
    if (checkpoint)
      return Continued{std::move(place), std::move(*note), std::move(key), std::move(*checkpoint)};
    if (checkpoint.error().code != Errc::wrong_key) return checkpoint.error();
  }
  return Error{Errc::tampered, "the newest checkpoint of " + name +
                                   " is signed by no key that the vault ever had; take a vault "
                                   "that belongs to it"};
}

Result<> check_holds(const EventLog& log, const Checkpoint& checkpoint) {
  const auto edge = edge_at(tiles_of(log), checkpoint.size);
  if (!edge) return edge.error();
  if (edge->tree().root() == checkpoint.root) return {};
  return Error{Errc::tampered, "the backup does not hold what the checkpoint signed"};
}

/// Neither log may bear a name by which one of them, or of those before them, signed.
Result<> check_names(const LogContents& log, const Continued& before, const NewOrigin& as) {
  const auto told = read_continuations(log);
  if (!told) return told.error();
  std::vector<std::string> names{before.signer.name};
  for (const Continuation& one : *told) names.push_back(one.origin);
  for (const std::string& name : names) {
    if (name == as.origin || name == access_origin(as.origin)) return known_before(name);
  }
  return {};
}

/// Its anchor is that of a log without events until the new key signs the one that says so.
Result<> continue_one(const Continued& before, Vault& vault, const NewOrigin& as) {
  const auto seed = vault.signing_seed();
  if (!seed) return seed.error();
  const std::string& origin = before.place.origin;
  const std::string empty = sign_checkpoint({origin, 0, CompactRange().root()}, *seed);
  if (auto anchored = write_anchor(before.place.anchor, empty); !anchored) return anchored;
  const auto log = RocksLog::open(before.place, vault, OpenMode::read_write);
  if (!log) return log.error();
  if (auto holds = check_holds(**log, before.checkpoint); !holds) return holds;
  if (auto fresh = check_names(**log, before, as); !fresh) return fresh;
  const LogTail tail = (*log)->tail();
  if (tail.size == 0) return Error{Errc::malformed, "the backup holds no event to continue"};
  auto batch = as.event(to_json({before.signer.name, tail.size, tail.root, before.signer.public_key,
                                 (*log)->verifier_key().public_key}));
  if (!batch) return batch.error();
  const auto outcomes = (*log)->append({std::move(*batch)}, as.now);
  if (!outcomes) return outcomes.error();
  if (!outcomes->front()) return outcomes->front().error();
  const auto note = (*log)->sign_checkpoint();
  return note ? Result<>() : Result<>(note.error());
}

}  // namespace

Result<> check_new_origin(const std::string& origin, const NewOrigin& other) {
  if (auto good = DataFolder::check_origin(other.origin); !good) return good;
  for (const std::string& old : {origin, access_origin(origin)}) {
    if (other.origin == old || access_origin(other.origin) == old) return known_before(old);
  }
  return {};
}

Result<> continue_logs(const fs::path& folder, const std::string& key, const NewOrigin& as) {
  const auto vault = RocksVault::open(folder / "vault", key, OpenMode::read_write);
  if (!vault) return vault.error();
  auto public_keys = (*vault)->former_public_keys();
  if (!public_keys) return public_keys.error();
  const auto seed = (*vault)->signing_seed();
  if (!seed) return seed.error();
  public_keys->push_back(verifier_key(as.origin, *seed).public_key);
  const LogPlace places[] = {
      {folder / "log", folder / "anchor", as.origin},
      {folder / "access", folder / "access.anchor", access_origin(as.origin)}};
  std::vector<Continued> logs;
  for (const LogPlace& place : places) {
    auto one = find_signer(place, *public_keys);
    if (!one) return one.error();
    logs.push_back(std::move(*one));
  }
  if (auto begun = (*vault)->begin_signing_anew(); !begun) return begun;
  for (const Continued& one : logs) {
    if (auto done = continue_one(one, **vault, as); !done) return done;
  }
  return {};
}

}  // namespace verloop
