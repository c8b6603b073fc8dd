#pragma once
// How a command that is only tried would come out, for who tries it.

#include "engine/decide.hpp"
#include "tools/verloop/console.hpp"

namespace verloop {

void print_decision(Console& console, const Decision& decision, const Procedure& procedure);

}  // namespace verloop
