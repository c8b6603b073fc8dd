#pragma once
// Projection `deadlines`: every due date of every open case, whatever day it is; lateness is judged
// when asked.
//   `case/<id>` -> canonical JSON [[deadline, entry, due or null, done or null], ...]
//   `due/<YYYY-MM-DD>/<id>/<deadline>/<entry>` -> empty, for due dates that are not met yet

#include "projections/projection.hpp"

namespace verloop {

class DeadlineList final : public Projection {
 public:
  std::string_view name() const override { return "deadlines"; }
  std::uint32_t version() const override { return 3; }
  Result<> apply(const Applied& applied, View& view) const override;
  Result<> apply_setting(const Applied& applied, View& view) const override;
};

}  // namespace verloop
