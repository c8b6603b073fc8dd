#include "events/upcast.hpp"

#include <algorithm>

#include "events/json/integers.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

std::int64_t times(std::int64_t number, std::int64_t factor) {
  std::int64_t product = 0;
  const bool overflows = __builtin_mul_overflow(number, factor, &product);
  if (overflows) return (number < 0) == (factor < 0) ? integer_max : -integer_max;
  return std::clamp(product, -integer_max, integer_max);
}

json::value converted(const json::value& value, const std::string& name, const Upcast& by) {
  if (const auto factor = by.factors.find(name); factor != by.factors.end() && value.is_number())
    return times(value.to_number<std::int64_t>(), factor->second);
  const auto words = by.words.find(name);
  if (words == by.words.end() || !value.is_string()) return value;
  const auto word = words->second.find(std::string(value.get_string()));
  return word == words->second.end() ? value : json::value(word->second);
}

/// One version further.
void lift(Upcasted& lifted, const Upcast& by) {
  json::object data;
  for (const auto& member : lifted.record.data)
    if (const auto name = by.name_of(member.key()))
      data[*name] = converted(member.value(), *name, by);
  for (const auto& [name, value] : by.given)
    if (!data.contains(name)) data[name] = value;
  lifted.record.data = std::move(data);

  std::map<std::string, Digest> sealed;
  std::map<std::string, std::string> stored_names;
  for (const auto& [older, digest] : lifted.record.sealed) {
    const auto name = by.name_of(older);
    if (!name) continue;
    sealed[*name] = digest;
    const auto stored = lifted.stored_names.find(older);
    const std::string& in_log = stored == lifted.stored_names.end() ? older : stored->second;
    if (in_log != *name) stored_names[*name] = in_log;
  }
  lifted.record.sealed = std::move(sealed);
  lifted.stored_names = std::move(stored_names);
}

}  // namespace

Upcasted upcast(const Record& record, const EventType& type, const Catalogue& catalogue) {
  Upcasted lifted{record, {}, &type};
  while (!lifted.type->upcast_by.empty()) {
    lifted.type = catalogue.find(lifted.type->upcast_by);
    lift(lifted, *lifted.type->upcast);
  }
  lifted.record.type = lifted.type->id;
  return lifted;
}

std::optional<std::string> upcast_name(const std::string& field, const EventType& type,
                                       const Catalogue& catalogue) {
  std::optional<std::string> name = field;
  for (const EventType* at = &type; name && !at->upcast_by.empty();) {
    at = catalogue.find(at->upcast_by);
    name = at->upcast->name_of(*name);
  }
  return name;
}

}  // namespace verloop
