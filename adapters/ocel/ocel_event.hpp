#pragma once
// A record as an event of OCEL, as far as a reader may see it: open values and ids, nothing sealed.
// Whom it names of those who work with the log stands under a pseudonym.
//   case          CASE                    type: the procedure
//   member        CASE:member-NUMBER      type: the reference that it numbers the subject of
//   organisation  @organisation/ID        type: organisation
//   actor         @actor/16 hex digits    type: actor
// The qualifiers are `case`, `member`, `actor` (who did it), `for` (who gave the mandate for it),
// `organisation` (the actor's), and for what a field refers to, the field's name.

#include "adapters/ocel/ocel.hpp"
#include "engine/reader.hpp"

namespace verloop {

/// The case as the events that are in it point at it.
OcelRelation case_of(const CaseId& id, const Definition& definition);

/// `record`: one that the reader sees (sees_event). `definition`: the one that its case is on.
/// `pseudonym_key`: a secret; an id has the same pseudonym wherever the key is the same.
OcelEvent event_of(const Record& record, const Reader& reader, const Definition& definition,
                   const std::string& pseudonym_key);

}  // namespace verloop
