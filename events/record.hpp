#pragma once
// The leaf of the log. Its bytes are RFC 8785 JSON, at most 65,535 of them; what is stored is what
// is hashed is what an auditor reads. Members in docs/log_format.md.
//   {"action","actor":{"for"?,"id","org","role"},"basis"?,"case","command","data","findings"?,
//    "links"?,"nonce","occurredOn","position","procedure","purpose","recordedAt","sealed"?,"type",
//    "version"}
// `procedure` is empty only where a system stream's event was decided under none.

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "events/digest.hpp"
#include "events/event.hpp"
#include "events/ids.hpp"
#include "events/result.hpp"
#include "events/time.hpp"

namespace verloop {

constexpr std::size_t record_bytes_max = 65535;
constexpr std::size_t sealed_value_bytes_max = 256 * 1024;
constexpr std::size_t recordable_depth_max = 24;  // Levels of arrays and objects in a value.

struct Record {
  Position position;
  CaseId case_id;
  Version version;
  EventTypeId type;
  std::string procedure;  // `name@version#` + 16 hex digits of the definition's SHA-256.
  ActionId action;
  CommandId command;
  Actor actor;
  std::string purpose;
  Timestamp recorded_at{};
  Occurrence occurred_on;
  Basis basis = Basis::first_hand;
  boost::json::object data;
  std::map<std::string, Digest> sealed;
  std::vector<RuleId> findings;
  std::vector<Position> links;
  std::array<std::byte, 16> nonce{};
  bool operator==(const Record&) const = default;
};

boost::json::object to_json(const Record& record);
/// A record that could not be read again is a bug: names out of form, a value in `data` that is not
/// recordable, text that is not UTF-8. Only the size is left to the log to refuse.
std::string encode(const Record& record);
/// Refuses, as `malformed`, whatever encode would not have written.
Result<Record> decode_record(std::string_view bytes);

/// Whether a field may have this value: texts in UTF-8, integers within +-(2^53 - 1), no double, no
/// more levels than the limit.
bool is_recordable(const boost::json::value& value);

/// `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`: what a case may be called.
bool is_case_id(std::string_view text);
/// One of the streams that are no cases: `@directory`, `@definitions`, `@subjects`, `@log`,
/// `@org/<id>`.
bool is_system_stream(std::string_view text);
/// A UUID in lower case with dashes.
bool is_uuid(std::string_view text);
/// A version 5 UUID (RFC 4122) in this program's own namespace.
std::string uuid_from_name(std::string_view name);
std::string random_uuid();

}  // namespace verloop
