#pragma once
// Those of tools/verloop/in_dutch_phrases.hpp that are about what comes from elsewhere: event logs,
// and the parts `import` and `takeover` of a procedure.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

inline constexpr Phrase xes_phrases[] = {
    {"the file is empty", "het bestand is leeg"},
    {"the file can't be read further", "het bestand is niet verder te lezen"},
    {"the file is compressed (gzip); unpack it first: gunzip FILE",
     "het bestand is ingepakt (gzip); pak het eerst uit: gunzip BESTAND"},
    {"the file ends before its log does", "het bestand houdt op voor het logboek erin dat doet"},
    {"the file ends in the middle of something", "het bestand houdt midden in iets op"},
    {"the file changed while it was imported", "het bestand veranderde tijdens het inlezen"},
    {"another element is closed here than is open", "hier sluit een ander element dan er open is"},
    {"something stands behind the log", "er staat iets achter het logboek"},
    {"this entity is not one of XML's own", "deze entiteit is er niet een van XML zelf"},
    {"an XML attribute stands here twice", "een XML-attribuut staat hier twee keer"},
    {"this is no XML ({})", "dit is geen XML (melding: \"{1}\")"},
    {"a document type declaration is not taken: XES needs none",
     "een documenttype-declaratie wordt niet aangenomen: XES heeft er geen nodig"},
    {"a tag or comment is longer than 1 MiB", "een tag of commentaar is langer dan 1 MiB"},
    {"XES has no element `{}`", "XES heeft geen element `{1}`"},
    {"an event log begins with the element `log`", "een logboek begint met het element `log`"},
    {"the element `{}` has no place here", "het element `{1}` hoort hier niet"},
    {"elements lie more than 32 deep", "elementen liggen meer dan 32 diep"},
    {"the element `{}` has no `{}`", "het element `{1}` heeft geen `{2}`"},
    {"`scope` is `trace` or `event`", "`scope` is `trace` of `event`"},
    {"a key or value is longer than 64 KiB", "een sleutel of waarde is langer dan 64 KiB"},
    {"this is no value of the kind `date`: a date and time with an offset is",
     "dit is geen waarde van de soort `date`: een datum en tijd met tijdverschil is dat wel"},
    {"this is no value of the kind `{}`", "dit is geen waarde van de soort `{1}`"},
    {"a trace, or an attribute of the log, is larger than 64 MiB",
     "een zaak, of een attribuut van het logboek, is groter dan 64 MiB"},
    {"the log holds no traces: there is nothing to import",
     "het logboek bevat geen zaken: er is niets in te lezen"},
    {"an event lies in no trace, so it has no case",
     "een gebeurtenis ligt in geen trace, en heeft dus geen zaak"},
    {"another trace has this name already", "een andere trace heeft deze naam al"},
    {"a trace has no `{}`", "een trace heeft geen `{1}`"},
    {"this is no name for a case: letters, digits and . _ - are, at most 64, beginning with a "
     "letter or a digit",
     "dit is geen naam voor een zaak: letters, cijfers en . _ - zijn dat wel, hoogstens 64, te "
     "beginnen met een letter of cijfer"},
    {"a trace has the attribute `{}` twice", "een trace heeft het attribuut `{1}` twee keer"},
    {"an event has the attribute `{}` twice",
     "een gebeurtenis heeft het attribuut `{1}` twee keer"},
    {"the attribute `{}` of a trace is not mapped: name it under `import` of the procedure, as a "
     "field or under `ignores`",
     "het attribuut `{1}` van een trace heeft geen plaats: noem het onder `import` van de "
     "procedure, als veld of onder `ignores`"},
    {"the attribute `{}` of an event is not mapped: name it under `import` of the procedure, as a "
     "field or under `ignores`",
     "het attribuut `{1}` van een gebeurtenis heeft geen plaats: noem het onder `import` van de "
     "procedure, als veld of onder `ignores`"},
    {"attributes within the attribute `{}` have no place in a payload",
     "attributen binnen het attribuut `{1}` hebben geen plaats in een handeling"},
    {"there is no date `{}` here", "hier staat geen datum `{1}`"},
    {"the date `{}` lies after now", "de datum `{1}` ligt na nu"},
    {"nothing tells when the case of this trace began",
     "niets zegt wanneer de zaak van deze trace begon"},
    {"`{}` is not `{}` here, as the procedure says it always is",
     "`{1}` is hier niet `{2}`, zoals het volgens de procedure altijd is"},
    {"an event has no `{}`", "een gebeurtenis heeft geen `{1}`"},
    {"the activity `{}` is not mapped: name it under `import`, `activities` of the procedure",
     "de activiteit `{1}` heeft geen handeling: noem haar onder `import`, `activities` van de "
     "procedure"},
    {"`{}` can't be kept as an id: letters, digits and @ . _ / : - are one, at most 80",
     "`{1}` kan niet als id blijven: letters, cijfers en @ . _ / : - zijn er een, hoogstens 80"},
    {"the date has more than six decimals of a second; name a field for the others under `import`, "
     "`event`, `finer` of the procedure",
     "de datum heeft meer dan zes decimalen van een seconde; noem een veld voor de andere onder "
     "`import`, `event`, `finer` van de procedure"},
    {"this value of `{}` is not mapped: name it under `import`, field `{}`, `values` of the "
     "procedure",
     "deze waarde van `{1}` heeft geen plaats: noem haar onder `import`, veld `{2}`, `values` van "
     "de procedure"},
    {"the field `{}` of the action `{}` does not take the value that is here",
     "het veld `{1}` van de handeling `{2}` neemt de waarde die hier staat niet aan"},
    {"the field `{}` of the action `{}` is required, and nothing here gives it",
     "het veld `{1}` van de handeling `{2}` is verplicht, en niets geeft het hier"},
    {"an actor of the file bears the id of somebody who is in the directory in another role; "
     "nothing was recorded",
     "iemand in het bestand heeft de id van iemand die in een andere rol in het adresboek staat; "
     "er "
     "is niets vastgelegd"},
    {"there is no procedure \"{}\"", "er is geen procedure \"{1}\""},
    {"{}: \"{}\" stands for another value of the source already",
     "{1}: \"{2}\" staat al voor een andere waarde van de bron"},
    {"{}: \"{}\" is no value of {}", "{1}: \"{2}\" is geen waarde van {3:}"},
    {"{}: action {} takes no field \"{}\"", "{1}: handeling {2} heeft geen veld \"{3}\""},
    {"{}: action {} makes no case; expected one with `creates: true`",
     "{1}: handeling {2} maakt geen zaak; verwacht er een met `creates: true`"},
    {"{}: field \"{}\" of {} is sealed; an activity is told from others by open ones",
     "{1}: veld \"{2}\" van {3} is verzegeld; activiteiten worden door open velden onderscheiden"},
    {"{}: activity {} is the same as another; give one of them `data` that tells them apart",
     "{1}: activiteit {2} is dezelfde als een andere; geef een van beide `data` waarin ze "
     "verschillen"},
    {"{}: unknown column \"{}\"", "{1}: onbekende kolom \"{2}\""},
    {"{}: column {}: \"{}\" stands for the column {} already",
     "{1}: kolom {2}: \"{3}\" staat al voor de kolom {4}"},
    {"{}: nothing uses the column {}", "{1}: niets gebruikt de kolom {2}"},
    {"{}: the column {} goes into a sealed field, and in the clear into another place; take one of "
     "them away",
     "{1}: de kolom {2} gaat in een verzegeld veld, en open naar een andere plaats; haal een van "
     "beide weg"},
    {"{}: action {} does not make the event {}, which tells the day of the takeover",
     "{1}: handeling {2} maakt de gebeurtenis {3} niet, die de dag van de overname zegt"},
    {"{}: action {} makes a case; that is the opening's",
     "{1}: handeling {2} maakt een zaak; dat doet `opening`"},
    {"{}: `perRow` needs `rows`: the column that tells the rows of a case apart",
     "{1}: `perRow` vraagt `rows`: de kolom die de rijen van een zaak onderscheidt"},
    {"{}: field {} is no single value or list of such, so no column can hold it",
     "{1}: veld {2} is geen enkele waarde of lijst daarvan, dus geen kolom kan het bevatten"},
    {"{}: no catalogue \"{}\" is beside it", "{1}: geen catalogus \"{2}\" ligt ernaast"},
};

}  // namespace verloop
