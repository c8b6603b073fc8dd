#pragma once
// Those of tools/verloop/in_dutch_phrases.hpp that backups and folders made of them have.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

/// What is wrong with backups, or with a folder that is made of them.
inline constexpr Phrase backup_phrases[] = {
    {"{} holds no backups of a log", "in {1} liggen geen reservekopieën van een logboek"},
    {"{} holds no backups", "in {1} liggen geen reservekopieën"},
    {"{} holds no vault of that log", "in {1} ligt geen kluis van dat logboek"},
    {"{} holds no such backup; there are: {}", "die reservekopie ligt niet in {1}; er zijn: {2}"},
    {"{} holds backups of another log; name another folder",
     "in {1} liggen reservekopieën van een ander logboek; noem een andere map"},
    {"{} and {} hold backups of vault and log the other way round; name other folders",
     "in {1} en {2} liggen de reservekopieën van kluis en logboek andersom; noem andere mappen"},
    {"the backups in {} are damaged: {}; take another copy of them",
     "de reservekopieën in {1} zijn beschadigd (melding: \"{2}\"); neem een andere kopie ervan"},
    {"the backups in {} met damaged data: {}",
     "de reservekopieën in {1} zijn beschadigd (melding: \"{2}\"); neem een andere kopie ervan"},
    {"the backups in {} failed: {}",
     "lezen of schrijven van de reservekopieën in {1} is mislukt (melding: \"{2}\")"},
    {"the checkpoint covers {} events, the backup holds {}: going on would make a second history "
     "of what came after; nothing was restored, take a newer backup",
     "het ijkpunt gaat over {1} gebeurtenissen, de reservekopie heeft er {2}: verdergaan zou een "
     "tweede geschiedenis maken van wat daarna kwam; er is niets teruggezet, neem een nieuwere "
     "reservekopie"},
    {"the backup does not hold what the checkpoint signed",
     "de reservekopie heeft niet wat het ijkpunt ondertekende"},
    {"making it was cut short; do it again with: {} (or restore)",
     "het maken ervan is onderbroken; doe het opnieuw met: {1} (of met restore)"},
    {"it is one already, and is never made anew; name another folder",
     "het is er al een, en die wordt nooit opnieuw gemaakt; noem een andere map"},
    {"it is not empty; name a new or an empty folder",
     "zij is niet leeg; noem een nieuwe of lege map"},
};

}  // namespace verloop
