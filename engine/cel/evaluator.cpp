#include "engine/cel/evaluator.hpp"

#include <array>

#include "engine/cel/comparison.hpp"
#include "engine/cel/evaluation.hpp"

namespace verloop::cel {
namespace {

using SharedList = std::shared_ptr<const List>;
using SharedMap = std::shared_ptr<const Map>;
using SharedRecord = std::shared_ptr<const RecordValue>;

/// `found` lies within `*base`: when that is a scratch value that is about to go, it is copied out.
const Value* keep(const Value* found, const Value* base, const Value& local, Value& scratch) {
  if (found == nullptr || base != &local) return found;
  scratch = *found;
  return &scratch;
}

bool can_be_key(const Value& value) {
  const Kind kind = value.kind();
  return kind == Kind::boolean || kind == Kind::integer || kind == Kind::unsigned_integer ||
         kind == Kind::string;
}

std::string shown_kind(const Value& value) {
  if (const auto* record = value.get_if<SharedRecord>()) return (*record)->type;
  return to_string(Type{value.kind(), {}, {}});
}

}  // namespace

Evaluation::Evaluation(const Tree& tree, const Bindings& bindings, std::uint64_t steps_max,
                       std::optional<Date> uncertain)
    : tree_(tree),
      meter_(steps_max),
      bindings_(bindings),
      locals_(tree.locals_max),
      uncertain_(uncertain) {}

const Value* Evaluation::fail(NodeId id, Failure failure) {
  if (meter_.exhausted())
    failure = {EvaluationError::Kind::cost, "the evaluation takes more steps than it may"};
  failure_ = PlacedFailure{std::move(failure), id};
  return nullptr;
}

PlacedFailure Evaluation::failure() const {
  PlacedFailure failed = *failure_;
  if (failed.failure.kind == EvaluationError::Kind::absent)
    failed.failure.message = path(failed.node) + " has no value yet";
  return failed;
}

const Value* Evaluation::at(NodeId id, Value& scratch) {
  if (!meter_.spend(1)) return fail(id, mismatch());
  const Node& node = tree_.at(id);
  switch (node.kind) {
    case NodeKind::literal:
      return &node.value;
    case NodeKind::name:
      return fail(id, failed("there is no variable '" + node.name + "'"));
    case NodeKind::variable:
      return variable(id);
    case NodeKind::local:
      return locals_[node.slot];
    case NodeKind::select:
      return select(id, scratch);
    case NodeKind::test:
      return test(id, scratch);
    case NodeKind::call:
      return call(id, scratch);
    case NodeKind::index:
      return index(id, scratch);
    case NodeKind::list:
      return list(id, scratch);
    case NodeKind::map:
      return map(id, scratch);
    case NodeKind::conditional:
      return conditional(id, scratch);
    case NodeKind::conjunction:
    case NodeKind::disjunction:
      return joined(id, scratch);
    case NodeKind::comprehension:
      return comprehension(id, scratch);
  }
  return fail(id, failed("unknown node"));
}

const Value* Evaluation::variable(NodeId id) {
  const Node& node = tree_.at(id);
  const auto found = bindings_.find(tree_.variables[node.slot]);
  if (found != bindings_.end()) return &found->second;
  return fail(id, failed("the variable '" + node.name + "' is not given"));
}

/// An empty list may lack what is not known, and what is known of that day may be older.
bool Evaluation::is_doubted(const Value& value) const {
  if (!uncertain_) return false;
  if (const auto* day = value.get_if<Date>()) return *day == *uncertain_;
  const auto* list = value.get_if<SharedList>();
  return list != nullptr && (*list)->empty();
}

const Value* Evaluation::select(NodeId id, Value& scratch) {
  const Value* found = selected(id, scratch);
  if (found != nullptr && is_doubted(*found)) return fail(id, {EvaluationError::Kind::absent, {}});
  return found;
}

const Value* Evaluation::selected(NodeId id, Value& scratch) {
  const Node& node = tree_.at(id);
  Value local;
  const Value* base = at(node.children[0], local);
  if (base == nullptr) return nullptr;
  if (const auto* record = base->get_if<SharedRecord>()) {
    const auto found = (*record)->fields.find(node.name);
    if (found != (*record)->fields.end()) return keep(&found->second, base, local, scratch);
    if (node.record.empty()) return fail(id, {EvaluationError::Kind::absent, {}});
    scratch = Value::of(RecordValue{node.record, {}});
    return &scratch;
  }
  const auto* map = base->get_if<SharedMap>();
  if (map == nullptr)
    return fail(id, failed(shown_kind(*base) + " has no field '" + node.name + "'"));
  const Value* found = find(**map, Value::of(node.name), meter_);
  if (found == nullptr) return fail(id, failed("there is no key '" + node.name + "'"));
  return keep(found, base, local, scratch);
}

const Value* Evaluation::test(NodeId id, Value& scratch) {
  const Node& node = tree_.at(id);
  Value local;
  const Value* base = at(node.children[0], local);
  if (base == nullptr) {
    // What lies in something absent is absent.
    if (uncertain_ || failure_->failure.kind != EvaluationError::Kind::absent) return nullptr;
    failure_.reset();
    scratch = Value::of(false);
    return &scratch;
  }
  if (const auto* record = base->get_if<SharedRecord>())
    scratch = Value::of((*record)->fields.contains(node.name));
  else if (const auto* map = base->get_if<SharedMap>())
    scratch = Value::of(find(**map, Value::of(node.name), meter_) != nullptr);
  else
    return fail(id, failed(shown_kind(*base) + " has no field '" + node.name + "'"));
  if (meter_.exhausted()) return fail(id, mismatch());
  const bool* is_there = scratch.get_if<bool>();
  if (uncertain_ && !*is_there) return fail(id, {EvaluationError::Kind::absent, {}});
  return &scratch;
}

const Value* Evaluation::call(NodeId id, Value& scratch) {
  const Node& node = tree_.at(id);
  if (node.function == nullptr) return fail(id, failed("there is no function '" + node.name + "'"));
  std::array<Value, arguments_max> locals;
  std::array<const Value*, arguments_max> arguments{};
  const std::size_t count = node.children.size();
  if (count > arguments_max) return fail(id, failed("too many arguments"));
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = at(node.children[i], locals[i]);
    if (arguments[i] == nullptr) return nullptr;
  }
  const Call given{{arguments.data(), count}, meter_, node.regex.get()};
  Outcome outcome = node.function->run(given);
  if (meter_.exhausted()) return fail(id, mismatch());
  if (outcome.has_error()) {
    Failure failure = outcome.error();
    if (failure.message.empty()) failure.message = no_overload(node, given);
    return fail(id, std::move(failure));
  }
  scratch = std::move(*outcome);
  return &scratch;
}

