#pragma once
// A small language for tests of ViewStore: what a batch puts and erases, what a view then holds.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "projections/view_store.hpp"

namespace verloop::test {

/// Key -> value; no value: erased.
using Batch = std::map<std::string, std::optional<std::string>>;

inline const ViewId cases{"cases", 1};

inline std::unique_ptr<View> begin(ViewStore& store, const ViewId& id, const Batch& batch) {
  auto view = store.begin(id);
  for (const auto& [key, value] : batch) {
    if (value)
      view->put(key, *value);
    else
      view->erase(key);
  }
  return view;
}

inline void commit(ViewStore& store, const ViewId& id, const Batch& batch, std::uint64_t next) {
  store.commit(begin(store, id, batch), Position{next}).value();
}

inline std::vector<KeyValue> everything(const ViewStore& store, const ViewId& id) {
  return store.scan(id, "", "", 1'000'000).value();
}

inline std::uint64_t applied(const ViewStore& store, const ViewId& id) {
  return store.applied(id).value().value;
}

}  // namespace verloop::test
