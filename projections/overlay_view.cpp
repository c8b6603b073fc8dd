#include "projections/overlay_view.hpp"

#include <utility>

namespace verloop {

Result<std::optional<std::string>> OverlayView::get(std::string_view key) const {
  const auto changed = changes_.find(key);
  if (changed != changes_.end()) return changed->second;
  return store_.get(id_, key);
}

void OverlayView::put(std::string_view key, std::string value) {
  ensure(!key.empty(), "a view's key is not empty");
  changes_.insert_or_assign(std::string(key), std::optional<std::string>(std::move(value)));
}

void OverlayView::erase(std::string_view key) {
  changes_.insert_or_assign(std::string(key), std::nullopt);
}

Result<> OverlayView::check(Position applied, Position next) const {
  if (!base_) return base_.error();
  ensure(next > *base_, "a commit moves its view forward");
  if (applied != *base_)
    return Error{Errc::version_conflict, "the view " + id_.projection + " was begun at position " +
                                             std::to_string(base_->value) + " and is now at " +
                                             std::to_string(applied.value) + "; begin again"};
  return {};
}

const OverlayView& overlay_of(const ViewStore& store, const View& view) {
  const auto* overlay = dynamic_cast<const OverlayView*>(&view);
  ensure(overlay != nullptr && &overlay->store() == &store, "a view is committed where it began");
  return *overlay;
}

}  // namespace verloop
