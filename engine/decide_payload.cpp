#include "engine/decide_payload.hpp"

namespace verloop {

std::optional<Refusal> check_payload(const Action& action, const Command& command) {
  const auto fault = check_payload(command.data, action.payload);
  if (!fault) return std::nullopt;
  Refusal refusal;
  refusal.kind = RefusalKind::payload;
  refusal.path = fault->path;
  if (fault->problem == "unknown field" && !fault->expected.starts_with("one of:")) {
    refusal.sentence = {
        "Veld " + fault->path + " bestaat niet. Bedoelt u " + fault->expected + "?",
        "There is no field " + fault->path + ". Did you mean " + fault->expected + "?"};
    return refusal;
  }
  const std::string expected = fault->expected.empty() ? "" : " (" + fault->expected + ")";
  refusal.sentence = {"Veld " + fault->path + ": " + fault->problem + expected,
                      "Field " + fault->path + ": " + fault->problem + expected};
  return refusal;
}

}  // namespace verloop
