#include "engine/cel/describe.hpp"

#include <gtest/gtest.h>

#include "engine/cel/cel.hpp"

namespace verloop::cel {
namespace {

std::string described(const std::string& text) {
  const auto program = compile(text, {{{"a", {}}, {"b", {}}}, {}});
  return program.has_error() ? program.error().message
                             : describe(program->tree(), program->tree().root);
}

TEST(Describe, WritesWhatItsAuthorWrote) {
  for (const char* text :
       {"a.b.c == 'it\\'s'", "!(a && b) || a", "(a || b) && a", "a - (b - a) - b", "-(a + b) * a",
        "a ? b : a ? b : a", "(a ? b : a) == b", "has(a.b.c)", "a[0].b", "size(a) in [1, b]",
        "a.filter(x, x.y).exists(z, z > 1)", "a.startsWith('x')", "a < date('2026-03-10')",
        "a + days(42)", "{'x': b}", "a == 1u || b == 1.5"})
    EXPECT_EQ(described(text), text);
}

TEST(Describe, LeavesOutBracketsThatChangeNothing) {
  EXPECT_EQ(described("((a) && (b == (1)))"), "a && b == 1");
}

}  // namespace
}  // namespace verloop::cel
