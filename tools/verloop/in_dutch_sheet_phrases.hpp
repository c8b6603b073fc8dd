#pragma once
// What engine/load_sheets.hpp finds in the sheets of a procedure, in Dutch.

#include "tools/verloop/in_dutch.hpp"

namespace verloop {

inline constexpr Phrase sheet_phrases[] = {
    {"{}: a sheet can't show {}; expected a text, a number, a day, or yes or no",
     "{1}: een blad kan {2} niet tonen; verwacht: een tekst, een getal, een dag, of ja of nee"},
    {"{}: `unit` is for the number that an expression comes to; a value of the case has its own",
     "{1}: `unit` hoort bij het getal waar een uitdrukking op uitkomt; een waarde van de zaak "
     "heeft "
     "de hare"},
    {"{}: expected exactly one of `text`, `value`, `sum` and `check`",
     "{1}: verwacht: precies een van `text`, `value`, `sum` en `check`"},
    {"{}: `over` is here a list of the case that is kept by a key, like `case.members`",
     "{1}: `over` is hier een lijst van de zaak die op een sleutel wordt bijgehouden, zoals "
     "`case.members`"},
    {"{}: `fields` are those of one event type in `events`",
     "{1}: `fields` zijn die van een enkele soort gebeurtenis in `events`"},
    {"{}: `where` chooses among entries or events; there are none",
     "{1}: `where` kiest uit een lijst of uit gebeurtenissen; die zijn er niet"},
    {"{}: a part has `rows`, or a line for each of some `events`",
     "{1}: een deel heeft `rows`, of een regel voor elk van een aantal `events`"},
    {"{}: {} is sealed; a table of many cases shows open values only",
     "{1}: {2} is verzegeld; een tabel over veel zaken toont alleen open waarden"},
    {"{}: `when` needs `missing`, the sentence that says what has to come first",
     "{1}: `when` vraagt om `missing`, de zin die zegt wat er eerst moet komen"},
    {"{}: `day` chooses cases for a table; this is none",
     "{1}: `day` kiest zaken voor een tabel; dit is er geen"},
    {"{}: a sheet has `parts`, for one case, or `columns`, for a line of many cases",
     "{1}: een blad heeft `parts`, voor een zaak, of `columns`, voor een regel per zaak"},
    {"{}: `for` names no role", "{1}: `for` noemt geen rol"},
    {"{}: role \"{}\" sees its own only, or records; a sheet is for who sees a case",
     "{1}: rol \"{2}\" ziet alleen het eigene, of records; een blad is voor wie een zaak ziet"},
    {"{}: role \"{}\" may make it, and its view does not show {}; take it from the sheet, or the "
     "role from `for`",
     "{1}: rol \"{2}\" mag het maken, en haar view toont {3} niet; haal het van het blad, of de "
     "rol "
     "uit `for`"},
    {"can't make a spreadsheet: {}", "kan geen spreadsheet maken: {1:}"},
    {"there is no place in memory for files (/dev/shm); take another format",
     "er is in het geheugen geen plaats voor bestanden (/dev/shm); neem een andere vorm"},
};

}  // namespace verloop
