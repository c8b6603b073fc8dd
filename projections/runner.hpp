#pragma once
// Keeps projections up with the log: each event counts exactly once, because a view's changes and
// the position up to which it was applied are written in one atomic batch. A fold that can't apply
// an event stops with an error; nothing is skipped.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/definitions.hpp"
#include "projections/case_fold.hpp"
#include "projections/projection.hpp"

namespace verloop {

/// The projections that the program ships.
std::vector<std::unique_ptr<Projection>> shipped_projections();

class Runner {
 public:
  /// All must outlive the runner. `kept` holds the cases from one run to the next; null: they are
  /// read from the log when their next record comes.
  Runner(const EventLog& log, const Definitions& definitions, ViewStore& views,
         const std::vector<std::unique_ptr<Projection>>& projections, CaseFold* kept = nullptr)
      : log_(log),
        definitions_(definitions),
        views_(views),
        projections_(projections),
        kept_(kept) {}

  /// Applies what the log holds beyond each projection's position. `progress` is called with
  /// positions done and of all.
  Result<> catch_up(const std::function<void(std::uint64_t, std::uint64_t)>& progress = {});

  /// Forgets one projection (all when `name` is empty) and applies the log anew. `not_found` when
  /// there is none of the name.
  Result<> rebuild(const std::string& name,
                   const std::function<void(std::uint64_t, std::uint64_t)>& progress = {});

 private:
  const EventLog& log_;
  const Definitions& definitions_;
  ViewStore& views_;
  const std::vector<std::unique_ptr<Projection>>& projections_;
  CaseFold* kept_;
};

/// A difference between a live projection and one rebuilt beside it.
struct ProjectionDifference {
  std::string name;  // Empty: it is about no projection.
  std::string problem;
};

/// Rebuilds all projections in memory and compares them with the live ones byte for byte. Live ones
/// that lag behind are compared at their own position.
Result<std::vector<ProjectionDifference>> compare_with_rebuild(
    const EventLog& log, const Definitions& definitions, const ViewStore& live,
    const std::vector<std::unique_ptr<Projection>>& projections);

}  // namespace verloop
