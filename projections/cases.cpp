#include "projections/cases.hpp"

#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"

namespace verloop {
namespace {

constexpr std::string_view prefix = "case/";
constexpr JsonLimits stored_limits{64, 64U << 20U};

Result<CaseState> read(const std::string& bytes) {
  const auto value = parse_json(bytes, stored_limits);
  if (value.has_error()) return value.error();
  if (!value->is_object()) return Error{Errc::malformed, "stored case state is no object"};
  return case_state_from(value->get_object());
}

}  // namespace

Result<> Cases::apply(const Applied& applied, View& view) const {
  if (applied.after == nullptr || !applied.is_last) return {};
  view.put(std::string(prefix) + applied.after->id.text, canonical_json(to_json(*applied.after)));
  return {};
}

Result<std::vector<CaseState>> stored_cases(const ViewStore& views, const std::string& after,
                                            std::size_t count_max) {
  const Cases projection;
  const std::string from = after.empty() ? std::string() : std::string(prefix) + after;
  const auto rows = views.scan(projection.view(), prefix, from, count_max);
  if (rows.has_error()) return rows.error();
  std::vector<CaseState> cases;
  for (const auto& row : *rows) {
    auto state = read(row.second);
    if (state.has_error()) return state.error();
    cases.push_back(std::move(*state));
  }
  return cases;
}

Result<std::optional<CaseState>> stored_case(const ViewStore& views, const CaseId& id) {
  const Cases projection;
  const auto bytes = views.get(projection.view(), std::string(prefix) + id.text);
  if (bytes.has_error()) return bytes.error();
  if (!*bytes) return std::optional<CaseState>();
  auto state = read(**bytes);
  if (state.has_error()) return state.error();
  return std::optional<CaseState>(std::move(*state));
}

}  // namespace verloop
