#include "engine/known_names.hpp"

#include <algorithm>

#include "engine/alteration.hpp"
#include "engine/making.hpp"
#include "events/open_values.hpp"

namespace verloop {
namespace {

constexpr std::size_t page_size = 256;

using Fields = std::map<std::string, std::set<std::string>>;

/// The type that a record says something of, and how its fields are called there.
std::pair<std::string, std::string> spoken_of(const Record& record) {
  std::string type = type_name(record);
  if (type != entry_corrected) return {std::move(type), ""};
  const auto* entry = record.data.if_contains("entryType");
  type = entry != nullptr && entry->is_string() ? std::string(entry->get_string()) : "";
  return {type.substr(0, type.find('@')), std::string(corrected_prefix)};
}

/// The sealed fields of a record that are among these, as they are called in it.
std::set<std::string> among(const Record& record, const Fields& wanted) {
  const auto [type, prefix] = spoken_of(record);
  std::set<std::string> fields;
  const auto named = wanted.find(type);
  if (named == wanted.end()) return fields;
  for (const std::string& field : named->second)
    if (record.sealed.contains(prefix + field)) fields.insert(prefix + field);
  return fields;
}

bool holds_names(const Record& record, const TextFind& find) {
  return !among(record, find.names).empty() || !among(record, find.identifiers).empty();
}

/// Whether there was anything new.
bool add(Fields& all, const Fields& more) {
  bool is_new = false;
  for (const auto& [event, fields] : more)
    for (const std::string& field : fields) is_new |= all[event].insert(field).second;
  return is_new;
}

}  // namespace

Result<> KnownNames::open(const Record& record, const TextFind& find, NamePhrases& names) const {
  Looks seen_by_nobody;  // What is opened here is compared with, and shown to no one.
  const std::set<std::string> identifiers = among(record, find.identifiers);
  std::set<std::string> fields = among(record, find.names);
  fields.insert(identifiers.begin(), identifiers.end());
  const auto values = open_values(log_, vault_, record, fields, seen_by_nobody);
  if (values.has_error()) return values.error();
  for (const auto& [field, value] : *values) {
    if (!value || !value->is_string()) continue;
    const std::string text(value->get_string());
    identifiers.contains(field) ? add_identifier(names, text)
                                : add_name(names, text, find.particles);
  }
  return {};
}

void KnownNames::note(const Record& record) {
  if (!among(record, names_).empty() || !among(record, identifiers_).empty())
    places_[record.actor.org.text].push_back(record.position);
}

Result<> KnownNames::keep_up(const TextFind& find) {
  const bool is_more = add(names_, find.names) | add(identifiers_, find.identifiers);
  const std::uint64_t size = log_.tail().size;
  if (is_more) {
    places_.clear();
    next_ = {size > events_max ? size - events_max : 0};
  }
  while (next_.value < size) {
    const auto page = log_.read(next_, page_size);
    if (page.has_error()) return page.error();
    if (page->empty()) break;
    for (const StoredRecord& stored : *page) note(stored.record);
    next_ = page->back().record.position.next();
  }
  return {};
}

Result<NamePhrases> KnownNames::of(const CaseId& id, const std::string& org, const TextFind& find) {
  NamePhrases names;
  std::set<std::string> orgs;
  std::optional<Version> last;
  for (bool is_more = true; is_more;) {
    const auto page = log_.read_stream(id, last ? last->next() : Version{}, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      if (!last || holds_names(stored.record, find)) orgs.insert(stored.record.actor.org.text);
      const auto opened = open(stored.record, find, names);
      if (opened.has_error()) return opened.error();
      last = stored.record.version;
    }
    is_more = page->size() == page_size;
  }
  if (!last) orgs.insert(org);  // The case is still to be made.
  const auto kept = keep_up(find);
  if (kept.has_error()) return kept.error();
  for (const std::string& one : orgs) {
    const std::vector<Position>& places = places_[one];
    const std::size_t first = places.size() > opened_max ? places.size() - opened_max : 0;
    for (std::size_t i = first; i < places.size(); ++i) {
      const auto record = log_.read(places[i], 1);
      if (record.has_error()) return record.error();
      const auto opened = open(record->front().record, find, names);
      if (opened.has_error()) return opened.error();
    }
  }
  return names;
}

}  // namespace verloop
