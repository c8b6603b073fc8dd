#pragma once
// The view under construction for stores that keep its changes in memory until the commit. Included
// by implementations of ViewStore only.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "projections/view_store.hpp"

namespace verloop {

class OverlayView final : public View {
 public:
  /// No value: the key is erased.
  using Changes = std::map<std::string, std::optional<std::string>, std::less<>>;

  OverlayView(const ViewStore& store, ViewId id)
      : store_(store), id_(std::move(id)), base_(store.applied(id_)) {}

  Result<std::optional<std::string>> get(std::string_view key) const override;
  void put(std::string_view key, std::string value) override;
  void erase(std::string_view key) override;

  const ViewStore& store() const { return store_; }
  const ViewId& id() const { return id_; }
  const Changes& changes() const { return changes_; }

  /// Whether this may be committed on a view that stands at `applied`.
  Result<> check(Position applied, Position next) const;

 private:
  const ViewStore& store_;
  ViewId id_;
  Result<Position> base_;
  Changes changes_;
};

/// The phrase on a view that is none of those a program has.
inline std::string unknown_view(const std::string& projection, std::uint32_t version) {
  return "a view " + projection + ", version " + std::to_string(version) +
         ", that this program does not have";
}

/// The view as `store` made it; to commit one of another store is a bug.
const OverlayView& overlay_of(const ViewStore& store, const View& view);

}  // namespace verloop
