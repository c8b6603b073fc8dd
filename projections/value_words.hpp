#pragma once
// The values of a case for people: what each is called, by the definition's labels, and its value
// in words.

#include <string>

#include <boost/json/value.hpp>

#include "engine/value_labels.hpp"

namespace verloop {

class ValueWords {
 public:
  /// The definition must outlive it.
  ValueWords(const Definition& definition, Language language)
      : definition_(definition), language_(language), labels_(value_labels(definition)) {}

  /// What the value or list at `path` is called (`goAhead.on`; columns of lists like
  /// `members.name`): its label; else that of the field that all its events take it from, or of the
  /// one event that dates it; else the path itself.
  std::string label(const std::string& path) const;

  /// A field that some event takes the value from, for its type; null when none does.
  const Field* field(const std::string& path) const;

  /// The value in words: labels of enumerations and roles, days, euros, hours; what was erased is
  /// said to be so.
  std::string text(const boost::json::value& value, const std::string& path) const;

  /// The same for a change of the history (`members[1].oppOn`, `tracks.request`).
  std::string changed_label(const std::string& path) const;
  std::string changed_text(const boost::json::value& value, const std::string& path) const;

 private:
  const Definition& definition_;
  Language language_;
  ValueLabels labels_;
};

/// A value of which no more is known: days in words, lists with commas.
std::string in_plain_words(const boost::json::value& value, Language language);

/// What a role or a state is called; its name when the definition does not know it.
std::string role_label(const Definition& definition, const std::string& role, Language language);
std::string state_label(const Track& track, const std::string& state, Language language);

}  // namespace verloop
