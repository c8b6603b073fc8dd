#pragma once
// The port to where views lie: for each version of each projection a sorted set of key-value pairs,
// and the position up to which the log was folded into it. Pairs and position change together or
// not at all, so that each event counts exactly once, whatever crashes: after a crash a view may be
// at an earlier position than was committed, never between two; the fold starts again there and
// gives the same bytes. A commit therefore waits for no disk; a drop does.
//
// A view has one writer at a time; all else may be called from any thread, also meanwhile.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/digest.hpp"
#include "events/ids.hpp"
#include "events/result.hpp"

namespace verloop {

/// Which view: versions of one projection lie beside each other.
struct ViewId {
  std::string projection;  // Not empty, without 0x00.
  std::uint32_t version = 1;
  friend bool operator==(const ViewId&, const ViewId&) = default;
  friend auto operator<=>(const ViewId&, const ViewId&) = default;
};

/// The view under construction: what was committed plus what this batch changed. Used by one thread
/// and not longer than its store. Destroyed without a commit, it leaves nothing behind.
class View {
 public:
  virtual ~View() = default;
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  virtual void put(std::string_view key, std::string value) = 0;  // The key is not empty.
  virtual void erase(std::string_view key) = 0;
};

using KeyValue = std::pair<std::string, std::string>;

class ViewStore {
 public:
  virtual ~ViewStore() = default;

  /// The next position to apply; 0 when the view is empty.
  virtual Result<Position> applied(const ViewId& id) const = 0;

  virtual std::unique_ptr<View> begin(const ViewId& id) = 0;

  /// Writes the changes and the position in one atomic batch. `next` is greater than the position
  /// at which the view was begun. Fails with `version_conflict` when the view is not at that
  /// position any more: another commit or a drop came between.
  virtual Result<> commit(std::unique_ptr<View> view, Position next) = 0;

  virtual Result<std::optional<std::string>> get(const ViewId& id, std::string_view key) const = 0;

  /// At most `count_max` pairs whose key starts with `prefix`, in the order of the keys' bytes,
  /// from `after` on, which itself is left out (empty: from the start). Fewer only at the end. One
  /// call sees no half commit; two calls may see different ones.
  virtual Result<std::vector<KeyValue>> scan(const ViewId& id, std::string_view prefix,
                                             std::string_view after,
                                             std::size_t count_max) const = 0;

  /// Forgets the view, to rebuild it. Dropping what is not there is not an error.
  virtual Result<> drop(const ViewId& id) = 0;

  /// Writes again after `storage_failed`, if writing works again. Nobody else may be in the store
  /// meanwhile, and no view be begun.
  virtual Result<> recover() = 0;

  /// What tells whether two views hold the same pairs at the same position (view_fingerprint.hpp).
  virtual Result<Digest> fingerprint(const ViewId& id) const = 0;

  /// A phrase on each thing that lies here and is of none of these views.
  virtual Result<std::vector<std::string>> strangers(const std::vector<ViewId>& known) const = 0;
};

}  // namespace verloop
