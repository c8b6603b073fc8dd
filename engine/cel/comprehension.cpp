// The macros over lists and over the keys of maps.

#include "engine/cel/evaluation.hpp"

namespace verloop::cel {
namespace {

const Value& element_of(const Value& element) {
  return element;
}
const Value& element_of(const std::pair<Value, Value>& entry) {
  return entry.first;
}

}  // namespace

const Value* Evaluation::comprehension(NodeId id, Value& scratch) {
  Value local;
  const Value* range = at(tree_.at(id).children[0], local);
  return range == nullptr ? nullptr : comprehension_over(id, *range, scratch);
}

const Value* Evaluation::comprehension_over(NodeId id, const Value& range, Value& scratch) {
  const auto run = [&](const auto& elements) -> const Value* {
    switch (tree_.at(id).macro) {
      case Macro::all:
      case Macro::exists:
        return decide_all(id, elements, scratch);
      case Macro::exists_one:
        return count_one(id, elements, scratch);
      case Macro::map:
      case Macro::filter:
        return collect(id, elements, scratch);
    }
    return nullptr;
  };
  if (const auto* list = range.get_if<std::shared_ptr<const List>>()) return run(**list);
  if (const auto* map = range.get_if<std::shared_ptr<const Map>>()) return run(**map);
  return fail(id, failed("only a list or a map has elements to go through"));
}

/// all and exists: one element that decides makes failures of the others void.
template <class Range>
const Value* Evaluation::decide_all(NodeId id, const Range& range, Value& scratch) {
  const Node& node = tree_.at(id);
  const bool decisive = node.macro == Macro::exists;
  std::optional<PlacedFailure> first;
  for (const auto& entry : range) {
    if (!meter_.spend(1)) return fail(id, mismatch());
    locals_[node.slot] = &element_of(entry);
    const auto holds = condition(node.children[1]);
    if (!holds) {
      if (meter_.exhausted()) return nullptr;
      if (!first) first = std::move(failure_);
      failure_.reset();
    } else if (*holds == decisive) {
      scratch = Value::of(decisive);
      return &scratch;
    }
  }
  if (first) {
    failure_ = std::move(first);
    return nullptr;
  }
  scratch = Value::of(!decisive);
  return &scratch;
}

template <class Range>
const Value* Evaluation::count_one(NodeId id, const Range& range, Value& scratch) {
  const Node& node = tree_.at(id);
  std::size_t count = 0;
  for (const auto& entry : range) {
    if (!meter_.spend(1)) return fail(id, mismatch());
    locals_[node.slot] = &element_of(entry);
    const auto holds = condition(node.children[1]);
    if (!holds) return nullptr;
    count += *holds ? 1 : 0;
  }
  scratch = Value::of(count == 1);
  return &scratch;
}

/// map and filter.
template <class Range>
const Value* Evaluation::collect(NodeId id, const Range& range, Value& scratch) {
  const Node& node = tree_.at(id);
  const bool has_predicate = node.macro == Macro::filter || node.children.size() == 3;
  List elements;
  for (const auto& entry : range) {
    if (!meter_.spend(1)) return fail(id, mismatch());
    locals_[node.slot] = &element_of(entry);
    if (has_predicate) {
      const auto holds = condition(node.children[1]);
      if (!holds) return nullptr;
      if (!*holds) continue;
    }
    if (node.macro == Macro::filter) {
      elements.push_back(element_of(entry));
      continue;
    }
    Value local;
    const Value* element = at(node.children.back(), local);
    if (element == nullptr) return nullptr;
    elements.push_back(element == &local ? std::move(local) : *element);
  }
  scratch = Value::of(std::move(elements));
  return &scratch;
}

}  // namespace verloop::cel
