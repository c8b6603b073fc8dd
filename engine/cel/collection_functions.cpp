// size, in, type and dyn.

#include "engine/cel/comparison.hpp"
#include "engine/cel/functions.hpp"
#include "engine/cel/utf8.hpp"

namespace verloop::cel {
namespace {

using SharedList = std::shared_ptr<const List>;
using SharedMap = std::shared_ptr<const Map>;

Value count(std::size_t size) {
  return Value::of(static_cast<std::int64_t>(size));
}

Outcome size(const Call& call) {
  if (call.size() != 1) return mismatch();
  if (const auto* text = call.get<std::string>(0)) {
    call.meter.spend_characters(text->size());
    return count(count_characters(*text));
  }
  if (const auto* bytes = call.get<Bytes>(0)) return count(bytes->data.size());
  if (const auto* list = call.get<SharedList>(0)) return count((*list)->size());
  if (const auto* map = call.get<SharedMap>(0)) return count((*map)->size());
  return mismatch();
}

Outcome contained(const Call& call) {
  if (const auto* map = call.get<SharedMap>(1))
    return Value::of(find(**map, call[0], call.meter) != nullptr);
  const auto* list = call.get<SharedList>(1);
  if (list == nullptr) return mismatch();
  for (const Value& element : **list)
    if (equal(element, call[0], call.meter)) return Value::of(true);
  return Value::of(false);
}

Outcome type_of(const Call& call) {
  if (call.size() != 1) return mismatch();
  Type type{call[0].kind(), {}, {}};
  if (const auto* record = call.get<std::shared_ptr<const RecordValue>>(0))
    type.record = (*record)->type;
  return Value::of(std::move(type));
}

Outcome same(const Call& call) {
  if (call.size() != 1) return mismatch();
  return call[0];
}

constexpr FunctionEntry table[] = {{"size",
                                    "(string) int; (bytes) int; (list(A)) int; (map(A, B)) int;"
                                    "string.() int; bytes.() int; list(A).() int; map(A, B).() int",
                                    size},
                                   {"@in", "(A, list(A)) bool; (A, map(A, B)) bool", contained},
                                   {"type", "(A) type", type_of},
                                   {"dyn", "(A) dyn", same}};

}  // namespace

std::span<const FunctionEntry> collection_functions() {
  return table;
}

}  // namespace verloop::cel
