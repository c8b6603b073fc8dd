#pragma once
// Who asks about one case, and which of its events and rules that reader may know of: the part of a
// role's view that the answer to a command needs too.

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"
#include "events/record.hpp"

namespace verloop {

/// Who asks about one case, in which role, and which members are its own.
struct Reader {
  Actor actor;
  const RoleView* view = nullptr;
  std::set<std::int64_t> own_members;
  Language language = Language::nl;
  bool is_in_emergency = false;  // It has no access, but an emergency look.
};

/// The reader's role in the definition; null when it has none of that name.
const Role* role_of(const Reader& reader, const Definition& definition);

/// The numbers of the members that an event is about; of one that alters an entry, those of the
/// entry. Empty when it is about none.
std::vector<std::int64_t> members_in(const Record& record, const Definition& definition);

/// Whose eyes the record is for: that of its type; of one that alters an entry, that of the entry.
Audience audience_of(const Record& record, const Definition& definition);

/// Whether the reader may know of this event at all. One that alters an entry is known to who knows
/// of the entry.
bool sees_event(const Reader& reader, const Record& record, const Definition& definition);

bool sees_rule(const Reader& reader, const Rule& rule, const Definition& definition);

}  // namespace verloop
