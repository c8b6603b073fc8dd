#pragma once
// Payloads for any action, made from its definition: mostly ones that it takes. Every word that is
// sealed is a canary which names its field, and no open word is one.

#include <string>

#include <boost/json.hpp>

#include "engine/procedure.hpp"
#include "events/time.hpp"
#include "tests/simulation/dice.hpp"

namespace verloop::test {

inline const std::string canary_prefix = "canary-";

/// The words that are sealed in a field of this name.
std::string canary(std::string_view field);
/// How clients call the persons that payloads name; sealed wherever it is recorded.
std::string person(std::size_t number);
constexpr std::size_t persons = 4;

/// Around which days and of which actors payloads speak.
struct Surroundings {
  Date today{};
  std::vector<std::pair<std::string, std::string>> actors;  // Id and role.
  std::vector<std::string> rules;
  std::vector<std::string> people;  // Whom the case knows.
};

boost::json::object random_payload(const std::vector<Field>& fields, const Surroundings& around,
                                   Dice& dice);

/// One that no action takes which takes `fields`: with a field too many, of another type, or
/// without one that is required.
boost::json::object spoilt(boost::json::object payload, const std::vector<Field>& fields,
                           Dice& dice);

}  // namespace verloop::test
