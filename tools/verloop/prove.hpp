#pragma once
// What `verloop verify` does with a .tlog-proof: it is checked offline, with events/ alone.

#include <string>

#include "tools/verloop/trust.hpp"

namespace verloop {

/// By its name: `.tlog-proof`.
bool is_proof_file(const std::string& file);

struct ProofToVerify {
  std::string file;
  Trust trust;
  std::string record;  // File with the record's bytes; empty: standard input.
};

/// Says whether the proof holds. Exit 1 when it does not.
void verify_proof(Console& console, const ProofToVerify& what);

}  // namespace verloop
