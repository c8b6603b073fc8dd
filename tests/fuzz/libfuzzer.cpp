// The program `fuzz TARGET [OPTION]... [FOLDER]...`: one target under libFuzzer, whose options and
// folders follow. Built by the preset `fuzz` alone.

#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.hpp"

namespace {
verloop::test::FuzzTarget chosen = nullptr;
}

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
  const auto& targets = verloop::test::fuzz_targets();
  const auto found = *count > 1 ? targets.find((*words)[1]) : targets.end();
  if (found == targets.end()) {
    std::fputs("Usage: fuzz TARGET [OPTION]... [FOLDER]...; targets:", stderr);
    for (const auto& target : targets) std::fprintf(stderr, " %s", target.first.data());
    std::fputs("\n", stderr);
    std::exit(2);
  }
  chosen = found->second;
  (*words)[1] = (*words)[0];  // libFuzzer starts at the second word.
  ++*words;
  --*count;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  chosen({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
