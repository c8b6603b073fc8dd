#pragma once
// Given (events), when (command), then (events or refusal): a case made of records that no log
// holds, for tests of the pure core.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/decide.hpp"
#include "engine/evolve.hpp"
#include "engine/judge.hpp"
#include "tests/support/definitions.hpp"

namespace verloop::test {

inline const Actor clerk{{"clerk-1"}, {"clerk"}, {"office-1"}, {}};
inline const Actor applicant{{"app-1"}, {"applicant"}, {"town"}, {}};

inline Command command(const std::string& action, boost::json::object data = {},
                       const Actor& actor = clerk) {
  Command made;
  made.id = {"0b7f1c1e-58b4-4e0e-9f5e-000000000001"};
  made.case_id = {"c1"};
  made.action = {action};
  made.actor = actor;
  made.data = std::move(data);
  return made;
}

/// One that was changed for the case, on all days unless `from` is a day.
inline SettingChange setting(const std::string& name, boost::json::value value,
                             const std::string& from = {}, std::uint64_t position = 1) {
  SettingChange change;
  change.setting = name;
  change.value = std::move(value);
  change.position = {position};
  if (!from.empty()) change.from = day(from);
  return change;
}

class Given {
 public:
  explicit Given(std::shared_ptr<const Definition> definition = permits())
      : definition_(std::move(definition)) {
    state_.id = {"c1"};
  }

  Given& event(const std::string& type, const std::string& on, boost::json::object data = {},
               const std::vector<std::string>& sealed = {}) {
    Record record = next(type, on);
    record.data = std::move(data);
    for (const std::string& field : sealed) record.sealed[field] = Digest{};
    return fold(record);
  }

  Record next(const std::string& type, const std::string& on) const {
    Record record;
    record.position = {10 + past_.size()};
    record.case_id = {"c1"};
    record.version = {past_.size()};
    record.type = {type.find('@') == std::string::npos ? type + "@1" : type};
    record.procedure = definition_->reference;
    record.command = {"command " + std::to_string(past_.size())};
    record.actor = clerk;
    record.occurred_on = {day(on), on};
    return record;
  }

  Given& fold(const Record& record) {
    past_.push_back(record);
    state_ = comes_late(state_, record) ? fold_case(past_, *definition_)
                                        : evolve(std::move(state_), record, *definition_);
    return *this;
  }

  /// A permit requested in the clerk's office, with one applicant, number 1.
  Given& requested(const std::string& on = "2026-03-02") {
    return event("PermitRequested", on, {{"member", 1}, {"kind", "shed"}}, {"applicant", "plan"});
  }

  Circumstances circumstances(const std::string& today) const {
    return {noon(today), day(today), *definition_, subjects_, own_member_, {}, past_};
  }
  Given& knows(const std::string& field, KnownSubject subject) {
    subjects_[field] = std::move(subject);
    own_member_ = own_member_ || (subjects_[field].own && subjects_[field].member);
    return *this;
  }

  Decision when(const Command& command, const std::string& today = "2026-03-10") const {
    return decide(state_, command, circumstances(today));
  }

  Judgements judged(const std::string& today) const {
    return judge(state_, *definition_, day(today));
  }
  std::string status(const std::string& rule, const std::string& today) const {
    return std::string(name_of(judged(today).rule(rule)->status));
  }

  const CaseState& state() const { return state_; }
  /// To be changed: what was made of it before is forgotten.
  CaseState& state() {
    state_.made = {};
    return state_;
  }
  const Definition& definition() const { return *definition_; }

 private:
  std::shared_ptr<const Definition> definition_;
  CaseState state_;
  std::vector<Record> past_;
  std::map<std::string, KnownSubject> subjects_;
  bool own_member_ = false;
};

/// The refusal's kind, with its rule or path; or the events, space between.
inline std::string outcome(const Decision& decision) {
  if (const auto* refusal = std::get_if<Refusal>(&decision)) {
    std::string text(name_of(refusal->kind));
    if (!refusal->rule.text.empty()) text += " " + refusal->rule.text;
    if (!refusal->path.empty()) text += " " + refusal->path;
    return text;
  }
  std::string text;
  for (const Event& event : std::get<Accepted>(decision).events)
    text += (text.empty() ? "" : " ") + event.type.text.substr(0, event.type.text.find('@'));
  return text;
}

inline const Event& event_of(const Decision& decision, std::size_t index) {
  return std::get<Accepted>(decision).events.at(index);
}

}  // namespace verloop::test
