#include "tests/simulation/made_payload.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

constexpr std::int64_t largest = (std::int64_t{1} << 53) - 1;

/// One field's value, with words that fit its class.
class ValueMaker {
 public:
  ValueMaker(const Field& field, const Surroundings& around, Dice& dice)
      : field_(field), around_(around), dice_(dice) {}

  json::value make(const FieldType& type) {
    switch (type.kind) {
      case FieldKind::text:
        return json::string(canary(field_.name) + " " + dice_.one_of(endings));
      case FieldKind::name:
        return json::string(name());
      case FieldKind::date:
        return json::string(format(add_days(around_.today, dice_.between(-40, 60))));
      case FieldKind::timestamp:
        return json::string(format(add_days(around_.today, dice_.between(-9, 9))) +
                            "T10:00:00+02:00");
      case FieldKind::integer:
      case FieldKind::minutes:
      case FieldKind::cents:
      case FieldKind::member:
        return number(type);
      case FieldKind::boolean:
        return dice_.chance(50);
      case FieldKind::enumeration:
        return json::string(dice_.one_of(type.values));
      case FieldKind::reference:
        return json::string(reference(type));
      case FieldKind::document:
        return document();
      case FieldKind::list:
        return list(type);
      case FieldKind::record:
        return record(type);
    }
    return nullptr;
  }

 private:
  bool is_open() const { return field_.privacy == PrivacyClass::open; }

  std::string name() {
    if (!is_open()) return canary(field_.name);
    const std::vector<std::string> names = {"roof/1", "a.b-c", "x"};
    if (!around_.rules.empty() && dice_.chance(60)) return dice_.one_of(around_.rules);
    return dice_.one_of(names);
  }

  std::int64_t number(const FieldType& type) {
    const std::int64_t floor = type.kind == FieldKind::minutes ? 0 : -200;
    const std::int64_t low = type.min.value_or(floor);
    const std::int64_t high = type.max.value_or(std::max<std::int64_t>(low, 0) + 20'000);
    if (!type.max && dice_.chance(2)) return largest;
    return dice_.between(low, high);
  }

  std::string reference(const FieldType& type) {
    if (type.refers_to == Referent::subject) {
      const bool is_known = !around_.people.empty() && dice_.chance(70);
      return is_known ? dice_.one_of(around_.people) : person(dice_.pick(persons));
    }
    if (type.refers_to != Referent::actor) return "org-" + std::to_string(1 + dice_.pick(2));
    std::vector<std::string> fit;
    for (const auto& [id, role] : around_.actors)
      if (type.role.empty() || role == type.role) fit.push_back(id);
    return fit.empty() || dice_.chance(3) ? "nobody" : dice_.one_of(fit);
  }

  json::value document() {
    return json::object{{"id", "d-" + std::to_string(dice_.pick(9))},
                        {"name", canary(field_.name)},
                        {"mediaType", "application/pdf"},
                        {"size", dice_.between(0, 5000)},
                        {"sha256", std::string(43, 'A')}};
  }

  json::value list(const FieldType& type) {
    json::array items;
    const std::int64_t low = type.min.value_or(0);
    for (std::int64_t left = dice_.between(low, type.max.value_or(low + 3)); left > 0; --left)
      items.push_back(make(type.element.front()));
    return items;
  }

  json::value record(const FieldType& type) {
    json::object made;
    for (const Field& member : type.members)
      if (member.required || dice_.chance(60)) made[member.name] = make(member.type);
    return made;
  }

  inline static const std::vector<std::string> endings = {"", "with \"quotes\"", "été", "{actor}",
                                                          "<b>bold</b>"};
  const Field& field_;
  const Surroundings& around_;
  Dice& dice_;
};

}  // namespace

std::string canary(std::string_view field) {
  return canary_prefix + std::string(field) + "-x";
}

std::string person(std::size_t number) {
  return canary_prefix + "p" + std::to_string(number);
}

json::object random_payload(const std::vector<Field>& fields, const Surroundings& around,
                            Dice& dice) {
  json::object payload;
  for (const Field& field : fields)
    if (field.required || dice.chance(65))
      payload[field.name] = ValueMaker(field, around, dice).make(field.type);
  return payload;
}

json::object spoilt(json::object payload, const std::vector<Field>& fields, Dice& dice) {
  const Field* one = fields.empty() ? nullptr : &dice.one_of(fields);
  if (one == nullptr || dice.chance(30)) {
    payload["noSuchField"] = 1;
  } else if (one->required && dice.chance(50)) {
    payload.erase(one->name);
  } else {
    payload[one->name] = json::object{{"of", json::array{"another", "type"}}};
  }
  return payload;
}

}  // namespace verloop::test
