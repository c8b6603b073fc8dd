#pragma once
// What is wrong with what leaves the log, in Dutch: the parts `calendar` and `exports` of a
// procedure, and the details of a dossier.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

inline constexpr Phrase outward_phrases[] = {
    {"{}: `on` gives {}, expected date or timestamp",
     "{1}: `on` geeft {2}, verwacht date of timestamp"},
    {"{}: no role may make it; expected at least one in `by`",
     "{1}: geen rol mag dit maken; verwacht er ten minste een in `by`"},
    {"{}: field {} of {} is no document", "{1}: veld {2} van {3} is geen document"},
    {"{}: {} speaks of no member, so nobody could tell whose it is",
     "{1}: {2} gaat niet over een lid, dus niemand kan zeggen van wie het is"},
    {"`{}` may not be in a dossier for a samenwerkingsverband; leave it out",
     "`{1}` mag niet in een dossier voor een samenwerkingsverband; laat het weg"},
    {"{}: `inzagedatum` is missing; fill in a day, like 2015-03-17, on which the dossier was shown",
     "{1}: `inzagedatum` ontbreekt; vul de dag in, zoals 2015-03-17, waarop het dossier is "
     "getoond"},
    {"{}: `redennietakkoord` is missing; fill in why there is no agreement",
     "{1}: `redennietakkoord` ontbreekt; vul in waarom er geen akkoord is"},
    {"{}: `{}` is missing; fill in {}", "{1}: `{2}` ontbreekt; vul in: {3:}"},
    {"{}: unknown key \"{}\"", "{1}: onbekende sleutel \"{2}\""},
    {"`{}` must be {}", "`{1}` moet dit zijn: {2:}"},
    {"a day, like 2015-03-17", "een dag, zoals 2015-03-17"},
    {"a list with at least one entry", "een lijst met ten minste één regel"},
    {"names with values", "namen met waarden"},
    {"one of: {}", "een van: {1}"},
    {"a code like {}", "een code zoals {1}"},
    {"a text", "een tekst"},
    {"true or false", "true of false"},
    {"a document could not be packed as ZIP: {}",
     "een document kon niet als ZIP worden ingepakt (melding: \"{1}\")"},
    {"a document could not be packed as ZIP", "een document kon niet als ZIP worden ingepakt"},
};

}  // namespace verloop
