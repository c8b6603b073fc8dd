// The tests of coverage; with `--write` the program that writes docs/coverage.md instead.

#include <fstream>
#include <iostream>
#include <string_view>

#include <gmock/gmock.h>

#include "tests/coverage/coverage.hpp"
#include "tests/coverage/document.hpp"
#include "tests/support/shared_data.hpp"

namespace {

int write_document() {
  const std::filesystem::path folder = std::filesystem::path(VERLOOP_ROOT) / "docs";
  std::vector<std::string> faults;
  const auto coverage =
      verloop::coverage::read_coverage(verloop::test::read_file(folder / "coverage.yaml"), faults);
  for (const std::string& fault : faults) std::cerr << "coverage.yaml: " << fault << "\n";
  if (!faults.empty()) return 1;
  std::ofstream file(folder / "coverage.md", std::ios::binary);
  file << verloop::coverage::render(coverage);
  file.close();
  return file.good() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i)
    if (std::string_view(arguments[i]) == "--write") return write_document();
  testing::InitGoogleMock(&count, arguments);
  return RUN_ALL_TESTS();
}
