#pragma once
// The answers of why_answer and diff_answer as text for people.

#include <string>

#include "projections/case_answers.hpp"

namespace verloop {

std::string why_text(const boost::json::object& answer, const Reader& reader,
                     const Definition& definition);
std::string diff_text(const boost::json::object& answer, const Reader& reader,
                      const Definition& definition);

}  // namespace verloop
