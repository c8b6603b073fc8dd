#pragma once
// What a deadline or a rule can come to, and which of two counts.

#include <cstdint>
#include <optional>
#include <string_view>

namespace verloop {

enum class Status : std::uint8_t {
  satisfied,
  late,
  violated,
  motivated,
  pending,
  not_applicable,
  unknown,
  followed,
  not_followed
};

std::string_view name_of(Status status);  // As it is recorded and shown: `notApplicable`.
std::optional<Status> status_named(std::string_view name);
/// The one that counts for the case: violated, late, unknown, pending, motivated, satisfied,
/// notApplicable.
Status worse(Status a, Status b);

}  // namespace verloop
