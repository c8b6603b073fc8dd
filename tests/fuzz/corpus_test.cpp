// Each example that is kept of each target, in the ordinary builds: what fuzzing found once stays
// found. New ones are looked for by tools/fuzz.

#include <gtest/gtest.h>

#include "tests/fuzz/targets.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::test {
namespace {

class FuzzCorpus : public testing::TestWithParam<std::string_view> {};

TEST_P(FuzzCorpus, BreaksNoPromise) {
  const auto folder =
      std::filesystem::path(VERLOOP_ROOT) / "tests" / "fuzz" / "corpus" / GetParam();
  std::size_t tried = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    SCOPED_TRACE(entry.path().filename().string());
    fuzz_targets().at(GetParam())(read_file(entry.path()));
    ++tried;
  }
  EXPECT_GT(tried, 0U);
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (const auto& target : fuzz_targets()) all.push_back(target.first);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzCorpus, testing::ValuesIn(names()),
                         [](const auto& target) { return std::string(target.param); });

}  // namespace
}  // namespace verloop::test
