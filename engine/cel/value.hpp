#pragma once
// Types and values of the Common Expression Language (github google/cel-spec, doc/langdef.md), with
// one kind of our own: `date`, a calendar day, and `record`, an object whose fields are declared
// (what CEL calls a message).

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "events/time.hpp"

namespace verloop::cel {

enum class Kind : std::uint8_t {
  dyn,
  null,
  boolean,
  integer,
  unsigned_integer,
  real,
  string,
  bytes,
  timestamp,
  duration,
  date,
  type,
  list,
  map,
  record
};

struct Type {
  Kind kind = Kind::dyn;
  std::vector<Type> parameters;  // list: element; map: key, value.
  std::string record;            // record: its name in the Environment.
  friend bool operator==(const Type&, const Type&) = default;
};

Type list_of(Type element);
Type map_of(Type key, Type value);
Type record_named(std::string name);
std::string to_string(
    const Type& type);  // As CEL writes it: `list(int)`, `map(string, dyn)`, `date`.

class Value;

using List = std::vector<Value>;
using Map = std::vector<std::pair<Value, Value>>;  // In insertion order; keys distinct.

/// Declared fields that have a value. Selecting a declared field that has none is the error `no
/// value yet`.
struct RecordValue {
  std::string type;
  std::map<std::string, Value, std::less<>> fields;
};

struct Bytes {
  std::string data;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};

/// Nanoseconds since the epoch, UTC: seconds (floor) and nanoseconds [0, 1e9). CEL's range: years 1
/// to 9999.
struct Moment {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  friend auto operator<=>(const Moment&, const Moment&) = default;
};

/// Signed; seconds and nanos have the same sign.
struct Span {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  friend auto operator<=>(const Span&, const Span&) = default;
};

/// A value. Lists, maps and records are shared and never changed.
class Value {
 public:
  using Storage =
      std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Bytes,
                   Moment, Span, Date, Type, std::shared_ptr<const List>,
                   std::shared_ptr<const Map>, std::shared_ptr<const RecordValue>>;

  Value() = default;  // null
  explicit Value(Storage storage) : storage_(std::move(storage)) {}
  static Value of(bool v) { return Value(Storage(v)); }
  static Value of(std::int64_t v) { return Value(Storage(v)); }
  static Value of(std::uint64_t v) { return Value(Storage(v)); }
  static Value of(double v) { return Value(Storage(v)); }
  static Value of(std::string v) { return Value(Storage(std::move(v))); }
  static Value of(const char* v) { return Value(Storage(std::string(v))); }
  static Value of(Bytes v) { return Value(Storage(std::move(v))); }
  static Value of(Moment v) { return Value(Storage(v)); }
  static Value of(Timestamp v);
  static Value of(Span v) { return Value(Storage(v)); }
  static Value of(Date v) { return Value(Storage(v)); }
  static Value of(Type v) { return Value(Storage(std::move(v))); }
  static Value of(List v) { return Value(Storage(std::make_shared<const List>(std::move(v)))); }
  static Value of(Map v) { return Value(Storage(std::make_shared<const Map>(std::move(v)))); }
  static Value of(RecordValue v) {
    return Value(Storage(std::make_shared<const RecordValue>(std::move(v))));
  }

  const Storage& storage() const { return storage_; }
  Kind kind() const;
  template <class T>
  const T* get_if() const {
    return std::get_if<T>(&storage_);
  }

 private:
  Storage storage_;
};

}  // namespace verloop::cel
