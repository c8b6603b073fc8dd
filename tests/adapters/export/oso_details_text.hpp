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

/// The same with everything that there may be.
inline const std::string oso_whole_details_text = R"yaml(inzage:
  voorlopigdossier: true
  inzage: true
  inzagedatum: 2026-10-30
  akkoord: Nee
  redennietakkoord: te veel zorggegevens
  toestemming: Onbekend
huidigeschool:
  naam: Testschool
  adreslijst: &addresses
    - soortadres: post
      straat: Langestraat
      nummer: 66
      toevoeging: a
      postcode: 1811JJ
      plaats: Alkmaar
      gemeente: Alkmaar
  communicatielijst: &contacts
    - {soort: e-mail, aanduiding: werk, nummer: a@b.example, geheim: true, noodnummer: false}
  brincode: 00YY
  vestigingscode: "00"
  aanleverpunt: 1
  soort: SO
  type: REC3
  naamdirecteur: P. de Haan
  website: www.school.example
leerling:
  voornaam: [Daan, Johannes]
  voorletters-1: D.J.
  voorvoegsel: van den
  achternaam: Berg
  roepnaam: Daan
  geboortedatum: 2015-03-17
  geslacht: 2
  adresgeheim: true
  adreslijst: *addresses
  communicatielijst: *contacts
schoolloopbaan:
  - schooljaar: 2026-2027
    groepscode: 7a
    groepsnaam: groep 7
    jaargroep: 7
    begindatum: 2026-08-01
    einddatum: 2027-07-31
    brincode: 00YY
    vestigingscode: "00"
    schoolsoort: SO
    schooltype: REC3
    schoolsoortomschrijving: speciaal onderwijs
verzorger:
  - voornaam: [Tanja]
    voorletters-1: T.
    voorvoegsel: de
    achternaam: Jansen
    geslacht: 1
    adresgeheim: false
    adreslijst: *addresses
    communicatielijst: *contacts
    relatietotkind: 2
    wettigevertegenwoordiger: true
  - {achternaam: Berg, wettigevertegenwoordiger: false}
)yaml";

}  // namespace verloop::test
