#pragma once
// The part of verification that holds the stream index against the records without looking up any
// entry: both are summed up as they come, and equal sums mean equal entries. An entry counts as its
// digest with a secret that is drawn anew each time, so that nobody can have made entries that
// differ and sum up alike. Where the sums differ, which entry is wrong has to be looked for.

#include <array>
#include <cstdint>
#include <string>

#include "events/digest.hpp"
#include "events/ids.hpp"

namespace verloop {

/// Of a set in which each entry counts as often as it was added, in any order.
class EntrySum {
 public:
  void add(const Digest& mark);
  bool operator==(const EntrySum&) const = default;

 private:
  std::array<std::uint64_t, 4> parts_{};  // Each the sum of its 8 bytes of the marks, modulo 2^64.
  std::uint64_t count_ = 0;
};

class EntryMarks {
 public:
  EntryMarks();

  /// What an entry counts as. Any thread may ask.
  Digest mark(const CaseId& stream, Version version, Position position) const;

 private:
  std::string key_;
};

}  // namespace verloop
