#pragma once
// What a form of others is filled with for one entry of a case, as the part `exports` of the
// procedure says: as far as the reader may see it.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/outward.hpp"
#include "events/documents.hpp"
#include "projections/case_answers.hpp"

namespace verloop {

struct FormAnswer {
  std::map<std::string, std::string> values;  // Those that there are; days as `2026-03-10`.
  /// The newest document of the entry; none when there is none that counts.
  std::optional<OpenedDocument> document;
  /// What the procedure's texts are compared with as names, of the entry's own: as recorded. None
  /// where the reader may not see them, and without those that were erased.
  std::vector<std::string> names;
};

/// None when the list has no entry of this member, or the reader may not see it. `form` is not
/// withheld, and goes over a list.
Result<std::optional<Guarded<FormAnswer>>> form_answer(const Sources& sources,
                                                       const DocumentStore& store,
                                                       const Reader& reader,
                                                       const LoadedCase& loaded,
                                                       const FormExport& form, std::int64_t member);

}  // namespace verloop
