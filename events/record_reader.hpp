#pragma once
// The quick way to read a record: its members in the order in which they are written, the bytes
// found to be in their one form while they are read.

#include <optional>
#include <string_view>

#include "events/record.hpp"

namespace verloop {

/// A record whose encoding is `bytes`. None says nothing: decode_record judges.
std::optional<Record> read_written(std::string_view bytes);

}  // namespace verloop
