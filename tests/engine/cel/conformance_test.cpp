// Runs the published conformance cases of CEL: every *.jsonl in the folder that VERLOOP_CEL_VECTORS
// names, else in the shared test data. The format stands in the README beside them.

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include <boost/json.hpp>

#include "engine/cel/cel.hpp"
#include "tests/support/shared_data.hpp"

namespace verloop::cel {
namespace {

/// Cases that are known to fail, as `suite/section/name`, and why.
const std::map<std::string, std::string> expected_failures = {};

std::string decode_base64(std::string_view text) {
  const std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<unsigned>(digits.find(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

double decode_double(const boost::json::value& json) {
  if (!json.is_string()) return json.to_number<double>();
  if (json.as_string() == "NaN") return std::nan("");
  return json.as_string() == "Infinity" ? HUGE_VAL : -HUGE_VAL;
}

Value decode_type(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Kind::record); ++i) {
    const Type type{static_cast<Kind>(i), {}, {}};
    if (to_string(type) == name) return Value::of(type);
  }
  ADD_FAILURE() << "unknown type " << name;
  return {};
}

Value decode(const boost::json::object& tagged);

Value decode_map(const boost::json::object& json) {
  Map map;
  if (json.contains("entries"))
    for (const auto& entry : json.at("entries").as_array())
      map.emplace_back(decode(entry.at("key").as_object()), decode(entry.at("value").as_object()));
  return Value::of(std::move(map));
}

Value decode_list(const boost::json::object& json) {
  List list;
  if (json.contains("values"))
    for (const auto& value : json.at("values").as_array())
      list.push_back(decode(value.as_object()));
  return Value::of(std::move(list));
}

Value decode(const boost::json::object& tagged) {
  const auto& [tag, json] = *tagged.begin();
  const auto text = [&value = json] { return std::string(value.as_string()); };
  if (tag == "int64Value") return Value::of(std::int64_t{std::stoll(text())});
  if (tag == "uint64Value") return Value::of(std::uint64_t{std::stoull(text())});
  if (tag == "doubleValue") return Value::of(decode_double(json));
  if (tag == "boolValue") return Value::of(json.as_bool());
  if (tag == "stringValue") return Value::of(text());
  if (tag == "bytesValue") return Value::of(Bytes{decode_base64(text())});
  if (tag == "listValue") return decode_list(json.as_object());
  if (tag == "mapValue") return decode_map(json.as_object());
  if (tag == "typeValue") return decode_type(json.as_string());
  EXPECT_EQ(tag, "nullValue");
  return {};
}

/// The same kinds and values; NaN is itself here, and the order of a map does not matter.
bool same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (const auto* x = a.get_if<double>())
    return *x == *b.get_if<double>() || (std::isnan(*x) && std::isnan(*b.get_if<double>()));
  if (const auto* list = a.get_if<std::shared_ptr<const List>>()) {
    const List& other = **b.get_if<std::shared_ptr<const List>>();
    return std::equal((*list)->begin(), (*list)->end(), other.begin(), other.end(), same);
  }
  if (const auto* map = a.get_if<std::shared_ptr<const Map>>()) {
    const Map& other = **b.get_if<std::shared_ptr<const Map>>();
    const auto is_in_other = [&](const auto& entry) {
      return std::any_of(other.begin(), other.end(), [&](const auto& candidate) {
        return same(entry.first, candidate.first) && same(entry.second, candidate.second);
      });
    };
    return (*map)->size() == other.size() &&
           std::all_of((*map)->begin(), (*map)->end(), is_in_other);
  }
  return a.storage() == b.storage();
}

bool has_flag(const boost::json::object& test, std::string_view name) {
  return test.contains(name) && test.at(name).as_bool();
}

/// Empty when the case holds, else what happened.
std::string run(const boost::json::object& test) {
  Environment environment;
  Bindings bindings;
  if (test.contains("bindings"))
    for (const auto& [name, value] : test.at("bindings").as_object()) {
      environment.variables.emplace(name, Type{});
      bindings.emplace(name, decode(value.as_object()));
    }
  const auto program =
      compile(std::string_view(test.at("expr").as_string()), environment,
              has_flag(test, "disableCheck") ? Checking::syntax_only : Checking::types,
              has_flag(test, "disableMacros") ? Macros::off : Macros::expanded);
  const bool should_fail = has_flag(test, "error");
  if (program.has_error()) return should_fail ? "" : "refused: " + program.error().message;
  const auto value = program->evaluate(bindings);
  if (value.has_error()) return should_fail ? "" : "failed: " + value.error().message;
  if (should_fail) return "gave a value";
  return same(*value, decode(test.at("value").as_object())) ? "" : "gave another value";
}

struct Score {
  int passed = 0;
  int failed = 0;
};

void run_file(const std::filesystem::path& path, std::map<std::string, Score>& scores,
              std::map<std::string, std::string>& failures) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const boost::json::value json = boost::json::parse(line);
    const boost::json::object& test = json.as_object();
    const auto text = [&](const char* name) { return std::string(test.at(name).as_string()); };
    const std::string problem = run(test);
    Score& score = scores[text("suite")];
    ++(problem.empty() ? score.passed : score.failed);
    if (!problem.empty())
      failures.emplace(text("suite") + "/" + text("section") + "/" + text("name"),
                       text("expr") + ": " + problem);
  }
}

TEST(Conformance, EveryPublishedCaseHolds) {
  const char* folder = std::getenv("VERLOOP_CEL_VECTORS");
  if (folder == nullptr) {
    VERLOOP_NEEDS_SHARED("vectors/cel");
  }
  const std::filesystem::path root =
      folder != nullptr ? std::filesystem::path(folder) : test::shared_data("vectors/cel");
  std::map<std::string, Score> scores;
  std::map<std::string, std::string> failures;
  for (const auto& entry : std::filesystem::directory_iterator(root))
    if (entry.path().extension() == ".jsonl") run_file(entry.path(), scores, failures);
  ASSERT_FALSE(scores.empty()) << "no cases in " << root;
  for (const auto& [suite, score] : scores)
    std::printf("  %-16s %4d passed %4d failed\n", suite.c_str(), score.passed, score.failed);
  for (const auto& [name, problem] : failures)
    EXPECT_TRUE(expected_failures.contains(name)) << name << ": " << problem;
  for (const auto& [name, reason] : expected_failures)
    EXPECT_TRUE(failures.contains(name)) << name << " holds, but was expected to fail: " << reason;
}

}  // namespace
}  // namespace verloop::cel
