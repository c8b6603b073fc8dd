#pragma once
// Projection `audit`: where to look, by actor, organisation, type, day, purpose and case. Positions
// are 16 hex digits, so that they sort. In an id `/` is written `%2F` and `%` is written `%25`.
//   `actor/<id>/<position>`, `org/<id>/...`, `type/<name>/...`, `day/<YYYY-MM-DD>/...`,
//   `purpose/<id>/...`, `case/<id>/...` -> empty

#include "projections/projection.hpp"

namespace verloop {

class AuditIndex final : public Projection {
 public:
  std::string_view name() const override { return "audit"; }
  std::uint32_t version() const override { return 2; }
  Result<> apply(const Applied& applied, View& view) const override;
};

}  // namespace verloop
