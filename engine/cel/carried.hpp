#pragma once
// Which values a program's result carries: copied, or computed from in a way that can be undone.
// What is only asked about does not come along: a comparison, has(), the size of a text, a part of
// a date. So labels of who may know something flow through expressions.

#include <string>
#include <vector>

#include "engine/cel/cel.hpp"

namespace verloop::cel {

/// A path as Program::paths() gives it, and where in the text it is read: its offset in bytes.
struct Carried {
  std::string path;
  std::uint32_t offset = 0;
};

/// In the order of the text, each path once.
std::vector<Carried> carried(const Program& program);

}  // namespace verloop::cel
