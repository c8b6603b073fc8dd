#pragma once
// The answers about a case as text for people: aligned columns, days in words, the customer's
// labels.

#include <string>

#include "projections/case_answers.hpp"

namespace verloop {

std::string case_text(const boost::json::object& answer, const Reader& reader,
                      const Definition& definition);
/// Who asks, and where the tracks stand.
std::string summary_text(const boost::json::object& answer, const Reader& reader,
                         const Definition& definition);
/// In short: how many events, where the tracks stand, and the rules that ask for attention or are
/// open.
std::string overview_text(const boost::json::object& answer, std::uint64_t events,
                          const Reader& reader, const Definition& definition);
/// Deadlines, and the rules that ask for attention.
std::string judgement_text(const boost::json::object& answer, const Definition& definition,
                           Language language);
/// The sealed values that the reader sees of the entries of the case: `1 Noor; 2 Daan`.
std::string people_text(const boost::json::object& answer, const Definition& definition,
                        Language language);
std::string compliance_text(const boost::json::array& rules, Language language);
/// One event of a history, with a line break at its end.
std::string event_text(const boost::json::object& event, const Reader& reader,
                       const Definition& definition);
std::string history_text(const boost::json::object& history, const Reader& reader,
                         const Definition& definition);
std::string actions_text(const boost::json::array& actions, Language language);

/// A status in words: `geschonden`, `violated`.
std::string status_text(std::string_view status, Language language);

}  // namespace verloop
