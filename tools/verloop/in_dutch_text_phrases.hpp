#pragma once
// What is wrong with what a procedure looks for in texts, in Dutch.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

inline constexpr Phrase text_phrases[] = {
    {"{}: it has either a `pattern` or a `builtin`",
     "{1}: er staat of een `pattern`, of een `builtin`"},
    {"{}: `pattern` must be a regular expression of re2 that finds something",
     "{1}: `pattern` moet een reguliere expressie van re2 zijn die iets vindt"},
    {"{}: `yearsAgo` is from 0 to 120", "{1}: `yearsAgo` is van 0 tot en met 120"},
    {"{}: a month is a number from 1 to 12", "{1}: een maand is een getal van 1 tot en met 12"},
    {"{}: a particle is one word", "{1}: een tussenvoegsel is een woord"},
    {"{}: `finds` has at most 64 entries", "{1}: `finds` heeft ten hoogste 64 delen"},
    {"{}: one of `finds` is of `knownNames` at most",
     "{1}: ten hoogste een van `finds` is van `knownNames`"},
    {"{}: it neither `refuses` nor `warns`; name what is looked for",
     "{1}: er staat geen `refuses` en geen `warns`; noem waarnaar wordt gezocht"},
    {"{}: {} is no sealed text or ref that could be a name",
     "{1}: {2} is geen verzegelde tekst of ref die een naam kan zijn"},
    {"{}: {} holds no text", "{1}: {2} bevat geen tekst"},
    {"{}: nothing is looked for under \"{}\"", "{1}: er wordt niets gezocht onder \"{2}\""},
};

}  // namespace verloop
