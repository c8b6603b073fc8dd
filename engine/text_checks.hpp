#pragma once
// The texts of a command against what its procedure looks for in them. Pure; says where and what,
// never the words.

#include <optional>
#include <vector>

#include "engine/decide.hpp"

namespace verloop {

/// What its known names are, when the command has a text that is compared with names; else null.
const TextFind* reads_names(const Command& command, const Definition& definition);

/// What is found in the texts of the command, at most 64: what refuses it first, then what it is
/// warned of, each in the order of the checks.
std::vector<TextHit> text_hits(const CaseState& state, const Action& action, const Command& command,
                               const Circumstances& given);

/// The refusal of the first check that refuses something; it holds all hits.
std::optional<Refusal> refused_text(const std::vector<TextHit>& hits, const Procedure& procedure);

}  // namespace verloop
