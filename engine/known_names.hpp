#pragma once
// The names that texts are compared with: values that a procedure names as such, of the case and of
// the other cases of its organisations. Where they lie is found in the log once, and kept up with
// it; the values are opened anew for each question, so that nothing is known of whom was erased.
// They are compared with and forgotten: nobody is shown them. Used by one thread at a time.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/procedure.hpp"
#include "engine/text_words.hpp"
#include "events/event_log.hpp"
#include "events/vault.hpp"

namespace verloop {

class KnownNames {
 public:
  /// Of the events of other cases as many are looked through at first, the newest.
  static constexpr std::uint64_t events_max = 32'768;
  /// Of one organisation as many that name somebody are opened, the newest.
  static constexpr std::size_t opened_max = 2'048;

  /// Both must outlive it.
  KnownNames(const EventLog& log, const Vault& vault) : log_(log), vault_(vault) {}

  /// Those of the case, and of the organisations that opened it or named somebody in it; of `org`
  /// for a case that is still to be made. Fails with `tampered` where a value is not what was
  /// recorded.
  Result<NamePhrases> of(const CaseId& id, const std::string& org, const TextFind& find);

 private:
  Result<> keep_up(const TextFind& find);
  void note(const Record& record);
  Result<> open(const Record& record, const TextFind& find, NamePhrases& names) const;

  const EventLog& log_;
  const Vault& vault_;
  std::map<std::string, std::set<std::string>> names_, identifiers_;  // Of all that were asked for.
  Position next_;
  std::map<std::string, std::vector<Position>> places_;  // By organisation.
};

}  // namespace verloop
