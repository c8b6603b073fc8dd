#pragma once
// What was found in the texts of a command that is only tried, for who wrote them: the field, what
// it is, and from which character to which. Never the words.

#include <boost/json/array.hpp>

#include "engine/decide.hpp"

namespace verloop {

/// `[{field, from, to, find, label, rule, refuses}]`; `to` is left out of the place.
boost::json::array hits_json(const std::vector<TextHit>& hits, const Procedure& procedure,
                             Language language);

}  // namespace verloop