std::string Evaluation::no_overload(const Node& node, const Call& call) const {
  std::string kinds;
  for (std::size_t i = 0; i < call.size(); ++i) kinds += (i == 0 ? "" : ", ") + shown_kind(call[i]);
  return "'" + spelling(node.name) + "' does not take (" + kinds + ")";
}

const Value* Evaluation::index(NodeId id, Value& scratch) {
  const Node& node = tree_.at(id);
  Value local;
  const Value* base = at(node.children[0], local);
  if (base == nullptr) return nullptr;
  Value local_key;
  const Value* key = at(node.children[1], local_key);
  if (key == nullptr) return nullptr;
  return keep(element(id, *base, *key), base, local, scratch);
}

const Value* Evaluation::element(NodeId id, const Value& collection, const Value& key) {
  if (const auto* list = collection.get_if<SharedList>()) {
    const auto position = as_index(key);
    if (!position) return fail(id, failed("the index of a list is a whole number"));
    if (*position < 0 || static_cast<std::size_t>(*position) >= (*list)->size())
      return fail(id, failed("the list has no element at this index"));
    return &(**list)[static_cast<std::size_t>(*position)];
  }
  const auto* map = collection.get_if<SharedMap>();
  if (map == nullptr) return fail(id, failed(shown_kind(collection) + " has no elements"));
  if (!can_be_key(key) && key.kind() != Kind::real)
    return fail(id, failed(shown_kind(key) + " cannot be the key of a map"));
  const Value* found = find(**map, key, meter_);
  return found != nullptr ? found : fail(id, failed("the map has no such key"));
}

