#include "tests/tidy/source_tree.hpp"

#include <gtest/gtest.h>

namespace verloop::tidy {
namespace {

TEST(SourceTree, BlanksCommentsAndTheInsideOfLiterals) {
  EXPECT_EQ(blank_comments_and_literals("a; // {\nb(\"}\\\"{\", '{');"),
            "a;     \nb(\"    \", ' ');");
  EXPECT_EQ(blank_comments_and_literals("x /* {\n{ */ y"), "x     \n     y");
}

TEST(SourceTree, BlanksRawLiteralsAsAWhole) {
  EXPECT_EQ(blank_comments_and_literals("f(R\"t(\" { )\" )t\") {"),
            "f(R\"" + std::string(12, ' ') + ") {");
}

TEST(SourceTree, ReadsAQuoteBetweenDigitsAsASeparator) {
  EXPECT_EQ(blank_comments_and_literals("n = 1'000; {'{'}"), "n = 1'000; {' '}");
}

TEST(SourceTree, CountsLinesFromOne) {
  EXPECT_EQ(line_of("a\nb\n", 0), 1U);
  EXPECT_EQ(line_of("a\nb\n", 2), 2U);
  EXPECT_EQ(lines_of("a\n\nb"), (std::vector<std::string_view>{"a", "", "b"}));
}

TEST(SourceTree, FindsTheProjectsFilesAndNothingThatIsBuilt) {
  const auto tree = load_tree(VERLOOP_ROOT);
  std::size_t own = 0;
  for (const SourceFile& file : tree) {
    EXPECT_FALSE(file.is_in("build")) << file.path;
    EXPECT_FALSE(file.is_in(".git")) << file.path;
    if (file.path == "tests/tidy/source_tree_test.cpp" || file.path == "tools/test" ||
        file.path == ".ci/run" || file.path == "events/result.hpp")
      ++own;
  }
  EXPECT_EQ(own, 4U);
}

}  // namespace
}  // namespace verloop::tidy
