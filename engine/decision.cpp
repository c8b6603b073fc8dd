#include "engine/decision.hpp"

namespace verloop {

std::string_view name_of(RefusalKind kind) {
  switch (kind) {
    case RefusalKind::payload:
      return "payload";
    case RefusalKind::unauthorised:
      return "unauthorised";
    case RefusalKind::state:
      return "state";
    case RefusalKind::rule:
      return "rule";
    case RefusalKind::conflict:
      return "conflict";
    case RefusalKind::unknown:
      return "unknown";
    case RefusalKind::duplicate:
      return "duplicate";
    case RefusalKind::too_large:
      return "tooLarge";
  }
  return "unknown";
}

Refusal refuse(RefusalKind kind, Label sentence) {
  Refusal refusal;
  refusal.kind = kind;
  refusal.sentence = std::move(sentence);
  return refusal;
}

}  // namespace verloop
