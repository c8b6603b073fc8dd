#include "events/verify_documents.hpp"

namespace verloop {
namespace {

std::string named(const SealedPlace& place) {
  return "the document at position " + std::to_string(place.position.value) + ", field " +
         place.field + ": ";
}

/// None when all is well.
std::optional<std::string> wrong_with(const DocumentSources& sources, const SealedPlace& place) {
  const std::string stray = named(place) + "it lies where no event has a document";
  if (place.position.value >= sources.log.tail().size) return stray;
  const auto page = sources.log.read(place.position, 1);
  if (!page) return named(place) + page.error().detail;
  if (page->empty()) return stray;
  Looks not_shown;
  const auto opened = open_document(sources, page->front().record, place.field, not_shown);
  if (!opened) return opened.error().code == Errc::not_found ? stray : opened.error().detail;
  if (opened->value) return std::nullopt;
  return named(place) +
         "it was erased, and its bytes still lie there; any command that writes removes them";
}

}  // namespace

DocumentsReport verify_documents(const DocumentSources& sources) {
  DocumentsReport report;
  const auto faults = sources.store.faults();
  const auto places = sources.store.places();
  if (!faults) report.faults.push_back({std::nullopt, faults.error().detail});
  if (faults) {
    for (const std::string& text : *faults) report.faults.push_back({std::nullopt, text});
  }
  if (!places) {
    report.faults.push_back({std::nullopt, places.error().detail});
    return report;
  }
  report.count = places->size();
  for (const SealedPlace& place : *places) {
    if (auto wrong = wrong_with(sources, place))
      report.faults.push_back({place.position, std::move(*wrong)});
  }
  return report;
}

}  // namespace verloop
