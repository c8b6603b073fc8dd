#pragma once
// What stands in an answer where an erased value was: {"erased":true,"ground","on"}, and the same
// for people: `[gewist op 24 november 2026, op verzoek]`.

#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "events/catalogue.hpp"
#include "events/erasure.hpp"

namespace verloop {

boost::json::value erased_json(const Erased& erased);
/// None when it is another value.
std::optional<Erased> erased_from(const boost::json::value& value);

std::string erased_text(const Erased& erased, Language language);
/// Why, in a few words.
std::string ground_text(ErasureGround ground, Language language);

}  // namespace verloop
