#include "engine/decide_payload.hpp"

namespace verloop {

std::optional<Refusal> check_payload(const Action& action, const Command& command) {
  const auto fault = check_payload(command.data, action.payload);
  if (!fault) return std::nullopt;
  Refusal refusal;
  refusal.kind = RefusalKind::payload;
  refusal.path = fault->path;
  if (fault->meant) {
    refusal.sentence = {
        "Veld " + fault->path + " bestaat niet. Bedoelt u " + *fault->meant + "?",
        "There is no field " + fault->path + ". Did you mean " + *fault->meant + "?"};
    return refusal;
  }
  refusal.sentence = {
      "Veld " + fault->path + ": " + fault->problem.nl + " (" + fault->expected.nl + ")",
      "Field " + fault->path + ": " + fault->problem.en + " (" + fault->expected.en + ")"};
  return refusal;
}

}  // namespace verloop
