#include "engine/decide_payload.hpp"

namespace verloop {

std::optional<Refusal> check_payload(const Action& action, const Command& command) {
  const auto fault = check_payload(command.data, action.payload);
  if (!fault) return std::nullopt;
  Refusal refusal;
  refusal.kind = RefusalKind::payload;
  refusal.path = fault->path;
  const std::string expected = fault->expected.empty() ? "" : " (" + fault->expected + ")";
  refusal.sentence = {"Veld " + fault->path + ": " + fault->problem + expected,
                      "Field " + fault->path + ": " + fault->problem + expected};
  return refusal;
}

}  // namespace verloop
