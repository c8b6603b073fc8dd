#pragma once
// Random expressions of a type, about what may be read at a place. They compile; what they say is
// of no sense.

#include <string>
#include <vector>

#include "tests/simulation/made_catalogue.hpp"

namespace verloop::test {

/// What an expression may read, by type, each as it is written: `case.plan.v3`, `today`.
struct Readable {
  std::vector<std::string> dates, integers, booleans, texts;
  std::vector<std::string> absent;  // What may have no value: `has(...)` can be asked of it.
  std::vector<MadeList> lists;      // Of the case.

  /// `path` may have no value yet.
  void add(const std::string& path, Seen seen);
};

class ExpressionMaker {
 public:
  ExpressionMaker(Dice& dice, Readable readable) : dice_(dice), readable_(std::move(readable)) {}

  std::string of(Seen seen, int depth = 2);
  std::string date(int depth);
  std::string integer(int depth);
  std::string boolean(int depth);
  std::string text(int depth);

 private:
  std::string leaf_of(const std::vector<std::string>& known, const std::string& otherwise);
  std::string compared(int depth);
  std::string over_list(int depth);

  Dice& dice_;
  Readable readable_;
  int names_ = 0;  // Of entries that a macro goes through.
};

/// In the quotes of YAML; an expression has none of its own but single ones.
std::string quoted(const std::string& expression);

}  // namespace verloop::test
