#pragma once
// Projection `compliance`: what was raised and cleared, per rule and case.
//   `case/<id>/<rule>/<cycle>` -> canonical JSON {"raised","status","open","position","on"}
//   `rule/<rule>/<id>/<cycle>` -> the same

#include "projections/projection.hpp"

namespace verloop {

class Compliance final : public Projection {
 public:
  std::string_view name() const override { return "compliance"; }
  std::uint32_t version() const override { return 3; }
  Result<> apply(const Applied& applied, View& view) const override;
};

}  // namespace verloop
