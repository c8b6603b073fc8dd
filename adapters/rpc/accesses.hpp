#pragma once
// What sessions do in the access log: answers with sealed values go out through here, and what was
// refused is entered.

#include "adapters/rpc/dispatch.hpp"
#include "adapters/rpc/problem.hpp"
#include "adapters/services.hpp"
#include "adapters/session.hpp"

namespace verloop {

/// `asked` is the method.
Occasion occasion_of(const Services& services, const Session& session, const std::string& asked);

/// Nothing can be entered: the operator is told, and the client that nothing can be recorded.
RpcError not_entered(const Services& services, const Session& session, const Error& error);

using Done = RpcMethod::Done;

/// Answers once the access log says who saw it. The session stays as it is until then.
void hand_out(const Services& services, const Session& session,
              Result<Guarded<boost::json::object>> guarded, const std::string& asked, Done done);

/// A refusal holds nothing that is sealed: it is given also where it can't be entered, and the
/// operator is told. It is answered once that was tried.
void answer_refused(const Services& services, const Session& session, const Actor& by,
                    const RefusedCommand& what, const std::string& asked, RpcError refusal,
                    Done done);
/// The same for a question, about a case if it names one.
void answer_refused(const Services& services, const Session& session, const Refusal& refusal,
                    const CaseId& about, const std::string& asked, Done done);
/// The same where the answer waits for nothing else: the refusal is entered by itself.
RpcError refused(const Services& services, const Session& session, const Refusal& refusal,
                 const CaseId& about, const std::string& asked);

}  // namespace verloop
