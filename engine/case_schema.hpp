#pragma once
// The shape of a case, derived from the folds of a catalogue: which paths exist, of which type, and
// who writes them. It gives CEL its types, turns folded JSON into CEL values, and tells which role
// may see which path.

#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "engine/cel/cel.hpp"
#include "events/catalogue.hpp"
#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// A field of one event type that writes a path: `field` is its name, or empty for occurredOn,
/// literals and the like.
struct Writer {
  std::string event;
  std::string field;
  friend auto operator<=>(const Writer&, const Writer&) = default;
};

/// A node of the case's shape. A leaf has a type (or is `sealed`: a pointer to where the value
/// lies); a record has children; a list (`entries`) has children that are the columns of its
/// entries.
struct SchemaNode {
  enum class Kind : std::uint8_t { record, leaf, entries } kind = Kind::record;
  cel::Type type;       // leaf
  bool sealed = false;  // leaf
  std::string key;      // entries made by `entry` steps: the key column; empty for `append`.
  std::map<std::string, SchemaNode> children;
  std::set<Writer> writers;
};

/// A step of a fold that does not fit the others. The loader adds its place.
struct SchemaFault {
  std::string event;     // Type id.
  std::size_t step = 0;  // Index in its fold.
  std::string message;   // Names the path.
};

/// Whether sealed leaves are declared: only to tell an author that what an expression reads is
/// sealed.
enum class Sealed : std::uint8_t { left_out, declared };

class CaseSchema {
 public:
  static CaseSchema from(const Catalogue& catalogue, std::vector<SchemaFault>& faults);

  const SchemaNode& root() const { return root_; }
  const SchemaNode* find(
      std::string_view path) const;  // Dotted; columns of lists like `members.name`.

  /// Adds the record types `case`, `case.goAhead`, `case.members[]`, ... and the variable `case`,
  /// with id, cycle, version and tracks.
  void declare(cel::Environment& environment, const std::vector<std::string>& tracks,
               Sealed sealed = Sealed::left_out) const;

  std::vector<std::string> paths() const;  // Of all leaves and lists, sealed ones too.

  /// Folded fields as a CEL record. Sealed leaves are left out, unset ones too; lists and records
  /// are always there, so that `!has(case.goAhead.on)` holds from the start.
  cel::Value to_cel(const boost::json::object& fields,
                    std::map<std::string, cel::Value> engine_fields) const;

 private:
  SchemaNode root_;
  cel::Environment records_;  // The record types of leaves that are records or lists of them.
};

/// The CEL type of a field, and its value from JSON of that type. Both also serve payloads
/// (`data`). Records inside it are declared in `environment` under `record_name` and below.
cel::Type cel_type(const FieldType& type, const std::string& record_name,
                   cel::Environment& environment);
cel::Value to_cel(const boost::json::value& value, const FieldType& type);
/// A payload as the record `record_name`: its fields that are given. A member is not among them.
cel::Value to_cel(const boost::json::object& data, const std::vector<Field>& fields,
                  const std::string& record_name);
/// JSON that was made by to_json, back as a value of its type.
cel::Value to_cel(const boost::json::value& value, const cel::Type& type,
                  const cel::Environment& environment);
/// JSON of a computed value: dates as text, records as objects. Doubles, bytes and types are a
/// failure.
Result<boost::json::value> to_json(const cel::Value& value);

}  // namespace verloop
