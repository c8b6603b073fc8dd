#pragma once
// What engine/scrutiny.hpp finds in a definition, in Dutch.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

inline constexpr Phrase scrutiny_phrases[] = {
    {"rule {}: what is tried on the past is judged; give it `judge` or `deadline`",
     "regel {1}: wat op het verleden wordt geprobeerd wordt beoordeeld; geef `judge` of "
     "`deadline`"},
    {"a file of rules to try has no `version`; a whole procedure is tried with `verloop procedure "
     "rehearse`",
     "een bestand met regels om te proberen heeft geen `version`; een hele werkwijze probeert u "
     "met `verloop procedure rehearse`"},
    {"track {}: state \"{}\" can't be reached: nothing that can be done makes {}; make it "
     "possible, "
     "or remove the state",
     "spoor {1}: stand \"{2}\" is niet te bereiken: niets wat kan worden gedaan geeft {3}; maak "
     "dat "
     "mogelijk, of haal de stand weg"},
    {"action {}: role \"{}\" can never take it: it has access to its own only, and the payload "
     "names "
     "nobody; take the role away, or add a `ref` to a subject",
     "handeling {1}: rol \"{2}\" kan die nooit doen: zij heeft alleen toegang tot wat van haarzelf "
     "is, en de gegevens noemen niemand; haal de rol weg, of voeg een `ref` naar een betrokkene "
     "toe"},
    {"action {}: nobody can ever take it: track {} is never in {}; name a state that can be "
     "reached, or remove it",
     "handeling {1}: niemand kan die ooit doen: spoor {2} staat nooit op {3}; noem een stand die "
     "te "
     "bereiken is, of haal haar weg"},
    {"derived {}: it never comes: nothing that can be done makes {}; name what can happen, or "
     "remove it",
     "derived {1}: die komt nooit: niets wat kan worden gedaan geeft {2}; noem wat kan gebeuren, "
     "of "
     "haal haar weg"},
    {"{}: nothing that can be done makes {}; let somebody take an action that makes it",
     "{1}: niets wat kan worden gedaan geeft {2}; laat iemand een handeling doen die het geeft"},
    {"deadline {}: nobody can ever take an action that meets it: {}; make one of them possible, or "
     "name another",
     "termijn {1}: niemand kan ooit een handeling doen die eraan voldoet: {2}; maak er een "
     "mogelijk, "
     "of noem een andere"},
    {"deadline {}: no action that is to meet it records what `done` reads ({}): {}; name one that "
     "does, or change `done`",
     "termijn {1}: geen handeling die eraan moet voldoen legt vast wat `done` leest ({2}): {3}; "
     "noem "
     "een die dat doet, of verander `done`"},
    {"{}: this can never hold: {}; so nobody can ever take {}: change or remove it",
     "{1}: dit kan nooit gelden: {2:}; dus kan niemand ooit {3} doen: verander het of haal het "
     "weg"},
    {"{}: this always holds: {}; so nobody can ever take {}: change or remove it",
     "{1}: dit geldt altijd: {2:}; dus kan niemand ooit {3} doen: verander het of haal het weg"},
    {"{}: this always holds: {}; it holds nothing back: change or remove it",
     "{1}: dit geldt altijd: {2:}; het houdt niets tegen: verander het of haal het weg"},
    {"{}: this can never hold: {}; change or remove it",
     "{1}: dit kan nooit gelden: {2:}; verander het of haal het weg"},
    {"{}: this never has a value: {}; change or remove it",
     "{1}: dit heeft nooit een waarde: {2:}; verander het of haal het weg"},
    {"{}: the list stays empty: {}; change or remove it",
     "{1}: de lijst blijft leeg: {2:}; verander het of haal het weg"},
    {"{}: the expression would write the sealed {} into the open field {}",
     "{1}: de uitdrukking zou het verzegelde {2} in het open veld {3} zetten"},
    {"{}: the expression would tell role \"{}\" ({}) {}, which {} has for {} only; compute a fact "
     "about it, or narrow who is shown this",
     "{1}: de uitdrukking zou rol \"{2}\" ({3}) {4} vertellen, dat {5} alleen voor {6} heeft; "
     "bereken "
     "er een feit over, of beperk wie dit te zien krijgt"},
    {"{}: the expression would tell role \"{}\", which sees its own only, {} of others; compute a "
     "fact about it, or narrow who is shown this",
     "{1}: de uitdrukking zou rol \"{2}\", die alleen het eigene ziet, {3} van anderen vertellen; "
     "bereken er een feit over, of beperk wie dit te zien krijgt"},
    {"view {}: rule {} is for {}, and this role is of organisation {}; remove it from the view, or "
     "widen the rule's audience",
     "view {1}: regel {2} is voor {3}, en deze rol hoort bij organisatie {4}; haal haar uit de "
     "view, "
     "of verruim de `audience` van de regel"},
    {"action {}: role \"{}\" is informed, and its view shows none of the action's events; list one "
     "there, or take the role away",
     "handeling {1}: rol \"{2}\" wordt op de hoogte gebracht, en haar view toont geen van de "
     "gebeurtenissen ervan; noem er daar een, of haal de rol weg"},
    {"import: the attribute \"{}\" goes into the sealed field {}, and in the clear into {}; take "
     "one "
     "of them away",
     "import: het attribuut \"{1}\" gaat naar het verzegelde veld {2}, en leesbaar naar {3:}; haal "
     "een van beide weg"},
    {"the field {}", "het veld {1}"},
    {"the name of the case", "de naam van de zaak"},
    {"the day", "de dag"},
    {"the activity", "de activiteit"},
    {"the actor", "wie het deed"},
    {"nothing that can be recorded gives {} a value",
     "niets wat kan worden vastgelegd geeft {1} een waarde"},
    {"nothing that can be recorded adds to {}", "niets wat kan worden vastgelegd vult {1} aan"},
    {"{} always has a value", "{1} heeft altijd een waarde"},
    {"whatever is recorded", "wat er ook wordt vastgelegd"},
    {"it is always true", "het is altijd waar"},
    {"it is always false", "het is altijd onwaar"},
    {"it contradicts `{}`", "het is in strijd met `{1}`"},
    {"both of its sides are the same", "beide kanten zijn hetzelfde"},
    {"{} is always one of: {}", "{1} is altijd een van: {2}"},
    {"{} is never {}; it is one of: {}", "{1} is nooit {2}; het is een van: {3}"},
    {"{} is never more than {}", "{1} is nooit meer dan {2}"},
    {"{} is never less than {}", "{1} is nooit minder dan {2}"},
    {"{} is never {}", "{1} is nooit {2}"},
    {"{} is always that", "{1} is dat altijd"},
    {"{}: \"{}\" is none of the values of {}", "{1}: \"{2}\" is geen van de waarden van {3}"},
    {"{}: {} can't be '{}'; did you mean '{}'?", "{1}: {2} kan niet '{3}' zijn; bedoelt u '{4}'?"},
    {"{}: {} can't be '{}'", "{1}: {2} kan niet '{3}' zijn"},
};

}  // namespace verloop
