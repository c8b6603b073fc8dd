#include "events/rocksdb/document_keys.hpp"

#include "events/rocksdb/keys.hpp"

namespace verloop {
namespace {

constexpr std::size_t number_size = 8;

}  // namespace

namespace keys {

std::string document(Position position, std::string_view field) {
  return std::string(1, document_kind).append(values::number(position.value)).append(field);
}

std::string document_part(Position position, std::string_view field, std::uint64_t number) {
  return std::string(1, part_kind)
      .append(values::number(position.value))
      .append(values::number(number))
      .append(field);
}

std::string unfinished_removal() {
  return "w";
}

std::optional<PartPlace> document_place_of(std::string_view key) {
  if (key.size() <= 1 + number_size || key.front() != document_kind) return std::nullopt;
  return PartPlace{Position{*number_of(key)}, std::string(key.substr(1 + number_size)), 0};
}

std::optional<PartPlace> part_place_of(std::string_view key) {
  constexpr std::size_t field_at = 1 + 2 * number_size;
  if (key.size() <= field_at || key.front() != part_kind) return std::nullopt;
  return PartPlace{Position{*number_of(key)}, std::string(key.substr(field_at)),
                   *values::number_from(key.substr(1 + number_size, number_size))};
}

}  // namespace keys

namespace values {

std::string document(const StoredDocument& stored) {
  return number(stored.parts).append(stored.subject.text);
}

std::optional<StoredDocument> document_from(std::string_view bytes) {
  if (bytes.size() <= number_size) return std::nullopt;
  return StoredDocument{{std::string(bytes.substr(number_size))},
                        *number_from(bytes.substr(0, number_size))};
}

}  // namespace values
}  // namespace verloop
