// The checks on the tree as it is.

#include <functional>

#include <gtest/gtest.h>

#include "tests/tidy/checks.hpp"

namespace verloop::tidy {
namespace {

const std::vector<SourceFile>& tree() {
  static const std::vector<SourceFile> files = load_tree(VERLOOP_ROOT);
  return files;
}

std::string faults_in_tree(const std::function<std::vector<Fault>(const SourceFile&)>& check) {
  std::string faults;
  for (const SourceFile& file : tree()) faults += format(check(file));
  return faults;
}

TEST(Tree, IncludesGoDownTheLayers) {
  EXPECT_EQ(faults_in_tree(check_includes), "");
}

TEST(Tree, FilesAndLinesKeepTheirSize) {
  EXPECT_EQ(faults_in_tree(check_sizes), "");
}

TEST(Tree, FunctionsFitOnAScreen) {
  EXPECT_EQ(faults_in_tree(check_function_length), "");
}

TEST(Tree, AwaitsOnlyNamesMovesAndCalls) {
  EXPECT_EQ(faults_in_tree(check_co_await), "");
}

TEST(Tree, KnowsNoDomainByName) {
  // Words of everyday English that a domain uses too; here they mean something else.
  const std::set<std::string> allowed = {
      "auditor",  // Whoever checks the log.
      "parent",   // A node above another one, a folder above a file.
  };
  const auto words = domain_words(tree());
  EXPECT_EQ(faults_in_tree(
                [&](const SourceFile& file) { return check_domain_words(file, words, allowed); }),
            "");
}

TEST(Tree, OpensSealedValuesForTheAccessLogToSee) {
  EXPECT_EQ(faults_in_tree(check_openings), "");
}

TEST(Tree, OpenEndsCarryAnIssue) {
  EXPECT_EQ(faults_in_tree(check_open_ends), "");
}

TEST(Tree, NamesNobodysMachine) {
  EXPECT_EQ(faults_in_tree(check_machine_paths), "");
}

}  // namespace
}  // namespace verloop::tidy
