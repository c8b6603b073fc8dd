#pragma once
// The documents of a case, as far as one reader may see them: which there are, whether their bytes
// were handed over, and who may hand them over. Whoever sees a sealed field sees its document.

#include <optional>
#include <set>
#include <string>

#include <boost/json/object.hpp>

#include "events/documents.hpp"
#include "projections/case_answers.hpp"

namespace verloop {

/// The sealed fields of an event that hold documents.
std::set<std::string> document_fields(const Record& record, const Definition& definition);

/// {"case","documents":[...]}, in the order of the log, each
/// {"position","version","type","label","field","fieldLabel","document","handedOver"}; `document`
/// is the value, or says that it was erased.
Result<Guarded<boost::json::object>> documents_answer(const Sources& sources,
                                                      const DocumentStore& store,
                                                      const Reader& reader, const CaseId& id);

/// The event of the case at this position; none unless the reader may see a document in the field.
Result<std::optional<Record>> find_document(const Sources& sources, const Reader& reader,
                                            const CaseId& id, Position position,
                                            const std::string& field);

Result<Guarded<OpenedDocument>> document_answer(const Sources& sources, const DocumentStore& store,
                                                const Reader& reader, const Record& record,
                                                const std::string& field);

/// Whether a reader who may see the document may hand its bytes over: who recorded the event, or a
/// role that may do what it records.
bool may_hand_over(const Reader& reader, const Record& record, const Definition& definition);

}  // namespace verloop
