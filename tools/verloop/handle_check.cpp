#include "tools/verloop/handle_check.hpp"

#include <algorithm>

#include "events/disclosure.hpp"

namespace verloop {
namespace {

constexpr std::size_t page_size = 256;

struct Checked {
  const EventLog& log;
  const Vault& vault;
  const Definitions& definitions;
  const Directory& directory;
};

const EventType* type_of(const Record& record, const Definitions& definitions) {
  const Definition* definition = definitions.find(record.procedure);
  const Catalogue& catalogue =
      definition == nullptr ? definitions.system().types : definition->catalogue;
  return catalogue.find(record.type.text);
}

/// Whether the field names a person and is sealed under that same person.
bool names_its_subject(const EventType* type, const std::string& name) {
  const Field* field = type == nullptr ? nullptr : type->field(name);
  return field != nullptr && field->type.kind == FieldKind::reference &&
         field->type.refers_to == Referent::subject && field->subject == name;
}

/// In whose names a handle may be meant: those of the actor's organisation or, in the directory, of
/// an organisation of the person who is linked.
std::vector<std::string> scopes_of(const Record& record, const Directory& directory) {
  const boost::json::value* person = record.data.if_contains("person");
  if (is_case_id(record.case_id.text) || person == nullptr || !person->is_string())
    return {record.actor.org.text};
  std::vector<std::string> scopes;
  for (const RoleGiven& given : directory.roles_given({std::string(person->get_string())}))
    scopes.push_back(given.role.org.text);
  return scopes;
}

/// None when the value was erased; one that does not open was reported with its record.
std::optional<std::string> handle_in(const Checked& checked, Position at, const SealedValue& value,
                                     const Digest& digest) {
  const auto plain = checked.vault.decrypt(
      value.subject, value.bytes,
      sealed_context(checked.log.signing_keys().origin_at(at), at, value.field, digest));
  if (!plain || !*plain) return std::nullopt;
  const Result<Disclosure> disclosure = decode_disclosure(**plain);
  if (!disclosure || !disclosure->value.is_string()) return std::nullopt;
  return std::string(disclosure->value.get_string());
}

Result<bool> leads_there(const Checked& checked, const Record& record, const std::string& handle,
                         const SubjectId& subject) {
  for (const std::string& scope : scopes_of(record, checked.directory)) {
    const auto found = checked.vault.find_subject(scope, handle);
    if (found.has_error()) return found.error();
    if (*found == subject) return true;
  }
  return false;
}

Result<> check_record(const Checked& checked, const Record& record, std::vector<Fault>& faults) {
  const EventType* type = type_of(record, checked.definitions);
  const auto is_one = [&](const auto& field) { return names_its_subject(type, field.first); };
  if (std::none_of(record.sealed.begin(), record.sealed.end(), is_one)) return {};
  const auto values = checked.log.sealed_values(record.position);
  if (values.has_error()) return values.error();
  for (const SealedValue& value : *values) {
    const auto digest = record.sealed.find(value.field);
    if (digest == record.sealed.end() || !names_its_subject(type, value.field)) continue;
    const auto handle = handle_in(checked, record.position, value, digest->second);
    if (!handle) continue;
    const auto leads = leads_there(checked, record, *handle, value.subject);
    if (leads.has_error()) return leads.error();
    if (*leads) continue;
    faults.push_back({record.position, "the vault's index of persons does not lead to subject " +
                                           value.subject.text + ", which field " + value.field +
                                           " of position " + std::to_string(record.position.value) +
                                           " names; restore the vault that belongs to this log"});
  }
  return {};
}

}  // namespace

Result<std::vector<Fault>> check_handles(const EventLog& log, const Vault& vault,
                                         const Definitions& definitions,
                                         const Directory& directory) {
  const Checked checked{log, vault, definitions, directory};
  std::vector<Fault> faults;
  const std::uint64_t size = log.tail().size;
  for (Position from; from.value < size;) {
    const auto page = log.read(from, page_size);
    if (page.has_error()) return page.error();
    if (page->empty()) break;
    for (const StoredRecord& stored : *page) {
      auto done = check_record(checked, stored.record, faults);
      if (done.has_error()) return done.error();
    }
    from = page->back().record.position.next();
  }
  return faults;
}

}  // namespace verloop
