#include "engine/subjects.hpp"

namespace verloop {
namespace {

constexpr std::size_t page_size = 256;

SubjectId subject_in(const Record& record) {
  const auto* subject = record.data.if_contains("subject");
  const bool is_text = subject != nullptr && subject->is_string();
  return {is_text ? std::string(subject->get_string()) : std::string()};
}

}  // namespace

Result<Subjects> Subjects::read(const EventLog& log) {
  Subjects subjects;
  for (;;) {
    const auto page = log.read_stream(subjects_stream, Version{subjects.size_}, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      subjects.apply(stored.record);
      ++subjects.size_;
    }
    if (page->size() < page_size) return subjects;
  }
}

void Subjects::apply(const Record& record) {
  const SubjectId subject = subject_in(record);
  if (record.type == subject_held) {
    holds_.emplace(subject, record.position);
  } else if (record.type == subject_released) {
    holds_.erase(subject);
  } else if (record.type == subject_erased) {
    erased_[subject] = record.version.value;
    const auto told = destruction_in(record);
    const bool is_redaction = told && told->erased.ground == ErasureGround::redaction;
    if (is_redaction) redacted_[subject] = told->redacted;
    commands_.insert(record.command);
  }
}

std::optional<Position> Subjects::hold_on(const SubjectId& subject) const {
  const auto held = holds_.find(subject);
  return held == holds_.end() ? std::nullopt : std::optional<Position>(held->second);
}

bool Subjects::is_erased(const SubjectId& subject) const {
  return erased_.contains(subject);
}

bool Subjects::takes(const SealedPlace& place) const {
  const auto redacted = redacted_.find(place.subject);
  return redacted == redacted_.end() || redacted->second == FieldPlace{place.position, place.field};
}

std::set<SubjectId> Subjects::erased_since(std::uint64_t from) const {
  std::set<SubjectId> subjects;
  for (const auto& [subject, version] : erased_) {
    if (version >= from) subjects.insert(subject);
  }
  return subjects;
}

}  // namespace verloop
