#pragma once
// Names and numbers of one kind of thing each, so that no two can be swapped by mistake.

#include <compare>
#include <cstdint>
#include <string>

namespace verloop {

template <class Tag>
struct Id {
  std::string text;
  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;
};

using CaseId = Id<struct CaseTag>;        // A stream: a case, or one of the @-streams.
using CommandId = Id<struct CommandTag>;  // A UUID, lower case.
using ActorId = Id<struct ActorTag>;      // Opaque; the name lies sealed in the directory.
using RoleId = Id<struct RoleTag>;
using OrganisationId = Id<struct OrganisationTag>;
using SubjectId = Id<struct SubjectTag>;  // Whose key seals a value.
using RuleId = Id<struct RuleTag>;        // Rule or deadline, as the domain names it.
using ActionId = Id<struct ActionTag>;
using EventTypeId = Id<struct EventTypeTag>;  // `Name@1`.

/// A place in a sequence that starts at 0.
template <class Tag>
struct Ordinal {
  std::uint64_t value = 0;
  constexpr Ordinal next() const { return Ordinal{value + 1}; }
  friend bool operator==(const Ordinal&, const Ordinal&) = default;
  friend auto operator<=>(const Ordinal&, const Ordinal&) = default;
};

using Position = Ordinal<struct PositionTag>;  // In the log: the leaf index.
using Version = Ordinal<struct VersionTag>;    // In its case.

}  // namespace verloop
