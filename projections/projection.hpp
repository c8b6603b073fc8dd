#pragma once
// A projection: a name, a version, and a fold of the log into a view. No clock and no other input,
// so that a rebuild gives the same bytes. It stores no sealed value, open or encrypted.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/case_state.hpp"
#include "engine/procedure_load.hpp"
#include "events/event_log.hpp"
#include "projections/view_store.hpp"

namespace verloop {

/// One record, with its case as the record left it. Records of streams that are no cases have
/// neither state nor definition.
struct Applied {
  const StoredRecord& stored;
  const CaseState* after = nullptr;
  const Definition* definition = nullptr;
  /// Before the view is committed no other record of its case comes: what a view says of the case
  /// as it stands then is to be made once.
  bool is_last = true;
};

class Projection {
 public:
  virtual ~Projection() = default;
  virtual std::string_view name() const = 0;
  virtual std::uint32_t version()
      const = 0;  // Raise it when the view's bytes change: it is rebuilt.
  ViewId view() const { return {std::string(name()), version()}; }
  virtual Result<> apply(const Applied& applied, View& view) const = 0;
  /// The record changes a setting of the procedure of a case that it is not of: `after` is that
  /// case as it stands. Called for each such case, before `apply`.
  virtual Result<> apply_setting(const Applied& /*applied*/, View& /*view*/) const { return {}; }
};

}  // namespace verloop
