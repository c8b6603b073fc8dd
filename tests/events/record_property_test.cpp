// What holds for any record and any bytes.

#include <rapidcheck.h>

#include <gtest/gtest.h>

#include "events/disclosure.hpp"
#include "events/json/canonical_json.hpp"
#include "events/json/canonical_reader.hpp"
#include "events/json/strict_json.hpp"
#include "events/record.hpp"
#include "events/record_reader.hpp"
#include "tests/support/sample_record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;
namespace gen = rc::gen;

constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;

/// Texts of characters that JSON, its order of members and UTF-8 treat each in their own way.
std::string any_text() {
  const auto characters = *gen::container<std::vector<std::string>>(gen::element<std::string>(
      "a", "B", "7", "/", "\"", "\\", "\n", "\x01", std::string(1, '\0'), "\x7f", "\u00e9",
      "\u2028", "\ue000", "\uffff", "\U0001F600", "\U0010FFFF"));
  std::string text;
  for (const std::string& character : characters) text += character;
  return text;
}

std::int64_t any_integer() {
  return *gen::oneOf(gen::inRange<std::int64_t>(-integer_max, integer_max + 1),
                     gen::element<std::int64_t>(0, 1, -1, integer_max, -integer_max));
}

std::uint64_t any_ordinal() {
  return static_cast<std::uint64_t>(*gen::inRange<std::int64_t>(0, integer_max + 1));
}

json::value any_value(int depth) {
  const int kind = *gen::inRange(0, depth > 0 ? 6 : 4);
  if (kind == 0) return any_integer();
  if (kind == 1) return json::value(any_text());
  if (kind == 2) return *gen::arbitrary<bool>();
  if (kind == 3) return nullptr;
  const int count = *gen::inRange(0, 4);
  json::array array;
  json::object object;
  for (int i = 0; i < count; ++i) {
    if (kind == 4) array.push_back(any_value(depth - 1));
    if (kind == 5) object[any_text()] = any_value(depth - 1);
  }
  return kind == 4 ? json::value(std::move(array)) : json::value(std::move(object));
}

template <std::size_t size>
std::array<std::byte, size> any_bytes() {
  std::array<std::byte, size> bytes;
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(*gen::inRange(0, 256));
  return bytes;
}

std::vector<std::string> any_texts() {
  std::vector<std::string> texts(static_cast<std::size_t>(*gen::inRange(0, 4)));
  for (std::string& text : texts) text = any_text();
  return texts;
}

Record any_record() {
  Record record = test::smallest_record();
  record.position = {any_ordinal()};
  record.version = {any_ordinal()};
  record.case_id = {*gen::element<std::string>("case-7", "a", "@log", "@org/x")};
  record.action = {any_text()};
  record.actor = {{any_text()}, {any_text()}, {any_text()}, any_text()};
  record.purpose = any_text();
  record.recorded_at =
      Timestamp(std::chrono::microseconds(*gen::inRange<std::int64_t>(0, 32'000'000'000'000'000)));
  record.occurred_on = *parse_occurrence(*gen::element<std::string>(
      "2026-03-09", "2026-03-29T02:30:00+02:00", "2026-03-29t01:00:00.5Z"));
  record.basis = *gen::element(Basis::first_hand, Basis::attested, Basis::derived, Basis::imported);
  for (int i = *gen::inRange(0, 4); i > 0; --i) record.data[any_text()] = any_value(3);
  for (const std::string& field : any_texts()) record.sealed[field].bytes = any_bytes<32>();
  for (const std::string& rule : any_texts()) record.findings.push_back({rule});
  for (int i = *gen::inRange(0, 4); i > 0; --i) record.links.push_back({any_ordinal()});
  record.nonce = any_bytes<16>();
  return record;
}

/// The bytes with one of them replaced, removed or repeated.
std::string damaged(std::string bytes) {
  const auto at = *gen::inRange<std::size_t>(0, bytes.size());
  const int how = *gen::inRange(0, 3);
  if (how == 0) bytes.erase(at, 1);
  if (how == 1) bytes.insert(at, 1, bytes[at]);
  if (how == 2) bytes[at] = *gen::element('0', '1', '9', ' ', '"', '}', 'A', '\xff', '-', '.');
  return bytes;
}

TEST(RecordProperty, IsReadAsItWasWritten) {
  EXPECT_TRUE(rc::check([] {
    const Record record = any_record();
    RC_ASSERT(decode_record(encode(record)).value() == record);
  }));
}

TEST(RecordProperty, IsWrittenAsItWasReadHoweverItWasDamaged) {
  EXPECT_TRUE(rc::check([] {
    const std::string bytes = damaged(encode(any_record()));
    const auto record = decode_record(bytes);
    if (record.has_value())
      RC_ASSERT(encode(*record) == bytes);
    else
      RC_ASSERT(record.error().code == Errc::malformed);
  }));
}

TEST(DisclosureProperty, IsReadAsItWasWritten) {
  EXPECT_TRUE(rc::check([] {
    const Disclosure disclosure{any_bytes<16>(), any_text(), any_value(4)};
    RC_ASSERT(decode_disclosure(encode(disclosure)).value() == disclosure);
  }));
}

TEST(DisclosureProperty, IsWrittenAsItWasReadHoweverItWasDamaged) {
  EXPECT_TRUE(rc::check([] {
    const std::string bytes =
        damaged(encode(Disclosure{any_bytes<16>(), any_text(), any_value(2)}));
    const auto disclosure = decode_disclosure(bytes);
    if (disclosure.has_value())
      RC_ASSERT(encode(*disclosure) == bytes);
    else
      RC_ASSERT(disclosure.error().code == Errc::malformed);
  }));
}

TEST(CanonicalJsonProperty, IsTakenAsItIsByTheReader) {
  EXPECT_TRUE(rc::check([] {
    const json::value value = any_value(5);
    const std::string written = canonical_json(value);
    CanonicalReader whole(written);
    RC_ASSERT(whole.value() == value);
    RC_ASSERT(whole.is_whole());
    const std::string bytes = damaged(written);
    CanonicalReader reader(bytes);
    const json::value taken = reader.value();
    RC_ASSERT(!reader.is_whole() || canonical_json(taken) == bytes);
  }));
}

TEST(RecordProperty, IsReadTheQuickWay) {
  EXPECT_TRUE(rc::check([] {
    const Record record = any_record();
    RC_ASSERT(read_written(encode(record)) == record);
  }));
}

TEST(CanonicalJsonProperty, IsReadAsItWasWritten) {
  EXPECT_TRUE(rc::check([] {
    const json::value value = any_value(5);
    RC_ASSERT(parse_json(canonical_json(value)).value() == value);
  }));
}

}  // namespace
}  // namespace verloop
