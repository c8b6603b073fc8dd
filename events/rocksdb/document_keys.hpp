#pragma once
// How each key and value of the documents' database is spelled. Numbers are big-endian, so that
// RocksDB's order is that of positions.
//
//   'd' position(8) field            -> a document lies there: count of its parts(8) subject
//   'p' position(8) number(8) field  -> one part of it, from 0 on: nonce, ciphertext, tag
//   'w'                              -> (empty): files may still hold what was removed

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/document_store.hpp"

namespace verloop::keys {

constexpr char document_kind = 'd';
constexpr char part_kind = 'p';

std::string document(Position position, std::string_view field);
std::string document_part(Position position, std::string_view field, std::uint64_t number);
std::string unfinished_removal();

struct PartPlace {
  Position position;
  std::string field;
  std::uint64_t number = 0;
};
/// None when the key is not spelled so; 'd' gives number 0.
std::optional<PartPlace> document_place_of(std::string_view key);
std::optional<PartPlace> part_place_of(std::string_view key);

}  // namespace verloop::keys

namespace verloop::values {

std::string document(const StoredDocument& stored);
std::optional<StoredDocument> document_from(std::string_view bytes);

}  // namespace verloop::values
