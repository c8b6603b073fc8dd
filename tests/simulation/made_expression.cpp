#include "tests/simulation/made_expression.hpp"

namespace verloop::test {

void Readable::add(const std::string& path, Seen seen) {
  if (seen == Seen::date) dates.push_back(path);
  if (seen == Seen::integer) integers.push_back(path);
  if (seen == Seen::boolean) booleans.push_back(path);
  if (seen == Seen::text) texts.push_back(path);
  absent.push_back(path);
}

std::string quoted(const std::string& expression) {
  return "\"" + expression + "\"";
}

std::string ExpressionMaker::leaf_of(const std::vector<std::string>& known,
                                     const std::string& otherwise) {
  return known.empty() || dice_.chance(15) ? otherwise : dice_.one_of(known);
}

std::string ExpressionMaker::of(Seen seen, int depth) {
  switch (seen) {
    case Seen::date:
      return date(depth);
    case Seen::integer:
      return integer(depth);
    case Seen::boolean:
      return boolean(depth);
    case Seen::text:
    case Seen::other:
      return text(depth);
  }
  return {};
}

std::string ExpressionMaker::date(int depth) {
  const std::string day = "date('2026-0" + std::to_string(1 + dice_.pick(9)) + "-1" +
                          std::to_string(dice_.pick(9)) + "')";
  const std::size_t which = depth > 0 ? dice_.pick(8) : 9;
  if (which == 0)
    return "(" + date(depth - 1) + " + days(" + std::to_string(dice_.between(-9, 60)) + "))";
  if (which == 1) return "latest(" + date(depth - 1) + ", " + date(depth - 1) + ")";
  if (which == 2)
    return "(" + boolean(depth - 1) + " ? " + date(depth - 1) + " : " + date(depth - 1) + ")";
  return leaf_of(readable_.dates, day);
}

std::string ExpressionMaker::integer(int depth) {
  const std::size_t which = depth > 0 ? dice_.pick(10) : 11;
  const std::string first = which < 4 ? integer(depth - 1) : "";
  if (which == 0) return "(" + first + " + " + integer(depth - 1) + ")";
  if (which == 1) return "(" + first + " - " + integer(depth - 1) + ")";
  if (which == 2) return "(" + first + " * " + std::to_string(dice_.between(-3, 9)) + ")";
  if (which == 3) return "(" + boolean(depth - 1) + " ? " + first + " : " + integer(0) + ")";
  if (which == 4) return "daysBetween(" + date(depth - 1) + ", " + date(depth - 1) + ")";
  if (which == 5 && !readable_.lists.empty())
    return "size(case." + dice_.one_of(readable_.lists).path + ")";
  if (which == 6) return "(" + integer(0) + " / " + integer(0) + ")";
  return leaf_of(readable_.integers, std::to_string(dice_.between(0, 40)));
}

std::string ExpressionMaker::text(int depth) {
  const std::vector<std::string> words = {"'roof'", "'shed'", "'tree'",
                                          "'low'",  "'high'", "'said'"};
  if (depth > 0 && dice_.chance(20))
    return "(" + boolean(depth - 1) + " ? " + text(depth - 1) + " : " + text(depth - 1) + ")";
  return leaf_of(readable_.texts, dice_.one_of(words));
}

std::string ExpressionMaker::compared(int depth) {
  const std::vector<std::string> orders = {"<", "<=", ">", ">=", "==", "!="};
  const std::string& order = dice_.one_of(orders);
  const std::size_t which = dice_.pick(3);
  if (which == 0) return "(" + date(depth) + " " + order + " " + date(depth) + ")";
  if (which == 1) return "(" + integer(depth) + " " + order + " " + integer(depth) + ")";
  if (dice_.chance(40)) return "(" + text(0) + " in ['roof', 'low', 'said'])";
  return "(" + text(depth) + (dice_.chance(70) ? " == " : " != ") + text(0) + ")";
}

/// Whether an entry, or each of them, is so.
std::string ExpressionMaker::over_list(int depth) {
  const MadeList list = dice_.one_of(readable_.lists);
  const std::string name = "e" + std::string(static_cast<std::size_t>(++names_), 'x');
  const Readable outside = readable_;
  for (const MadePath& column : list.columns)
    if (column.seen != Seen::other) readable_.add(name + "." + column.path, column.seen);
  const std::string condition = boolean(depth);
  readable_ = outside;
  const std::string path = "case." + list.path;
  const std::size_t which = dice_.pick(3);
  if (which == 0)
    return "(size(" + path + ".filter(" + name + ", " + condition + ")) > " +
           std::to_string(dice_.pick(3)) + ")";
  return path + (which == 1 ? ".exists(" : ".all(") + name + ", " + condition + ")";
}

std::string ExpressionMaker::boolean(int depth) {
  const std::size_t which = depth > 0 ? dice_.pick(12) : 12 + dice_.pick(3);
  if (which == 0) return "!" + boolean(depth - 1);
  if (which == 1) return "(" + boolean(depth - 1) + " && " + boolean(depth - 1) + ")";
  if (which == 2) return "(" + boolean(depth - 1) + " || " + boolean(depth - 1) + ")";
  if (which < 5 && !readable_.lists.empty()) return over_list(depth - 1);
  if (which < 9) return compared(depth - 1);
  if (which % 2 == 0 && !readable_.absent.empty())
    return "has(" + dice_.one_of(readable_.absent) + ")";
  return leaf_of(readable_.booleans, dice_.chance(70) ? "true" : "false");
}

}  // namespace verloop::test
