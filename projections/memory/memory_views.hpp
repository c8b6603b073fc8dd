#pragma once
// Views in memory, for tests, dry runs and comparing with a rebuild.

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>

#include "projections/view_store.hpp"

namespace verloop {

class MemoryViews final : public ViewStore {
 public:
  Result<Position> applied(const ViewId& id) const override;
  std::unique_ptr<View> begin(const ViewId& id) override;
  Result<> commit(std::unique_ptr<View> view, Position next) override;
  Result<std::optional<std::string>> get(const ViewId& id, std::string_view key) const override;
  Result<std::vector<KeyValue>> scan(const ViewId& id, std::string_view prefix,
                                     std::string_view after, std::size_t count_max) const override;
  Result<> drop(const ViewId& id) override;
  Result<> recover() override { return {}; }
  Result<Digest> fingerprint(const ViewId& id) const override;
  Result<std::vector<std::string>> strangers(const std::vector<ViewId>& known) const override;

 private:
  struct Contents {
    std::map<std::string, std::string, std::less<>> pairs;
    Position next;
  };
  const Contents& contents(const ViewId& id) const;  // Called with the lock held.

  mutable std::shared_mutex mutex_;
  std::map<ViewId, Contents> views_;
};

}  // namespace verloop
