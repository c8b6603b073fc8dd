#include "projections/memory/memory_views.hpp"

#include <algorithm>
#include <mutex>

#include "projections/overlay_view.hpp"
#include "projections/view_fingerprint.hpp"

namespace verloop {

const MemoryViews::Contents& MemoryViews::contents(const ViewId& id) const {
  static const Contents empty;
  const auto found = views_.find(id);
  return found == views_.end() ? empty : found->second;
}

Result<Position> MemoryViews::applied(const ViewId& id) const {
  const std::shared_lock lock(mutex_);
  return contents(id).next;
}

std::unique_ptr<View> MemoryViews::begin(const ViewId& id) {
  return std::make_unique<OverlayView>(*this, id);
}

Result<> MemoryViews::commit(std::unique_ptr<View> view, Position next) {
  const OverlayView& overlay = overlay_of(*this, *view);
  const std::unique_lock lock(mutex_);
  if (auto checked = overlay.check(contents(overlay.id()).next, next); !checked) return checked;
  Contents& contents = views_[overlay.id()];
  for (const auto& [key, value] : overlay.changes()) {
    if (value)
      contents.pairs.insert_or_assign(key, *value);
    else
      contents.pairs.erase(key);
  }
  contents.next = next;
  return {};
}

Result<std::optional<std::string>> MemoryViews::get(const ViewId& id, std::string_view key) const {
  const std::shared_lock lock(mutex_);
  const auto& pairs = contents(id).pairs;
  const auto found = pairs.find(key);
  if (found == pairs.end()) return std::optional<std::string>();
  return std::optional<std::string>(found->second);
}

Result<std::vector<KeyValue>> MemoryViews::scan(const ViewId& id, std::string_view prefix,
                                                std::string_view after,
                                                std::size_t count_max) const {
  const std::shared_lock lock(mutex_);
  const auto& pairs = contents(id).pairs;
  std::vector<KeyValue> found;
  auto at = after < prefix ? pairs.lower_bound(prefix) : pairs.upper_bound(after);
  for (; at != pairs.end() && at->first.starts_with(prefix) && found.size() < count_max; ++at)
    found.emplace_back(*at);
  return found;
}

Result<> MemoryViews::drop(const ViewId& id) {
  const std::unique_lock lock(mutex_);
  views_.erase(id);
  return {};
}

Result<Digest> MemoryViews::fingerprint(const ViewId& id) const {
  const std::shared_lock lock(mutex_);
  ViewFingerprint fingerprint;
  for (const auto& [key, value] : contents(id).pairs) fingerprint.add(key, value);
  return fingerprint.at(contents(id).next);
}

Result<std::vector<std::string>> MemoryViews::strangers(const std::vector<ViewId>& known) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> found;
  for (const auto& [id, contents] : views_) {
    if (std::find(known.begin(), known.end(), id) == known.end())
      found.push_back(unknown_view(id.projection, id.version));
  }
  return found;
}

}  // namespace verloop
