// What is said of conditions before they run, held against running them: on every combination of a
// few values, conditions made at random never come to what was said to be impossible.

#include "engine/cel/possible.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/cel/carried.hpp"
#include "engine/cel/functions.hpp"

namespace verloop::cel {
namespace {

constexpr std::uint64_t much = 1'000'000;

Type of_kind(Kind kind) {
  return {kind, {}, {}};
}

const Environment& environment() {
  static const Environment declared{{{"data", record_named("data")}},
                                    {{"data",
                                      {{"n", of_kind(Kind::integer)},
                                       {"m", of_kind(Kind::integer)},
                                       {"b", of_kind(Kind::boolean)},
                                       {"k", of_kind(Kind::string)},
                                       {"l", list_of(of_kind(Kind::integer))}}}}};
  return declared;
}

/// `n` is 0 to 2 and always there, `m` anything, `k` one of two words, `l` any list.
Known known_of(const std::string& path) {
  Known known;
  if (path == "data.n") {
    known.min = 0;
    known.max = 2;
    known.always_there = true;
  }
  if (path == "data.k") known.texts = known.declared = std::set<std::string>{"x", "y"};
  return known;
}

const Knowledge& knowledge() {
  static const Knowledge all{known_of, {}};
  return all;
}

Program compiled(const std::string& text) {
  auto program = compile(text, environment());
  if (program.has_error()) throw std::runtime_error(text + ": " + program.error().message);
  return std::move(*program);
}

std::vector<Bindings> all_bindings() {
  const auto number = [](std::int64_t value) { return Value::of(value); };
  std::vector<Bindings> all;
  for (const std::int64_t n : {0, 1, 2})
    for (const std::int64_t m : {-1, 0, 1, 2, 3})  // 3: not there.
      for (const int b : {0, 1, 2})
        for (const std::string k : {"x", "y", ""})
          for (const List& l : {List{}, List{number(1)}, List{number(0), number(2)}}) {
            RecordValue data{"data", {{"n", number(n)}, {"l", Value::of(l)}}};
            if (m < 3) data.fields.emplace("m", number(m));
            if (b < 2) data.fields.emplace("b", Value::of(b == 1));
            if (!k.empty()) data.fields.emplace("k", Value::of(k));
            all.push_back({{"data", Value::of(std::move(data))}});
          }
  return all;
}

class Maker {
 public:
  explicit Maker(unsigned seed) : dice_(seed) {}

  std::string condition(int depth) {
    const int kind = depth == 0 ? 9 : pick(9);
    if (kind <= 2) return "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
    if (kind <= 4) return "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
    if (kind == 5) return "!" + std::string("(") + condition(depth - 1) + ")";
    if (kind == 6)
      return "(" + condition(depth - 1) + " ? " + condition(depth - 1) + " : " +
             condition(depth - 1) + ")";
    if (kind == 7) return "data.l." + one({"exists", "all"}) + "(e, " + about_entry() + ")";
    return about_value();
  }

 private:
  int pick(int count) { return static_cast<int>(dice_() % static_cast<unsigned>(count)); }
  std::string one(const std::vector<std::string>& of) {
    return of[static_cast<std::size_t>(pick(static_cast<int>(of.size())))];
  }
  std::string compares() { return one({" == ", " != ", " < ", " <= ", " > ", " >= "}); }
  std::string number() { return std::to_string(pick(5) - 1); }
  std::string whole() { return one({"data.n", "data.m", "size(data.l)", "data.l[0]"}); }

  std::string about_entry() {
    return one({"e" + compares() + number(), "e" + compares() + "data.n",
                "e > 1 && e" + compares() + number(), "data.b"});
  }

  std::string about_value() {
    switch (pick(8)) {
      case 0:
      case 1:
        return whole() + compares() + number();
      case 2:
        return number() + compares() + whole();
      case 3:
        return whole() + compares() + whole();
      case 4:
        return "has(data." + one({"n", "m", "b", "k"}) + ")";
      case 5:
        return one({"data.b", "data.b == true", "data.b != true", "true", "1 > 2"});
      case 6:
        return "data.k" + one({" == ", " != "}) + one({"'x'", "'y'", "'z'"});
      default:
        return "data.k in " + one({"['x']", "['x', 'y']", "['z', 'y']", "[]"});
    }
  }

