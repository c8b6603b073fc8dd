#include "events/verify_erasures.hpp"

#include <algorithm>

namespace verloop {

void ErasureCheck::add_place(SealedPlace place) {
  places_[place.subject].push_back(std::move(place));
}

void ErasureCheck::add_record(const Record& record) {
  auto destruction = destruction_in(record);
  if (!destruction || record.case_id != subjects_stream) return;
  const SubjectId subject = destruction->subject;
  Told told{record.position, std::move(*destruction), -1, {}};
  if (const auto* values = record.data.if_contains("values"); values && values->is_int64())
    told.values = values->get_int64();
  if (const auto* places = record.data.if_contains("places"); places && places->is_string())
    told.places = std::string(places->get_string());
  told_.insert_or_assign(subject, std::move(told));
}

void ErasureCheck::check_redacted(const Destruction& told, const Report& report) const {
  const bool is_redaction = told.erased.on && told.erased.ground == ErasureGround::redaction;
  const auto found = places_.find(told.subject);
  if (!is_redaction || found == places_.end()) return;
  for (const SealedPlace& place : found->second) {
    if (told.redacted == FieldPlace{place.position, place.field}) continue;
    report(place.position, "field " + place.field +
                               " is gone in the name of a redaction of subject " +
                               told.subject.text +
                               " that does not name it (when the log is older than the redaction: "
                               "restore the vault of the same time)");
  }
}

void ErasureCheck::check(const Told& told, const Report& report) const {
  const SubjectId& subject = told.destruction.subject;
  const auto mark = vault_.erased(subject);
  if (!mark) return report(told.at, mark.error().detail);
  if (!*mark || **mark != told.destruction.erased) {
    report(told.at, "the vault does not say of subject " + subject.text +
                        " what the log says: when and why it was erased");
  }
  const auto found = places_.find(subject);
  const std::vector<SealedPlace> places =
      found == places_.end() ? std::vector<SealedPlace>() : found->second;
  check_redacted(told.destruction, report);
  if (std::to_string(told.values) == std::to_string(places.size()) &&
      told.places == to_base64url(view(digest(places)))) {
    return;
  }
  report(told.at, "the erasure of subject " + subject.text + " took " +
                      std::to_string(told.values) + " values; those that are gone in its name, " +
                      std::to_string(places.size()) + ", are not the same");
}

void ErasureCheck::finish(const Report& report) const {
  for (const auto& [subject, told] : told_) check(told, report);
  for (const Destruction& one : later_)
    if (!told_.contains(one.subject)) check_redacted(one, report);
  for (const auto& [subject, places] : places_) {
    const auto is_later = [&subject = subject](const Destruction& one) {
      return one.subject == subject;
    };
    if (told_.contains(subject) || std::any_of(later_.begin(), later_.end(), is_later)) continue;
    report(places.front().position,
           "the key of subject " + subject.text +
               " was destroyed, but no event says that it was erased (when an erasure was cut "
               "short: any command that writes finishes it)");
  }
}

}  // namespace verloop
