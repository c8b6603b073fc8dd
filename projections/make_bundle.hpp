#pragma once
// Makes an audit bundle of a case: of each of its events that the reader may see, the record with
// its proof and the disclosures that the role may see; the versions that are left out. A record is
// handed out whole or not at all, for only whole it can be proved.

#include "events/bundle.hpp"
#include "projections/case_answers.hpp"

namespace verloop {

/// Up to the newest checkpoint, or to `note`, an earlier one or one that witnesses cosigned; it
/// must cover the whole case: else `not_found`. Fails with `tampered` when what lies in the log
/// does not verify: no such bundle is made.
Result<Guarded<Bundle>> make_bundle(const Sources& sources, const Reader& reader,
                                    const CaseState& state,
                                    const std::optional<std::string>& note = std::nullopt);

}  // namespace verloop
