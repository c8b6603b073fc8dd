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
    {"the checkpoint is of {}, of size {}, and {} took over its first {} events only",
     "het ijkpunt is van {1}, met omvang {2}, en {3} nam daarvan alleen de eerste {4} "
     "gebeurtenissen over"},
    {"the checkpoint is of {}, which this log continues, and none of the keys by which that one "
     "signed up to there signed it",
     "het ijkpunt is van {1}, dat dit logboek voortzet, en geen van de sleutels waarmee dat tot "
     "daar "
     "ondertekende heeft het ondertekend"},
    {"the event at position {} does not say which log this one continues, up to where and with "
     "which keys",
     "de gebeurtenis op positie {1} zegt niet welk logboek dit voortzet, tot waar en met welke "
     "sleutels"},
    {"the event at position {} says that {} events of {} were taken over",
     "de gebeurtenis op positie {1} zegt dat {2} gebeurtenissen van {3} zijn overgenomen"},
    {"the event at position {} says that events of {} were taken over, and those in front of it "
     "have another root",
     "de gebeurtenis op positie {1} zegt dat gebeurtenissen van {2} zijn overgenomen, en die "
     "ervoor hebben een andere wortel"},
    {"the event at position {} says that this log continues {}, and the vault does not have the "
     "keys for that",
     "de gebeurtenis op positie {1} zegt dat dit logboek {2} voortzet, en de kluis heeft daar de "
     "sleutels niet voor"},
    {"the folder's marker says that the log continues another one, and the log has no event that "
     "says which",
     "het merkbestand van de map zegt dat het logboek een ander voortzet, en het logboek heeft "
     "geen "
     "gebeurtenis die zegt welk"},
    {"the log continues another one, and the folder's marker does not say so",
     "het logboek zet een ander voort, en het merkbestand van de map zegt dat niet"},
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
