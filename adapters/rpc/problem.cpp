#include "adapters/rpc/problem.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Described {
  int code;
  std::string_view name;
  Label title;
};

Described described(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::payload:
      return {-32010, "payload", {"De gegevens kloppen niet", "The data is not right"}};
    case ProblemKind::unauthorised:
      return {-32011, "unauthorised", {"Niet toegestaan", "Not allowed"}};
    case ProblemKind::unauthenticated:
      return {-32012, "unauthenticated", {"Niet aangemeld", "No session"}};
    case ProblemKind::state:
      return {-32013, "state", {"Kan nu niet", "Not possible now"}};
    case ProblemKind::rule:
      return {-32014, "rule", {"In strijd met een regel", "Against a rule"}};
    case ProblemKind::conflict:
      return {-32015, "conflict", {"De zaak is veranderd", "The case has changed"}};
    case ProblemKind::unknown:
      return {-32016, "unknown", {"Bestaat niet", "Does not exist"}};
    case ProblemKind::duplicate:
      return {-32017, "duplicate", {"Opdracht-id al gebruikt", "Command id used before"}};
    case ProblemKind::busy:
      return {-32018, "busy", {"Te druk", "Busy"}};
    case ProblemKind::read_only:
      return {-32019, "readOnly", {"Alleen lezen", "Read-only"}};
    case ProblemKind::too_large:
      return {-32020, "tooLarge", {"Te groot", "Too large"}};
  }
  return {RpcCode::internal_error, "internal", {"Interne fout", "Internal error"}};
}

ProblemKind kind_of(RefusalKind kind) {
  switch (kind) {
    case RefusalKind::payload:
      return ProblemKind::payload;
    case RefusalKind::unauthorised:
      return ProblemKind::unauthorised;
    case RefusalKind::state:
      return ProblemKind::state;
    case RefusalKind::rule:
      return ProblemKind::rule;
    case RefusalKind::conflict:
      return ProblemKind::conflict;
    case RefusalKind::unknown:
      return ProblemKind::unknown;
    case RefusalKind::duplicate:
      return ProblemKind::duplicate;
    case RefusalKind::too_large:
      return ProblemKind::too_large;
  }
  return ProblemKind::state;
}

}  // namespace

RpcError problem(ProblemKind kind, const Label& detail, Language language) {
  const Described what = described(kind);
  const std::string& title = what.title.in(language);
  const std::string& words = detail.in(language);
  return {what.code,
          words.empty() ? title : words,
          {{"type", "https://verloop.invalid/problems/" + std::string(what.name)},
           {"title", title},
           {"detail", words},
           {"kind", json::string(what.name)}}};
}

RpcError problem(const Refusal& refusal, Language language) {
  RpcError error = problem(kind_of(refusal.kind), refusal.sentence, language);
  if (!refusal.rule.text.empty()) error.data["rule"] = refusal.rule.text;
  if (!refusal.path.empty()) error.data["path"] = refusal.path;
  if (refusal.expected) error.data["expected"] = *refusal.expected;
  if (refusal.actual) error.data["actual"] = *refusal.actual;
  json::array source;
  for (const std::string& segment : refusal.source) source.push_back(json::string(segment));
  if (!source.empty()) error.data["source"] = std::move(source);
  json::array first;
  for (const ActionId& action : refusal.first) first.push_back(json::string(action.text));
  if (!first.empty()) error.data["first"] = std::move(first);
  return error;
}

RpcError problem(const Error& error, Language language) {
  const Label detail{error.detail, error.detail};
  if (error.code == Errc::read_only || error.code == Errc::storage_failed) {
    return read_only(language);
  }
  if (error.code == Errc::version_conflict) return problem(ProblemKind::conflict, detail, language);
  if (error.code == Errc::too_large) return problem(ProblemKind::too_large, detail, language);
  if (error.code == Errc::not_found) return problem(ProblemKind::unknown, detail, language);
  return {RpcCode::internal_error, "Internal error", {}};
}

RpcError read_only(Language language) {
  return problem(ProblemKind::read_only,
                 {"Er kan niets worden vastgelegd; de beheerder moet de opslag nazien.",
                  "Nothing can be recorded; an operator must look at the storage."},
                 language);
}

RpcError wrong_params(const std::string& path, const std::string& detail) {
  RpcError error{RpcCode::invalid_params, "Invalid params", {{"detail", detail}}};
  if (!path.empty()) error.data["path"] = path;
  return error;
}

}  // namespace verloop
