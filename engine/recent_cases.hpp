#pragma once
// Cases that are kept in memory: those asked for last.

#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "events/ids.hpp"

namespace verloop {

/// Holds at most `count_max` cases and, of those that were asked for lately, at least half as many.
/// A pointer holds until its case is put in anew or erased, or until half as many others were put
/// in or asked for.
template <class Case>
class RecentCases {
 public:
  static constexpr std::size_t count_max = 4000;  // One of thirty events takes some 20 KiB.

  /// Null: not in memory.
  Case* find(const CaseId& id) {
    if (const auto at = newer_.find(id); at != newer_.end()) return &at->second;
    auto taken = older_.extract(id);
    if (taken.empty()) return nullptr;
    make_room();
    return &newer_.insert(std::move(taken)).position->second;
  }

  /// In the place of what is there of that name.
  Case* put(const CaseId& id, Case value) {
    erase(id);
    make_room();
    return &newer_.emplace(id, std::move(value)).first->second;
  }

  /// Out of memory, for who changes it: what fails halfway leaves no half of it here.
  std::optional<Case> take(const CaseId& id) {
    Case* known = find(id);
    if (known == nullptr) return std::nullopt;
    std::optional<Case> taken(std::move(*known));
    erase(id);
    return taken;
  }

  void erase(const CaseId& id) {
    newer_.erase(id);
    older_.erase(id);
  }

 private:
  /// What was not asked for since the last time goes; what stays gives up what can be made anew.
  void make_room() {
    if (newer_.size() < count_max / 2) return;
    older_ = std::move(newer_);
    newer_.clear();
    if constexpr (requires(Case & one) { one.rest(); })
      for (auto& [id, one] : older_) one.rest();
  }

  std::map<CaseId, Case> newer_;
  std::map<CaseId, Case> older_;
};

}  // namespace verloop