  std::mt19937 dice_;
};

/// How often something was said, so that the test notices when nothing is.
struct Said {
  int never = 0;
  int always = 0;
};

Said hold_against_running(const std::string& text, const std::vector<Bindings>& all) {
  const Program program = compiled(text);
  Said said;
  for (const Truth truth : {Truth::holds, Truth::fails}) {
    Meter meter(much);
    const auto never = why_never(program, truth, knowledge(), meter);
    const auto always = why_always(program, truth, knowledge(), meter);
    said.never += never ? 1 : 0;
    said.always += always ? 1 : 0;
    if (!never && !always) continue;
    for (const Bindings& bindings : all) {
      const auto value = program.evaluate(bindings);
      const bool* came = value.has_value() ? value->get_if<bool>() : nullptr;
      const bool is_it = came != nullptr && *came == (truth == Truth::holds);
      EXPECT_FALSE(never && is_it) << text << ": " << never->message;
      EXPECT_FALSE(always && !is_it) << text << ": " << always->message;
    }
  }
  return said;
}

TEST(Possible, SaysNothingThatRunningDisproves) {
  const auto all = all_bindings();
  Said sum;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const Said said = hold_against_running(Maker(seed).condition(3), all);
    if (testing::Test::HasFailure()) return;
    sum.never += said.never;
    sum.always += said.always;
  }
  EXPECT_GT(sum.never, 300);
  EXPECT_GT(sum.always, 5);
}

std::string why(const std::string& text) {
  Meter meter(much);
  const auto never = why_never(compiled(text), Truth::holds, knowledge(), meter);
  return never ? std::to_string(never->offset) + " " + never->message : "";
}

TEST(Possible, NamesThePartThatCanNotBe) {
  EXPECT_EQ(why("data.n < 9 && data.n > 5"), "14 data.n is never more than 2");
  EXPECT_EQ(why("data.m > 5 && data.m < 5"), "14 it contradicts `data.m > 5`");
  EXPECT_EQ(why("data.m == 5 && !(data.m == 5)"), "17 it contradicts `data.m == 5`");
  EXPECT_EQ(why("data.m < data.n && data.n < data.m"), "19 it contradicts `data.m < data.n`");
  EXPECT_EQ(why("data.m < data.m"), "0 both of its sides are the same");
  EXPECT_EQ(why("data.l.exists(e, e > 2 && e < 2)"), "26 it contradicts `e > 2`");
  EXPECT_EQ(why("size(data.l) < 0"), "0 size(data.l) is never less than 0");
  EXPECT_EQ(why("data.k in ['z']"), "0 data.k is never z; it is one of: x, y");
  EXPECT_EQ(why("data.b == false && data.b"), "19 it contradicts `data.b`");
}

TEST(Possible, SpendsNoMoreThanItMay) {
  Meter meter(10);
  const Program program = compiled("data.n > 5 && data.m == 1 && data.m == 2");
  EXPECT_FALSE(why_never(program, Truth::holds, knowledge(), meter));
  EXPECT_TRUE(meter.exhausted());
}

TEST(Possible, TellsWordsThatAValueIsNotDeclaredToHave) {
  const auto words =
      strange_words(compiled("data.b || !('z' != data.k && data.k in ['x', 'yy'])"), knowledge());
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].offset, 12U);
  EXPECT_EQ(words[0].message, "data.k can't be 'z'; did you mean 'x'?");
  EXPECT_EQ(words[1].message, "data.k can't be 'yy'; did you mean 'y'?");
}

std::string carries(const std::string& text) {
  std::string paths;
  for (const Carried& one : carried(compiled(text)))
    paths += (paths.empty() ? "" : " ") + one.path + "@" + std::to_string(one.offset);
  return paths;
}

TEST(Carried, GoesWithWhatIsCopiedOrCanBeUndone) {
  EXPECT_EQ(carries("data.k"), "data.k@0");
  EXPECT_EQ(carries("data.b ? data.k : 'x' + data.k"), "data.k@9");
  EXPECT_EQ(carries("string(data.n) + 'x'"), "data.n@7");
  EXPECT_EQ(carries("int(data.k) * 2 - data.m"), "data.k@4 data.m@18");
  EXPECT_EQ(carries("[data.n, 3]"), "data.n@1");
  EXPECT_EQ(carries("data.l.filter(e, e > data.n)"), "data.l@0");
  EXPECT_EQ(carries("data.l.map(e, e + 1)"), "data.l[]@0");
  EXPECT_EQ(carries("data.l[data.n]"), "data.l[]@0");
  EXPECT_EQ(carries("{'a': data.k}"), "data.k@6");
}

TEST(Carried, StaysBehindOfWhatIsOnlyAskedAbout) {
  EXPECT_EQ(carries("data.k == 'x' ? 'a' : 'b'"), "");
  EXPECT_EQ(carries("data.k.contains('x') && has(data.m)"), "");
  EXPECT_EQ(carries("size(data.k)"), "");
  EXPECT_EQ(carries("data.l.exists(e, e == 1)"), "");
  EXPECT_EQ(carries("type(data.k)"), "");
}

}  // namespace
}  // namespace verloop::cel
