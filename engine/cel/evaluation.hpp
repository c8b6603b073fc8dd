#pragma once
// One evaluation, for evaluator.cpp and comprehension.cpp only.

#include <optional>
#include <vector>

#include "engine/cel/evaluator.hpp"

namespace verloop::cel {

/// What it is given outlives it.
class Evaluation {
 public:
  Evaluation(const Tree& tree, const Bindings& bindings, std::uint64_t steps_max,
             std::optional<Date> uncertain);

  /// The value of a node: where it lies, or in `scratch` when it had to be made. What is pointed at
  /// outlives the call unless it is `scratch`. Null after a failure, which then stands in
  /// failure().
  const Value* at(NodeId id, Value& scratch);

  /// Of the last node that gave null.
  PlacedFailure failure() const;

 private:
  const Value* fail(NodeId id, Failure failure);
  const Value* variable(NodeId id);
  const Value* select(NodeId id, Value& scratch);
  const Value* selected(NodeId id, Value& scratch);
  bool is_doubted(const Value& value) const;
  const Value* test(NodeId id, Value& scratch);
  const Value* call(NodeId id, Value& scratch);
  const Value* index(NodeId id, Value& scratch);
  const Value* element(NodeId id, const Value& collection, const Value& key);
  const Value* list(NodeId id, Value& scratch);
  const Value* map(NodeId id, Value& scratch);
  const Value* conditional(NodeId id, Value& scratch);
  const Value* joined(NodeId id, Value& scratch);

  /// A bool, or none after a failure; a value of another kind is one.
  std::optional<bool> condition(NodeId id);

  // In comprehension.cpp.
  const Value* comprehension(NodeId id, Value& scratch);
  const Value* comprehension_over(NodeId id, const Value& range, Value& scratch);
  template <class Range>
  const Value* decide_all(NodeId id, const Range& range, Value& scratch);
  template <class Range>
  const Value* count_one(NodeId id, const Range& range, Value& scratch);
  template <class Range>
  const Value* collect(NodeId id, const Range& range, Value& scratch);

  /// `case.goAhead.on`, for the message that there is no value.
  std::string path(NodeId id) const;
  std::string no_overload(const Node& node, const Call& call) const;

  const Tree& tree_;
  Meter meter_;
  const Bindings& bindings_;
  std::vector<const Value*> locals_;
  std::optional<PlacedFailure> failure_;
  std::optional<Date> uncertain_;  // Evaluated in doubt; none: as all is known.
};

}  // namespace verloop::cel
