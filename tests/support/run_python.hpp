#pragma once
// Runs a script in Python, as an outsider would who has no other program. A test that needs it
// starts with VERLOOP_NEEDS_PYTHON and is reported as skipped, by name, where there is none.

#include "tests/support/run_program.hpp"

namespace verloop::test {

/// A script of the project with arguments; the program's folder is where they are looked up.
inline Ran run_python(const Program& program, const std::string& script,
                      const Program::Words& arguments) {
  Program::Words words{"python3", std::string(VERLOOP_ROOT) + "/" + script};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return program.wait(program.start_other(words));
}

inline bool has_python() {
  static const bool found = [] {
    const Program program;
    return program.wait(program.start_other({"python3", "-c", ""})).status == 0;
  }();
  return found;
}

}  // namespace verloop::test

#define VERLOOP_NEEDS_PYTHON \
  if (!verloop::test::has_python()) GTEST_SKIP() << "python3 not found"
