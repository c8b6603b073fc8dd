#pragma once
// Who speaks on one connection, and what that connection is to be told of.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/procedure.hpp"
#include "events/ids.hpp"

namespace verloop {

/// Which events a client wants to be sent, and as whom it sees them.
struct SubscriptionRequest {
  std::string id;
  ActorId actor;
  std::optional<RoleId> role;
  Language language = Language::nl;
  std::string purpose;
  Position from;
  std::optional<CaseId> case_id;  // None: all cases.
  std::string type;               // With or without its version; empty: all types.
  std::string procedure;          // Name; empty: all procedures.
  std::size_t window = 0;         // Records read at a time.
};

/// Changed by the methods, one call at a time; the connection starts what is `opened` and stops
/// what is `closed` after the answer was sent.
struct Session {
  std::optional<ActorId> actor;  // None: no session yet.
  Language language = Language::nl;
  std::string purpose = "consultation";  // Of what is read.
  std::uint64_t subscriptions_made = 0;
  std::set<std::string> subscriptions;
  std::vector<SubscriptionRequest> opened;
  std::vector<std::string> closed;
};

}  // namespace verloop
