#include "engine/cel/value.hpp"

namespace verloop::cel {

Type list_of(Type element) {
  return Type{Kind::list, {std::move(element)}, {}};
}

Type map_of(Type key, Type value) {
  return Type{Kind::map, {std::move(key), std::move(value)}, {}};
}

Type record_named(std::string name) {
  return Type{Kind::record, {}, std::move(name)};
}

namespace {

std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::dyn:
      return "dyn";
    case Kind::null:
      return "null_type";
    case Kind::boolean:
      return "bool";
    case Kind::integer:
      return "int";
    case Kind::unsigned_integer:
      return "uint";
    case Kind::real:
      return "double";
    case Kind::string:
      return "string";
    case Kind::bytes:
      return "bytes";
    case Kind::timestamp:
      return "timestamp";
    case Kind::duration:
      return "duration";
    case Kind::date:
      return "date";
    case Kind::type:
      return "type";
    case Kind::list:
      return "list";
    case Kind::map:
      return "map";
    case Kind::record:
      return "record";
  }
  return "";
}

}  // namespace

std::string to_string(const Type& type) {
  if (type.kind == Kind::record) return type.record;
  std::string text(word(type.kind));
  if (type.parameters.empty()) return text;
  text += '(';
  for (std::size_t i = 0; i < type.parameters.size(); ++i)
    text += (i == 0 ? "" : ", ") + to_string(type.parameters[i]);
  return text + ')';
}

Value Value::of(Timestamp v) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(v);
  const auto nanos = std::chrono::nanoseconds(v - seconds).count();
  return of(Moment{seconds.time_since_epoch().count(), static_cast<std::int32_t>(nanos)});
}

Kind Value::kind() const {
  // In the order of Storage.
  constexpr Kind kinds[] = {Kind::null,     Kind::boolean, Kind::integer, Kind::unsigned_integer,
                            Kind::real,     Kind::string,  Kind::bytes,   Kind::timestamp,
                            Kind::duration, Kind::date,    Kind::type,    Kind::list,
                            Kind::map,      Kind::record};
  static_assert(std::size(kinds) == std::variant_size_v<Storage>);
  return kinds[storage_.index()];
}

}  // namespace verloop::cel
