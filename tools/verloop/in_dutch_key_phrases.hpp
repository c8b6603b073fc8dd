#pragma once
// Those of tools/verloop/in_dutch_phrases.hpp that logs have which signed with more than one key.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

inline constexpr Phrase key_phrases[] = {
    {"the checkpoint is signed by a key that the log did not use at that size",
     "het ijkpunt is ondertekend met een sleutel die het logboek bij die omvang niet gebruikte"},
    {"the checkpoint is signed by a key that was replaced, and the log does not tell when: it is "
     "older than its vault",
     "het ijkpunt is ondertekend met een sleutel die is vervangen, en het logboek zegt niet "
     "wanneer: het is ouder dan zijn kluis"},
    {"the log's signing key was replaced, and the vault still has the old one: the vault is older "
     "than the log; put back the one that belongs to it",
     "de sleutel van het logboek is vervangen, en de kluis heeft de oude nog: de kluis is ouder "
     "dan "
     "het logboek; zet de kluis terug die erbij hoort"},
    {"the vault replaced the key {}, of which the log has no event",
     "de kluis heeft de sleutel {1} vervangen, en het logboek heeft daar geen gebeurtenis van"},
    {"the key {} was replaced, but no checkpoint that it signed ends with the event that says so",
     "de sleutel {1} is vervangen, maar geen ijkpunt dat hij ondertekende eindigt met de "
     "gebeurtenis die dat zegt"},
};

}  // namespace verloop