const Value* Evaluation::list(NodeId id, Value& scratch) {
  List elements;
  elements.reserve(tree_.at(id).children.size());
  for (const NodeId child : tree_.at(id).children) {
    Value local;
    const Value* element = at(child, local);
    if (element == nullptr) return nullptr;
    elements.push_back(element == &local ? std::move(local) : *element);
  }
  scratch = Value::of(std::move(elements));
  return &scratch;
}

const Value* Evaluation::map(NodeId id, Value& scratch) {
  const std::vector<NodeId>& children = tree_.at(id).children;
  Map entries;
  entries.reserve(children.size() / 2);
  for (std::size_t i = 0; i < children.size(); i += 2) {
    Value local_key;
    const Value* key = at(children[i], local_key);
    if (key == nullptr) return nullptr;
    if (!can_be_key(*key))
      return fail(children[i], failed(shown_kind(*key) + " cannot be the key of a map"));
    if (find(entries, *key, meter_) != nullptr)
      return fail(children[i], failed("the map has this key twice"));
    Value local;
    const Value* value = at(children[i + 1], local);
    if (value == nullptr) return nullptr;
    entries.emplace_back(*key, *value);
  }
  scratch = Value::of(std::move(entries));
  return &scratch;
}

std::optional<bool> Evaluation::condition(NodeId id) {
  Value local;
  const Value* value = at(id, local);
  if (value == nullptr) return std::nullopt;
  if (const bool* truth = value->get_if<bool>()) return *truth;
  fail(id, failed("expected a bool, this is " + shown_kind(*value)));
  return std::nullopt;
}

const Value* Evaluation::conditional(NodeId id, Value& scratch) {
  const std::vector<NodeId>& children = tree_.at(id).children;
  const auto holds = condition(children[0]);
  if (!holds) return nullptr;
  return at(children[*holds ? 1 : 2], scratch);
}

/// && and ||: one side that decides makes failures of the others void.
const Value* Evaluation::joined(NodeId id, Value& scratch) {
  const Node& node = tree_.at(id);
  const bool decisive = node.kind == NodeKind::disjunction;
  std::optional<PlacedFailure> first;
  for (const NodeId child : node.children) {
    const auto holds = condition(child);
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

std::string Evaluation::path(NodeId id) const {
  const Node& node = tree_.at(id);
  switch (node.kind) {
    case NodeKind::select:
      return path(node.children[0]) + "." + node.name;
    case NodeKind::index:
      return path(node.children[0]) + "[]";
    case NodeKind::variable:
    case NodeKind::name:
    case NodeKind::local:
      return node.name;
    case NodeKind::literal:
    case NodeKind::test:
    case NodeKind::call:
    case NodeKind::list:
    case NodeKind::map:
    case NodeKind::conditional:
    case NodeKind::conjunction:
    case NodeKind::disjunction:
    case NodeKind::comprehension:
      return "(...)";
  }
  return {};
}

boost::system::result<Value, PlacedFailure> evaluate_tree(const Tree& tree,
                                                          const Bindings& bindings,
                                                          std::uint64_t steps_max,
                                                          std::optional<Date> uncertain) {
  Evaluation evaluation(tree, bindings, steps_max, uncertain);
  Value scratch;
  const Value* value = evaluation.at(tree.root, scratch);
  if (value == nullptr) return evaluation.failure();
  return value == &scratch ? std::move(scratch) : *value;
}

}  // namespace verloop::cel
