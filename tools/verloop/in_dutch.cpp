#include "tools/verloop/in_dutch.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "tools/verloop/in_dutch_backup_phrases.hpp"
#include "tools/verloop/in_dutch_cel_phrases.hpp"
#include "tools/verloop/in_dutch_document_phrases.hpp"
#include "tools/verloop/in_dutch_key_phrases.hpp"
#include "tools/verloop/in_dutch_outward_phrases.hpp"
#include "tools/verloop/in_dutch_phrases.hpp"
#include "tools/verloop/in_dutch_rights_phrases.hpp"
#include "tools/verloop/in_dutch_scrutiny_phrases.hpp"
#include "tools/verloop/in_dutch_sheet_phrases.hpp"
#include "tools/verloop/in_dutch_text_phrases.hpp"
#include "tools/verloop/in_dutch_upcast_phrases.hpp"
#include "tools/verloop/in_dutch_xes_phrases.hpp"

namespace verloop {
namespace {

constexpr std::string_view gap = "{}";

/// What stands in the gaps of `pattern`, each as short as can be; none when the text does not fit.
std::optional<std::vector<std::string_view>> parts_of(std::string_view text,
                                                      std::string_view pattern) {
  std::vector<std::string_view> parts;
  std::size_t next = pattern.find(gap);
  if (!text.starts_with(pattern.substr(0, next))) return std::nullopt;
  text.remove_prefix(std::min(next, pattern.size()));
  while (next != std::string_view::npos) {
    pattern.remove_prefix(next + gap.size());
    next = pattern.find(gap);
    const std::string_view behind = pattern.substr(0, next);
    const bool is_last = next == std::string_view::npos;
    const std::size_t at = is_last && behind.empty() ? text.size()
                           : is_last                 ? text.rfind(behind)
                                                     : text.find(behind, 1);
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    if (is_last && at + behind.size() != text.size()) return std::nullopt;
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + behind.size());
  }
  if (parts.empty() && !text.empty()) return std::nullopt;
  return parts;
}

/// The Dutch with the parts in place.
std::string filled(std::string_view dutch, const std::vector<std::string_view>& parts) {
  std::string out;
  while (!dutch.empty()) {
    const std::size_t open = dutch.find('{');
    out += dutch.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = dutch.find('}', open);
    const std::string_view part = parts.at(static_cast<std::size_t>(dutch[open + 1] - '1'));
    out += dutch[close - 1] == ':' ? said(part, Language::nl) : std::string(part);
    dutch.remove_prefix(close + 1);
  }
  return out;
}

std::optional<std::string> by(std::span<const Phrase> phrases, std::string_view english) {
  for (const Phrase& phrase : phrases) {
    if (const auto parts = parts_of(english, phrase.english)) return filled(phrase.dutch, *parts);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> in_dutch(std::string_view english) {
  for (const std::span<const Phrase> phrases :
       {std::span<const Phrase>(document_phrases), std::span<const Phrase>(log_phrases),
        std::span<const Phrase>(vault_phrases), std::span<const Phrase>(bundle_phrases),
        std::span<const Phrase>(form_phrases), std::span<const Phrase>(backup_phrases),
        std::span<const Phrase>(key_phrases), std::span<const Phrase>(file_phrases),
        std::span<const Phrase>(xes_phrases), std::span<const Phrase>(rights_phrases),
        std::span<const Phrase>(definition_phrases), std::span<const Phrase>(cel_phrases),
        std::span<const Phrase>(scrutiny_phrases), std::span<const Phrase>(outward_phrases),
        std::span<const Phrase>(upcast_phrases), std::span<const Phrase>(sheet_phrases),
        std::span<const Phrase>(text_phrases)}) {
    if (auto dutch = by(phrases, english)) return dutch;
  }
  return std::nullopt;
}

std::optional<std::string> wrong_use_in_dutch(std::string_view english) {
  return by(command_line_phrases, english);
}

std::string said(std::string_view english, Language language) {
  if (language == Language::en) return std::string(english);
  if (auto dutch = in_dutch(english)) return *dutch;
  return "(melding: \"" + std::string(english) + "\")";
}

}  // namespace verloop
