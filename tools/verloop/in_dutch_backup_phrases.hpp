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
    {"the backup holds {} events, not {}; take fewer, or a newer backup",
     "de reservekopie heeft {1} gebeurtenissen, geen {2}; neem er minder, of een nieuwere "
     "reservekopie"},
    {"the first {} events end within a command; take the first {} or the first {}",
     "de eerste {1} gebeurtenissen eindigen midden in een opdracht; neem de eerste {2} of de "
     "eerste "
     "{3}"},
    {"no checkpoint of the log has as few as {} events; take the first {} or more",
     "geen ijkpunt van het logboek heeft maar {1} gebeurtenissen; neem de eerste {2} of meer"},
    {"{} holds the first {} events of a log and can only be read, for going on would make a second "
     "history; work in the log itself, or restore it whole, without --position, or with "
     "--as-new-origin",
     "{1} heeft de eerste {2} gebeurtenissen van een logboek en is alleen te lezen, want "
     "verdergaan "
     "zou een tweede geschiedenis maken; werk in het logboek zelf, of zet het terug: geheel, "
     "zonder "
     "--position, of met --as-new-origin"},
    {"this log, or one that it continues, signed as {} before, and would sign a second history; "
     "choose another name",
     "dit logboek, of een dat het voortzet, ondertekende eerder als {1}, en zou een tweede "
     "geschiedenis ondertekenen; kies een andere naam"},
    {"so few events were all recorded by {}, which this log continues; take more, a backup of that "
     "log, or another name with --as-new-origin",
     "zo weinig gebeurtenissen zijn alle van {1}, dat dit logboek voortzet; neem er meer, een "
     "reservekopie van dat logboek, of een andere naam met --as-new-origin"},
    {"the checkpoint is of {}, which this log continues: it does not show how far this one went; "
     "nothing was restored, give one of the log itself",
     "het ijkpunt is van {1}, dat dit logboek voortzet: het laat niet zien hoe ver dit logboek "
     "kwam; "
     "er is niets teruggezet, geef er een van het logboek zelf"},
    {"the backup holds no event to continue",
     "de reservekopie heeft geen gebeurtenis om voort te zetten"},
    {"the newest checkpoint of {} is signed by no key that the vault ever had; take a vault that "
     "belongs to it",
     "het nieuwste ijkpunt van {1} is ondertekend met een sleutel die de kluis nooit had; neem een "
     "kluis die erbij hoort"},
    {"the backup in {} was cut short; make it again",
     "de reservekopie in {1} is onderbroken; maak haar opnieuw"},
    {"no answer from {}: {}; is a server running there?",
     "geen antwoord van {1} (melding: \"{2}\"); draait daar een server?"},
    {"{} does not speak as a server of this program",
     "{1} spreekt niet als een server van dit programma"},
    {"it is not empty; name a new or an empty folder",
     "zij is niet leeg; noem een nieuwe of lege map"},
};

}  // namespace verloop
