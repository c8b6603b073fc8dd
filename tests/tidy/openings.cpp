#include <algorithm>
#include <string_view>

#include "tests/tidy/checks.hpp"

namespace verloop::tidy {
namespace {

/// A function by which sealed values are opened, and where it may stand: files by the start of
/// their path, its own declaration and definition included.
struct Opener {
  std::string_view name;
  std::vector<std::string_view> places;
};

const std::vector<Opener>& openers() {
  static const std::vector<Opener> all = {
      {"decrypt",
       {"events/vault.", "events/crypto/", "events/rocksdb/rocks_vault",
        "events/memory/memory_vault", "events/open_values.cpp", "events/documents.cpp",
        "events/redaction.cpp", "events/verify_", "tools/verloop/handle_check.cpp"}},
      {"opener",
       {"events/vault.", "events/rocksdb/rocks_vault", "events/memory/memory_vault",
        "events/verify_records.cpp"}},
      {"open_values",
       {"events/open_values", "events/documents.cpp", "engine/known_names.cpp",
        "projections/case_documents.cpp", "projections/directory_answers.cpp",
        "projections/event_answer.cpp", "projections/form_answer.cpp", "projections/make_sheet.cpp",
        "projections/role_view.cpp", "tools/verloop/subject_export.cpp",
        "tools/verloop/subject_places.cpp"}},
      {"open_document",
       {"events/documents", "events/verify_documents.cpp", "projections/case_documents.cpp",
        "projections/form_answer.cpp"}},
      {"open_disclosures", {"events/open_values", "projections/make_bundle.cpp"}},
      {"seen_state",
       {"projections/role_view", "projections/case_answers.cpp", "projections/case_history.cpp",
        "projections/why_answer.cpp", "projections/make_sheet.cpp"}},
      {"case_picture", {"projections/case_answers.", "projections/diff_answer.cpp"}},
      {"event_answer",
       {"projections/case_answers.hpp", "projections/event_answer.cpp",
        "projections/case_history.cpp", "projections/why_answer.cpp", "projections/diff_answer.cpp",
        "adapters/feed/subscription.cpp"}},
  };
  return all;
}

bool is_at(const SourceFile& file, const Opener& opener) {
  return std::any_of(opener.places.begin(), opener.places.end(), [&file](std::string_view place) {
    return std::string_view(file.path).starts_with(place);
  });
}

}  // namespace

std::vector<Fault> check_openings(const SourceFile& file) {
  std::vector<Fault> faults;
  if (!file.is_cpp() || file.is_in("tests")) return faults;
  const std::string_view text = file.text;
  for (const Opener& opener : openers()) {
    if (is_at(file, opener)) continue;
    const std::string call = std::string(opener.name) + "(";
    for (std::size_t at = text.find(call); at != std::string_view::npos;
         at = text.find(call, at + call.size())) {
      if (at > 0 && is_word_character(text[at - 1])) continue;
      faults.push_back(
          {file.path, line_of(text, at),
           "\"" + std::string(opener.name) +
               "\" opens sealed values past the access log; ask for a guarded answer"});
    }
  }
  return faults;
}

}  // namespace verloop::tidy
