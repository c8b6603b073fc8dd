#pragma once
// Those of tools/verloop/in_dutch_phrases.hpp that are about documents.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

inline constexpr Phrase document_phrases[] = {
    {"the document at position {}, field {}: {}", "het document op positie {1}, veld {2}: {3:}"},
    {"this field of the event holds no document",
     "dit veld van de gebeurtenis bevat geen document"},
    {"part {} of {} is missing", "deel {1} van {2} ontbreekt"},
    {"part {} of {} is not what was handed over", "deel {1} van {2} is niet wat is overgedragen"},
    {"it lies under another subject than its value",
     "het ligt onder een andere betrokkene dan zijn waarde"},
    {"it is not whole: its SHA-256 is not the one recorded",
     "het is niet heel: zijn SHA-256 is niet die is vastgelegd"},
    {"a document is at most 25 MiB", "een document is hoogstens 25 MiB"},
    {"these are other bytes than those it was recorded with (size or SHA-256 differs); hand over "
     "the file itself, or correct the entry first",
     "dit zijn andere bytes dan waarmee het is vastgelegd (omvang of SHA-256 verschilt); draag het "
     "bestand zelf over, of corrigeer eerst de vermelding"},
    {"it was erased", "het is gewist"},
    {"it was erased, and its bytes still lie there; any command that writes removes them",
     "het is gewist, en zijn bytes liggen er nog; elke opdracht die schrijft haalt ze weg"},
    {"it lies where no event has a document", "het ligt waar geen gebeurtenis een document heeft"},
    {"the sealed value is missing", "de verzegelde waarde ontbreekt"},
    {"the entry that says what lies there is damaged",
     "de vermelding die zegt wat er ligt is beschadigd"},
    {"a part that is none of any document lies at position {}, field {}",
     "een deel dat van geen document is ligt op positie {1}, veld {2}"},
    {"documents: {}", "documenten: {1:}"},
    {"no document is stored since the storage failed; check the disk",
     "er wordt geen document opgeslagen sinds de opslag faalde; kijk de schijf na"},
    {"the documents were opened for reading only", "de documenten zijn alleen om te lezen geopend"},
};

}  // namespace verloop
