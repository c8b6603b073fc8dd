#pragma once
// The part of a verification that asks whether what can't be opened was rightly erased: each erased
// place must be one that an event `SubjectErased` commits to, and the vault must agree with it.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "events/erasure.hpp"
#include "events/vault.hpp"

namespace verloop {

/// Takes the log in the order of its positions.
class ErasureCheck {
 public:
  /// `later`: those whose event the log may lack. Both must outlive the check.
  ErasureCheck(const Vault& vault, const std::vector<Destruction>& later)
      : vault_(vault), later_(later) {}

  /// A value that does not open because its subject's key was destroyed.
  void add_place(SealedPlace place);
  void add_record(const Record& record);

  using Report = std::function<void(std::optional<Position> at, std::string what)>;
  void finish(const Report& report) const;

 private:
  /// What an event says of the values it erased.
  struct Told {
    Position at;
    Destruction destruction;
    std::int64_t values = -1;
    std::string places;
  };
  void check(const Told& told, const Report& report) const;
  /// A redaction takes no other value than the one that it names.
  void check_redacted(const Destruction& told, const Report& report) const;

  const Vault& vault_;
  const std::vector<Destruction>& later_;
  std::map<SubjectId, std::vector<SealedPlace>> places_;
  std::map<SubjectId, Told> told_;
};

}  // namespace verloop
