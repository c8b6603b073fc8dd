#include "tools/verloop/error_text.hpp"

#include "tools/verloop/in_dutch.hpp"

namespace verloop {
namespace {

struct Described {
  std::string_view kind;
  Label title;
  std::string advice;  // Dutch: what is wrong, and what to do.
};

Described described(Errc code) {
  switch (code) {
    case Errc::malformed:
      return {"malformed",
              {"Niet in de juiste vorm", "Malformed"},
              "wat is ingevoerd heeft niet de vorm die wordt verwacht"};
    case Errc::too_large:
      return {"tooLarge", {"Te groot", "Too large"}, "dit is groter dan is toegestaan"};
    case Errc::version_conflict:
      return {"conflict",
              {"De zaak is veranderd", "The case has changed"},
              "de zaak is intussen veranderd; bekijk haar en probeer het opnieuw"};
    case Errc::command_reused:
      return {"duplicate",
              {"Opdracht-id al gebruikt", "Command id used before"},
              "deze opdracht-id is al gebruikt voor een andere opdracht"};
    case Errc::tampered:
      return {"tampered",
              {"Beschadigd of gewijzigd", "Damaged or changed"},
              "wat is opgeslagen is beschadigd of gewijzigd; laat het nagaan met: verloop verify"};
    case Errc::not_found:
      return {"unknown", {"Bestaat niet", "Does not exist"}, "dit is er niet"};
    case Errc::wrong_key:
      return {"wrongKey",
              {"Hoofdsleutel past niet", "Wrong key"},
              "de hoofdsleutel is er niet of is niet de juiste; geef hem met --key-file of "
              "VERLOOP_KEY"};
    case Errc::foreign_folder:
      return {"foreignFolder",
              {"Geen gegevensmap", "No data folder"},
              "dit is geen gegevensmap van deze versie van het programma"};
    case Errc::locked:
      return {"locked",
              {"In gebruik", "In use"},
              "de gegevensmap is in gebruik door een ander proces; stop dat, of spreek het aan "
              "over zijn socket"};
    case Errc::read_only:
      return {"readOnly",
              {"Alleen lezen", "Read-only"},
              "hier mag of kan niet worden geschreven of gelezen; doe het als de eigenaar"};
    case Errc::storage_failed:
      return {"storageFailed",
              {"Opslag faalt", "Storage failed"},
              "lezen van of schrijven naar de schijf is mislukt"};
    case Errc::network_failed:
      return {"networkFailed", {"Netwerk faalt", "Network failed"}, "het netwerk faalt"};
  }
  return {"internal", {"Interne fout", "Internal error"}, "er ging iets mis"};
}

Described described(const Error& error) {
  return described(static_cast<Errc>(error.code.value()));
}

}  // namespace

std::string_view kind_of(const Error& error) {
  return described(error).kind;
}

Label title_of(const Error& error) {
  return described(error).title;
}

std::string error_text(const Error& error, Language language) {
  if (language == Language::en) return error.detail;
  if (auto dutch = in_dutch(error.detail)) return *dutch;
  return described(error).advice + " (melding: \"" + error.detail + "\")";
}

}  // namespace verloop
