#include "engine/cel/constraints.hpp"

#include <algorithm>

namespace verloop::cel {
namespace {

constexpr std::size_t words_max = 12;  // That a message lists.

std::string contradicts(const std::string& said) {
  return "it contradicts `" + shortened(said) + "`";
}

std::string listed(const std::set<std::string>& words) {
  std::string text;
  std::size_t count = 0;
  for (const std::string& word : words) {
    if (count == words_max) return text + ", ...";
    text += (count++ == 0 ? "" : ", ") + word;
  }
  return text;
}

}  // namespace

std::string shortened(const std::string& text) {
  constexpr std::size_t length_max = 80;
  if (text.size() <= length_max) return text;
  std::size_t end = length_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

Relations mirrored(Relations relations) {
  return (relations & (equal | unordered)) | ((relations & less) != 0 ? greater : 0) |
         ((relations & greater) != 0 ? less : 0);
}

Constraints::Fact& Constraints::fact(const std::string& value, const Known& known) {
  const auto [place, is_new] = facts_.try_emplace(value);
  Fact& fact = place->second;
  if (is_new) {
    fact.texts = known.texts;
    fact.min = known.min.value_or(fact.min);
    fact.max = known.max.value_or(fact.max);
  }
  return fact;
}

/// The part fits: the next one may contradict it.
Constraints::Reason Constraints::settle(Fact& fact, const std::string& said) {
  fact.said = said;
  return std::nullopt;
}

Constraints::Reason Constraints::there(const std::string& value, const Known& known,
                                       const std::string& said) {
  if (known.never_there)
    return "nothing that can be recorded gives " + shortened(value) + " a value";
  Fact& known_fact = fact(value, known);
  if (known_fact.there == Truth::fails) return contradicts(known_fact.said_there);
  known_fact.there = Truth::holds;
  known_fact.said_there = said;
  return std::nullopt;
}

Constraints::Reason Constraints::not_there(const std::string& value, const Known& known,
                                           const std::string& said) {
  if (known.always_there) return shortened(value) + " always has a value";
  Fact& known_fact = fact(value, known);
  if (known_fact.there == Truth::holds) return contradicts(known_fact.said_there);
  known_fact.there = Truth::fails;
  known_fact.said_there = said;
  return std::nullopt;
}

Constraints::Reason Constraints::comes_to(const std::string& condition, Truth truth) {
  Fact& known_fact = facts_["(" + condition + ")"];  // Apart from what is said of its value.
  if (known_fact.truth && *known_fact.truth != truth) return contradicts(condition);
  known_fact.truth = truth;
  return std::nullopt;
}

Constraints::Reason Constraints::check_texts(Fact& fact, const std::string& value,
                                             const std::string& said) {
  if (!fact.texts) return settle(fact, said);
  const std::set<std::string> before = *fact.texts;
  std::erase_if(*fact.texts,
                [&fact](const std::string& text) { return fact.not_texts.contains(text); });
  if (!fact.texts->empty()) return settle(fact, said);
  if (fact.said.empty()) return shortened(value) + " is always one of: " + listed(before);
  return contradicts(fact.said);
}

Constraints::Reason Constraints::one_of(const std::string& value, const Known& known,
                                        const std::set<std::string>& texts,
                                        const std::string& said) {
  Fact& known_fact = fact(value, known);
  const auto is_known = [&known](const std::string& text) {
    return !known.texts || known.texts->contains(text);
  };
  if (std::none_of(texts.begin(), texts.end(), is_known))
    return shortened(value) + " is never " + listed(texts) +
           (known.texts->empty() ? std::string() : "; it is one of: " + listed(*known.texts));
  if (!known_fact.texts)
    known_fact.texts = texts;
  else
    std::erase_if(*known_fact.texts,
                  [&texts](const std::string& text) { return !texts.contains(text); });
  if (known_fact.texts->empty()) return contradicts(known_fact.said);
  return check_texts(known_fact, value, said);
}

Constraints::Reason Constraints::none_of(const std::string& value, const Known& known,
                                         const std::set<std::string>& texts,
                                         const std::string& said) {
  Fact& known_fact = fact(value, known);
  known_fact.not_texts.insert(texts.begin(), texts.end());
  return check_texts(known_fact, value, said);
}

Constraints::Reason Constraints::check_numbers(Fact& fact, const std::string& value,
                                               const std::string& said) {
  const bool is_one = fact.min == fact.max && fact.not_numbers.contains(fact.min);
  if (fact.min <= fact.max && !is_one) return settle(fact, said);
  return fact.said.empty() ? shortened(value) + " is always that" : contradicts(fact.said);
}

Constraints::Reason Constraints::within(const std::string& value, const Known& known,
                                        std::int64_t min, std::int64_t max,
                                        const std::string& said) {
  if (known.max && *known.max < min)
    return shortened(value) + " is never more than " + std::to_string(*known.max);
  if (known.min && *known.min > max)
    return shortened(value) + " is never less than " + std::to_string(*known.min);
  Fact& known_fact = fact(value, known);
  known_fact.min = std::max(known_fact.min, min);
  known_fact.max = std::min(known_fact.max, max);
  return check_numbers(known_fact, value, said);
}

Constraints::Reason Constraints::is_not(const std::string& value, const Known& known,
                                        std::int64_t number, const std::string& said) {
  Fact& known_fact = fact(value, known);
  known_fact.not_numbers.insert(number);
  return check_numbers(known_fact, value, said);
}

Constraints::Reason Constraints::compare(const std::string& left, const std::string& right,
                                         Relations relations, const std::string& said) {
  if (left == right && (relations & (equal | unordered)) == 0)
    return "both of its sides are the same";
  const bool turned = right < left;
  if (turned) relations = mirrored(relations);
  const std::string pair = turned ? right + " <> " + left : left + " <> " + right;
  Fact& known_fact = facts_[pair];
  known_fact.relations &= relations;
  if (known_fact.relations == 0) return contradicts(known_fact.said);
  return settle(known_fact, said);
}

}  // namespace verloop::cel
