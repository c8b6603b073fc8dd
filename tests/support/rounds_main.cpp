// The start of a test program that takes `--rounds N` and `--seed N` beside GoogleTest's options.

#include <cstdlib>
#include <iostream>
#include <string_view>

#include <gmock/gmock.h>

namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The variable that stands for the option; null when there is no such option.
const char* variable_of(std::string_view option) {
  if (option == "--rounds") return "VERLOOP_ROUNDS";
  return option == "--seed" ? "VERLOOP_SEED" : nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  for (int at = 1; at < argc; at += 2) {
    const char* variable = variable_of(argv[at]);
    if (variable == nullptr || at + 1 == argc || !is_number(argv[at + 1])) {
      std::cerr << "expected --rounds N or --seed N, found " << argv[at] << "\n";
      return 2;
    }
    ::setenv(variable, argv[at + 1], 1);
  }
  return RUN_ALL_TESTS();
}
