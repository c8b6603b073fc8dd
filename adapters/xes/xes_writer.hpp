#pragma once
// Writes XES that holds to the schema of IEEE 1849, whatever the values: what no XML 1.0 may hold
// becomes U+FFFD, and what no key may hold `_`.

#include <ostream>

#include "adapters/xes/xes.hpp"

namespace verloop {

class XesWriter {
 public:
  /// The stream outlives the writer; whether it took all is for its owner to ask.
  explicit XesWriter(std::ostream& out) : out_(out) {}

  /// The head: extensions, what each trace and event has, and what is said of the log as a whole.
  void begin(const std::vector<XesAttribute>& attributes);
  void add(const XesTrace& trace);
  void end();

 private:
  void write(const std::vector<XesAttribute>& attributes, std::size_t depth);
  void write(const XesAttribute& attribute, std::size_t depth);

  std::ostream& out_;
};

}  // namespace verloop
