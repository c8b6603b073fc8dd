#pragma once
// Reads XES as a stream, a trace at a time: what lies in memory is one trace. Lenient in what real
// logs have wrong (name spaces, order of elements, unknown XML attributes, a missing version),
// strict in what would change the content: elements and values must be what XES says. A document
// type declaration is refused, and with it entities of any kind. The only file that knows expat.

#include <cstddef>
#include <functional>
#include <istream>

#include <boost/system/result.hpp>

#include "adapters/xes/xes.hpp"

namespace verloop {

constexpr std::size_t xes_depth_max = 32;                          // Elements within elements.
constexpr std::size_t xes_text_bytes_max = std::size_t{64} << 10;  // Of a key or value.
constexpr std::size_t xes_trace_bytes_max = std::size_t{64} << 20;
constexpr std::size_t xes_token_bytes_max = std::size_t{1} << 20;  // Of one tag or comment.

/// What there was beside the traces.
struct XesSummary {
  std::size_t traces = 0;
  std::size_t events = 0;        // In traces.
  std::size_t loose_events = 0;  // In none.
  XesPlace first_loose;
};

/// Gets each trace when it is whole. False: read no further.
using EachTrace = std::function<bool(XesTrace)>;

boost::system::result<XesSummary, XesFault> read_xes(std::istream& bytes, const EachTrace& each);

}  // namespace verloop
