#pragma once
// What can be said of a program before it is ever run, by what is known of the values that it
// reads. Sound, not complete: what is said here is certain, and of much nothing is said. Each call
// spends from a Meter that the caller shares among all programs of a definition.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/cel/cel.hpp"
#include "engine/cel/constraints.hpp"

namespace verloop::cel {

struct Knowledge {
  /// By its path: `case.tracks.permit`, `data.kind`, `case.members[].active`.
  std::function<Known(const std::string& path)> of;
  /// Variables that stand for an entry of a list: `member` -> `case.members[]`.
  std::map<std::string, std::string> aliases;
};

/// Something about a part of a program; `offset` in bytes from its beginning.
struct Remark {
  std::uint32_t offset = 0;
  std::string message;
};

/// Why the condition can never come to `truth`; none when it may, or nobody knows.
std::optional<Remark> why_never(const Program& program, Truth truth, const Knowledge& knowledge,
                                Meter& meter);

/// Why the condition always comes to `truth`, without an error; none when it may not.
std::optional<Remark> why_always(const Program& program, Truth truth, const Knowledge& knowledge,
                                 Meter& meter);

/// Why the program never has a value: it reads what never has one.
std::optional<Remark> why_no_value(const Program& program, const Knowledge& knowledge);

/// Comparisons with a word that the value is not declared to have.
std::vector<Remark> strange_words(const Program& program, const Knowledge& knowledge);

/// Whether running the program may end without a value, as far as is known.
bool may_fail(const Program& program, const Knowledge& knowledge);

/// The words that the program gives as they stand in its text: `x ? 'a' : 'b'`.
struct Word {
  std::uint32_t offset = 0;
  std::string text;
};
std::vector<Word> given_words(const Program& program);
/// Whether these are all that it can come to.
bool gives_only_words(const Program& program);

/// The path of what the program gives as it is, or a part of whose entries it leaves out; empty
/// when it is computed.
std::string read_path(const Program& program);

}  // namespace verloop::cel
