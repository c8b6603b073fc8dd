#pragma once
// A witness (C2SP tlog-witness): cosigns a log's checkpoint when it holds all that the witness
// cosigned of that log before, and remembers it before it answers.
//   POST /add-checkpoint            events/growth.hpp; answered with a signature line
//   GET  /<hex SHA-256 of the origin>/checkpoint      the last note, cosigned
// Checks, in this order: form (400, 413), origin (404), the log's signature (403), old size above
// the new one (400) or not the last one cosigned (409, with that size), the proof (422).

#include <chrono>
#include <vector>

#include "adapters/http_server.hpp"
#include "adapters/witness/witness_state.hpp"
#include "events/cosignature.hpp"
#include "events/growth.hpp"

namespace verloop {

class Witness {
 public:
  /// Cosigns logs that sign by one of these keys: several with one name are keys of one log.
  /// `state` is that of this name and seed.
  Witness(std::string name, std::string seed, std::vector<VerifierKey> logs, WitnessState state);

  /// One call at a time.
  HttpResponse answer(const HttpRequest& request, std::chrono::sys_seconds now);

 private:
  HttpResponse add_checkpoint(std::string_view body, std::chrono::sys_seconds now);
  HttpResponse cosign_growth(const Growth& growth, Note note, const Checkpoint& after,
                             std::chrono::sys_seconds now);
  HttpResponse last_note(std::string_view target) const;
  bool knows(const std::string& origin) const;
  bool keep_trusted_signatures(Note& note, const std::string& origin) const;

  std::string name_;
  std::string seed_;
  std::vector<VerifierKey> logs_;
  WitnessState state_;
};

}  // namespace verloop
