#pragma once
// Projection `cases`: the present state of every case.
//   `case/<id>` -> canonical JSON of the CaseState

#include "projections/projection.hpp"

namespace verloop {

class Cases final : public Projection {
 public:
  std::string_view name() const override { return "cases"; }
  std::uint32_t version() const override { return 5; }
  Result<> apply(const Applied& applied, View& view) const override;
};

/// Ids of all cases in order, from `after` (exclusive), at most `count_max`.
Result<std::vector<CaseState>> stored_cases(const ViewStore& views, const std::string& after,
                                            std::size_t count_max);
/// None when there is no such case.
Result<std::optional<CaseState>> stored_case(const ViewStore& views, const CaseId& id);

}  // namespace verloop
