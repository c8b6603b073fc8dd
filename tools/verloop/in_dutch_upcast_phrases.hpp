#pragma once
// What events/yaml/upcast_load.hpp finds in an upcaster, in Dutch.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

inline constexpr Phrase upcast_phrases[] = {
    {"{}: there is no version before it in this catalogue whose payloads it could lift; a type "
     "that was released stays",
     "{1}: in deze catalogus staat geen eerdere versie waarvan dit de gegevens kan omzetten; een "
     "soort die is uitgebracht blijft staan"},
    {"{}: field {} of {} goes nowhere: `rename` or `drop` it",
     "{1}: veld {2} van {3} komt nergens terecht: hernoem het met `rename`, of laat het weg met "
     "`drop`"},
    {"{}: two fields of {} become \"{}\"", "{1}: twee velden van {2} worden \"{3}\""},
    {"{}: field {} is required, and {} need not have it: rename one to it, or give it a value by "
     "`set`",
     "{1}: veld {2} is verplicht en staat niet altijd in {3}: hernoem er een naartoe, of geef met "
     "`set` een waarde"},
    {"{}: \"{}\" is renamed too", "{1}: \"{2}\" wordt ook hernoemd"},
    {"{}: \"{}\" is the member that {} speaks of; it can be renamed, and not be dropped",
     "{1}: \"{2}\" is het lid waarover {3} gaat; het kan worden hernoemd en niet weggelaten"},
    {"{}: what was recorded as {} is for {}; it may not become what is for {}",
     "{1}: wat als {2} is vastgelegd is voor {3}; het mag niet voor {4} worden"},
    {"{}: what {} holds in {} is no value of field {}: `drop` it, or map words by `values`",
     "{1}: wat {2} in {3} heeft is geen waarde van veld {4}: laat het weg met `drop`, of zet "
     "woorden om met `values`"},
    {"{}: field {} has another `class` or `subject` than {} of {}, under which its values were "
     "recorded",
     "{1}: veld {2} heeft een andere `class` of `subject` dan {3} van {4}, waaronder de waarden "
     "zijn vastgelegd"},
    {"{}: member {} numbers another field than {} of {}",
     "{1}: lid {2} nummert een ander veld dan {3} van {4}"},
    {"{}: \"{}\" is sealed: what was recorded of it stays",
     "{1}: \"{2}\" is verzegeld: wat ervan is vastgelegd blijft"},
    {"{}: the engine alone gives numbers to members",
     "{1}: alleen het programma zelf geeft leden een nummer"},
    {"{}: `values` maps words of an enum that {} has too",
     "{1}: `values` zet woorden om van een enum die {2} ook heeft"},
    {"{}: `multiply` converts by 1 or more", "{1}: `multiply` rekent om met 1 of meer"},
    {"{}: `multiply` converts a number that {} has too",
     "{1}: `multiply` rekent een getal om dat {2} ook heeft"},
    {"{}: \"{}\" is no value of {} of {}", "{1}: \"{2}\" is geen waarde van {3} van {4}"},
    {"{}: \"{}\" is no field of {}", "{1}: \"{2}\" is geen veld van {3}"},
};

}  // namespace verloop
