#pragma once
// Which case a call is about, seen by the session's actor, and as of which moment.

#include <optional>
#include <string>

#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/params.hpp"
#include "projections/diff_answer.hpp"

namespace verloop {

/// A case that was found, and the session's actor as its reader.
struct AskedCase {
  const LoadedCase* loaded;
  Reader reader;
};

/// None where it is answered why not. `asked` is the method.
std::optional<AskedCase> find_case(const Services& services, const Session& session,
                                   const CaseId& id, const std::optional<std::string>& role,
                                   const std::string& asked, const Done& done);

/// An earlier moment, and the day on which the case is judged for it.
struct AsOf {
  std::optional<Until> until;
  std::optional<Date> on;
};

/// Of the parameter: a position, a day (its last moment in Amsterdam), or a moment; nothing when it
/// is not given.
AsOf as_of_in(Params& params, std::string_view name = "asOf");

/// The case as it was then, on a day by what had occurred by it. None where it is answered that it
/// did not exist yet.
std::optional<Moment> moment_of(const Services& services, const Session& session,
                                const AskedCase& found, const AsOf& as_of,
                                const std::optional<Date>& on, const Done& done);

}  // namespace verloop
