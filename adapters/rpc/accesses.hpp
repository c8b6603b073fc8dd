#pragma once
// What sessions do in the access log: answers with sealed values go out through here, and what was
// refused is entered.

#include "adapters/rpc/problem.hpp"
#include "adapters/services.hpp"
#include "adapters/session.hpp"

namespace verloop {

/// `asked` is the method.
Occasion occasion_of(const Services& services, const Session& session, const std::string& asked);

/// Nothing can be entered: the operator is told, and the client that nothing can be recorded.
RpcError not_entered(const Services& services, const Session& session, const Error& error);

/// The answer, once the access log says who saw it.
template <class T>
std::variant<T, RpcError> hand_out(const Services& services, const Session& session,
                                   Result<Guarded<T>> guarded, const std::string& asked) {
  if (guarded.has_error()) return problem(guarded.error(), session.language);
  auto answer =
      services.access.hand_out(std::move(*guarded), occasion_of(services, session, asked));
  if (answer.has_error()) return not_entered(services, session, answer.error());
  return std::move(*answer);
}

/// A refusal holds nothing that is sealed: it is given also where it can't be entered, and the
/// operator is told.
void enter_refusal(const Services& services, const Session& session, const Actor& by,
                   const RefusedCommand& what, const std::string& asked);
/// The same for a question, about a case if it names one.
void enter_refusal(const Services& services, const Session& session, const Refusal& refusal,
                   const CaseId& about, const std::string& asked);

}  // namespace verloop
