#include "engine/status.hpp"

#include <algorithm>
#include <array>

namespace verloop {
namespace {

constexpr std::array<std::string_view, 9> status_names = {"satisfied", "late",     "violated",
                                                          "motivated", "pending",  "notApplicable",
                                                          "unknown",   "followed", "notFollowed"};

/// How bad a status is for the whole case; higher counts.
int rank(Status status) {
  switch (status) {
    case Status::violated:
    case Status::not_followed:
      return 6;
    case Status::late:
      return 5;
    case Status::unknown:
      return 4;
    case Status::pending:
      return 3;
    case Status::motivated:
      return 2;
    case Status::satisfied:
    case Status::followed:
      return 1;
    case Status::not_applicable:
      return 0;
  }
  return 0;
}

}  // namespace

std::string_view name_of(Status status) {
  return status_names[static_cast<std::size_t>(status)];
}

std::optional<Status> status_named(std::string_view name) {
  const auto* at = std::find(status_names.begin(), status_names.end(), name);
  if (at == status_names.end()) return std::nullopt;
  return static_cast<Status>(at - status_names.begin());
}

Status worse(Status a, Status b) {
  return rank(b) > rank(a) ? b : a;
}

}  // namespace verloop
