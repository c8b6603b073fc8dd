#pragma once
// The event catalogue as values: event types, their fields with privacy class and subject, and how
// a fold applies them. Made by catalogue_load from YAML, then only read. Knows no domain: all names
// come from the files.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "events/ids.hpp"
#include "events/result.hpp"

namespace verloop {

enum class Language : std::uint8_t { nl, en };

/// A text of the catalogue in both languages.
struct Label {
  std::string nl;
  std::string en;
  const std::string& in(Language language) const { return language == Language::nl ? nl : en; }
};

enum class PrivacyClass : std::uint8_t { open, personal, special, confidential };
enum class Audience : std::uint8_t { shared, school, swv, governance };

std::string_view name_of(Audience audience);
/// Whether roles of an organisation of this kind may be let in by a view at all.
bool is_open_to(Audience audience, std::string_view organisation);

enum class FieldKind : std::uint8_t {
  text,       // Free text; never open, but in the system's own catalogue.
  name,       // An identifier: 1 to 80 of letters, digits and @ . _ / : -
  date,       // `YYYY-MM-DD`.
  timestamp,  // RFC 3339.
  integer,
  minutes,  // A whole number of minutes, 0 or more.
  cents,    // A whole number of euro cents.
  boolean,
  enumeration,  // One of `values`.
  reference,    // To a `refers_to`.
  document,     // {id, name, mediaType, size, sha256}; never open.
  member,       // A number the engine gives to the subject of the field named `member_of`.
  list,         // Of `element[0]`.
  record,       // With `members`.
};

enum class Referent : std::uint8_t { subject, actor, organisation, event };

struct Field;

struct FieldType {
  FieldKind kind{};
  std::vector<std::string> values;  // enumeration: names; their labels stand in `value_labels`.
  std::map<std::string, Label> value_labels;
  Referent refers_to{};            // reference.
  std::string role;                // reference to an actor: the role it must have; empty: any.
  std::string member_of;           // member: the reference field whose subject it numbers.
  std::vector<FieldType> element;  // list: exactly one.
  std::vector<Field> members;      // record.
  std::optional<std::int64_t> min,
      max;  // numbers; for texts and lists: length in characters, items.
};

struct Field {
  std::string name;
  FieldType type;
  bool required = false;
  PrivacyClass privacy = PrivacyClass::open;
  std::string subject;  // Sealed fields: `case`, `actor`, or the name of a reference field (may be
                        // the field itself).
  Label label;
};

/// Holds when an open field has one of the values.
struct FoldCondition {
  std::string field;                // `data.<field>`
  std::vector<std::string> values;  // Texts as they stand in JSON: enum values, `true`, `false`.
  bool operator==(const FoldCondition&) const = default;
};

/// One step of the fold of an event into its case. Paths are dotted names in the case's fields.
struct FoldStep {
  enum class Kind : std::uint8_t {
    set,     // path = source
    first,   // path = source, unless it has a value; of two days that things happened the earlier
    add,     // path (integer, from 0) += source (an integer field, or the literal 1)
    append,  // path (list) += {name: source...}
    entry,   // path (list kept by key): entry with `key` loses, gets, and keeps or gets values
    clear,   // path loses its value
  };
  Kind kind{};
  std::string path;
  std::string key;                             // entry: name of the field that is the key.
  std::string source;                          // set, first, add: a source.
  std::map<std::string, std::string> sources;  // append, entry: name -> source.
  // entry: name -> source, for what has no value yet.
  std::map<std::string, std::string> first_sources;
  std::vector<std::string> cleared;  // entry: names that lose their value before all else.
  // A source is `data.<open field>`, `sealed.<sealed field>` (where the value lies: [position,
  // field]), `occurredOn`, `position`, `version`, `actor`, `role`, `org`, `cycle`, or a literal:
  // `=true`, `=false`, `=<integer>`, `=<text>`.
  std::vector<FoldCondition> when;  // Applied only when all hold.
};

/// How payloads of the version before become those of this one when they are read. Names are those
/// of this version, but where it says otherwise.
struct Upcast {
  using Names = std::map<std::string, std::string, std::less<>>;
  Names renamed;                                    // Older name -> name.
  std::set<std::string, std::less<>> dropped;       // Older names.
  std::map<std::string, std::int64_t> factors;      // What a number is multiplied by.
  std::map<std::string, Names> words;               // Older word -> word.
  std::map<std::string, boost::json::value> given;  // Of open fields that it has not; last of all.
  /// What a field of the version before is called; none when it is dropped.
  std::optional<std::string> name_of(std::string_view older) const;
};

struct EventType {
  EventTypeId id;    // `Name@1`
  std::string name;  // `Name`
  Label label;
  Label sentence;  // Template with {field}, {actor}, {role}, {org}, {occurredOn} in braces.
  Audience audience{};
  std::vector<Field> fields;
  std::vector<FoldStep> fold;
  bool attested = false;  // basis `attested` unless the person concerned does it itself.
  bool admits = false;    // A subject in its member field that has no number yet gets the next one.
  std::optional<Upcast> upcast;
  std::string upcast_by;  // The next version, where that lifts payloads of this one; else empty.
  const Field* field(std::string_view name) const;  // Null when there is none.
};

class Catalogue {
 public:
  /// The newest version of a type by its name, or an exact `Name@version`; null when there is none.
  const EventType* find(std::string_view name_or_id) const;
  const std::map<std::string, EventType, std::less<>>& types() const { return types_; }
  void add(
      EventType type);  // A second type with the same id is a bug: the loader refuses it before.

 private:
  std::map<std::string, EventType, std::less<>> types_;  // By id.
  std::map<std::string, std::string, std::less<>> newest_;
};

/// What is wrong with a payload, as its author should read it. `path` is like `lines[2].minutes`.
struct PayloadFault {
  std::string path;
  Label problem;  // Neither holds a value of the payload.
  Label expected;
  std::optional<std::string> meant;  // Of an unknown field: the name that was probably meant.
};

/// Checks `data` against `fields`: unknown names (with the nearest valid one), missing and mistyped
/// values, limits. None when all is right. `member` fields may not be given by a client and are not
/// expected here.
std::optional<PayloadFault> check_payload(const boost::json::object& data,
                                          const std::vector<Field>& fields);

/// The form of names and references: 1 to 80 letters, digits and @ . _ / : -
bool is_name_value(std::string_view text);

/// The candidate that is nearest to `name` by edit distance, when it is near enough to suggest.
std::optional<std::string> nearest(std::string_view name,
                                   const std::vector<std::string>& candidates);

}  // namespace verloop
