#pragma once
// What is wrong with who may look into a case in an emergency, in a procedure; and with the days of
// rights in a scenario.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

inline constexpr Phrase rights_phrases[] = {
    {"breakGlass: `minutes` is from 1 to 1440", "breakGlass: `minutes` is van 1 tot 1440"},
    {"breakGlass: the view of role {} does not list EmergencyOpened, so that it would not be told; "
     "list it there",
     "breakGlass: de blik van rol {1} noemt EmergencyOpened niet, zodat die het niet te zien zou "
     "krijgen; noem het daar"},
    {"breakGlass: the view of {} is of its own members only",
     "breakGlass: de blik van {1} gaat alleen over eigen leden"},
    {"breakGlass: role {} is of organisation {}, and the view is of another; name a view of its "
     "own "
     "organisation",
     "breakGlass: rol {1} is van organisatie {2}, en de blik van een andere; noem een blik van de "
     "eigen organisatie"},
    {"breakGlass: `by` names no role", "breakGlass: `by` noemt geen rol"},
    {"breakGlass: `notifies` names no role; somebody must be told",
     "breakGlass: `notifies` noemt geen rol; iemand moet het te zien krijgen"},
    {"`{}`: expected a day (YYYY-MM-DD)", "`{1}`: verwacht een dag (JJJJ-MM-DD)"},
};

}  // namespace verloop
