// contains, startsWith, endsWith, matches.

#include "engine/cel/functions.hpp"
#include "engine/cel/regex.hpp"

namespace verloop::cel {
namespace {

// A pattern that is computed has to be compiled at each evaluation.
constexpr std::uint64_t regex_steps = 100;
constexpr std::size_t pattern_size_max = 1000;

template <class Holds>
Outcome on_texts(const Call& call, Holds holds) {
  const auto* text = call.get<std::string>(0);
  const auto* other = call.get<std::string>(1);
  if (call.size() != 2 || text == nullptr || other == nullptr) return mismatch();
  call.meter.spend_characters(text->size());
  return holds(*text, *other);
}

Outcome contains(const Call& call) {
  return on_texts(call, [](const std::string& text, const std::string& part) {
    return Value::of(text.find(part) != std::string::npos);
  });
}
Outcome starts_with(const Call& call) {
  return on_texts(call, [](const std::string& text, const std::string& part) {
    return Value::of(text.starts_with(part));
  });
}
Outcome ends_with(const Call& call) {
  return on_texts(call, [](const std::string& text, const std::string& part) {
    return Value::of(text.ends_with(part));
  });
}

Outcome matches(const Call& call) {
  return on_texts(call, [&](const std::string& text, const std::string& pattern) -> Outcome {
    if (call.regex != nullptr) return Value::of(call.regex->matches(text));
    if (!call.meter.spend(regex_steps)) return mismatch();
    const auto regex = pattern.size() > pattern_size_max ? nullptr : Regex::compile(pattern);
    if (regex == nullptr) return failed("the pattern is no regular expression");
    return Value::of(regex->matches(text));
  });
}

constexpr FunctionEntry table[] = {
    {"contains", "string.(string) bool", contains},
    {"startsWith", "string.(string) bool", starts_with},
    {"endsWith", "string.(string) bool", ends_with},
    {"matches", "string.(string) bool; (string, string) bool", matches}};

}  // namespace

std::span<const FunctionEntry> text_functions() {
  return table;
}

}  // namespace verloop::cel
