#pragma once
// The details of a dossier that nothing is wrong with, about nobody.

#include <string>

namespace verloop::test {

inline const std::string oso_details_text = R"yaml(inzage:
  voorlopigdossier: false
  inzage: true
  inzagedatum: 2026-10-30
  akkoord: Ja
  toestemming: Ja
huidigeschool:
  naam: Testschool
  adreslijst:
    - {soortadres: bezoek, straat: Langestraat, nummer: 66, postcode: 1811JJ, plaats: Alkmaar}
  communicatielijst:
    - {soort: telefoon, aanduiding: werk, nummer: "0701111111", noodnummer: false}
  brincode: 00YY
  vestigingscode: "00"
  aanleverpunt: 1
leerling:
  voornaam: [Daan]
  voorvoegsel: van den
  achternaam: Berg
  roepnaam: Daan
  geboortedatum: 2015-03-17
  geslacht: 2
  adresgeheim: false
schoolloopbaan:
  - {schooljaar: 2025-2026, groepscode: 6a, jaargroep: 6, brincode: 00YY, vestigingscode: "00"}
  - schooljaar: 2026-2027
    groepscode: 7a
    jaargroep: 7
    begindatum: 2026-08-01
    brincode: 00YY
    vestigingscode: "00"
verzorger:
  - {voornaam: [Tanja], achternaam: Jansen, geslacht: 1, wettigevertegenwoordiger: true}
)yaml";

}  // namespace verloop::test
