// Each check on planted examples, good and bad.

#include "tests/tidy/checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace verloop::tidy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

std::string repeat(std::string_view text, std::size_t times) {
  std::string repeated;
  for (std::size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::vector<Fault> includes_of(std::string path, std::string text) {
  return check_includes(make_source_file(std::move(path), std::move(text)));
}

TEST(TidyIncludes, GoDownTheLayers) {
  EXPECT_THAT(includes_of("engine/a.cpp", "#include \"events/ids.hpp\"\n"), IsEmpty());
  EXPECT_THAT(includes_of("tools/a.cpp", "#include \"adapters/a.hpp\"\n"), IsEmpty());
  EXPECT_THAT(includes_of("tests/a.cpp", "#include \"tools/a.hpp\"\n"), IsEmpty());
}

TEST(TidyIncludes, ObjectsToOneThatGoesUp) {
  for (const auto& [path, included] :
       std::map<std::string, std::string>{{"events/a.hpp", "engine/a.hpp"},
                                          {"engine/a.hpp", "projections/a.hpp"},
                                          {"projections/a.hpp", "adapters/a.hpp"},
                                          {"adapters/a.hpp", "tools/a.hpp"},
                                          {"tools/a.hpp", "tests/support/a.hpp"},
                                          {"engine/b.hpp", "neighbour.hpp"}})
    EXPECT_THAT(includes_of(path, "\n#include \"" + included + "\"\n"), SizeIs(1)) << path;
}

TEST(TidyIncludes, ObjectsToAnAdapterThatIncludesAnother) {
  EXPECT_THAT(includes_of("adapters/rpc/a.cpp", "#include \"adapters/net/a.hpp\"\n"), SizeIs(1));
  EXPECT_THAT(includes_of("adapters/rpc/a.cpp", "#include \"adapters/rpc/a.hpp\"\n"), IsEmpty());
  EXPECT_THAT(includes_of("adapters/rpc/a.cpp", "#include \"adapters/metrics.hpp\"\n"), IsEmpty());
}

TEST(TidyIncludes, KnowsEachLibraryOnlyWhereItIsHidden) {
  for (const std::string header :
       {"rocksdb/db.h", "yaml-cpp/yaml.h", "openssl/evp.h", "date/tz.h", "re2/re2.h"})
    EXPECT_THAT(includes_of("engine/a.cpp", "#include <" + header + ">\n"), SizeIs(1)) << header;
  EXPECT_THAT(includes_of("events/rocksdb/a.cpp", "#include <rocksdb/db.h>\n"), IsEmpty());
  EXPECT_THAT(includes_of("tests/events/yaml/a.cpp", "#include <yaml-cpp/yaml.h>\n"), IsEmpty());
  EXPECT_THAT(includes_of("engine/cel/a.cpp", "#include <date/tz.h>\n"), IsEmpty());
}

TEST(TidySizes, ObjectsToLongFilesAndWideLines) {
  EXPECT_THAT(check_sizes(make_source_file("events/a.cpp", repeat("\n", 400))), IsEmpty());
  EXPECT_THAT(check_sizes(make_source_file("events/a.cpp", repeat("\n", 401))), SizeIs(1));
  EXPECT_THAT(check_sizes(make_source_file("tests/a.cpp", repeat("\n", 800))), IsEmpty());
  EXPECT_THAT(check_sizes(make_source_file("tests/a.cpp", repeat("\n", 801))), SizeIs(1));
  EXPECT_THAT(check_sizes(make_source_file("a.hpp", repeat("ë", 100))), IsEmpty());
  EXPECT_THAT(check_sizes(make_source_file("a.hpp", repeat("x", 101))), SizeIs(1));
}

std::vector<Fault> long_functions(const std::string& text) {
  return check_function_length(make_source_file("events/a.cpp", text));
}

TEST(TidyFunctionLength, IsSeventyLinesWithHeadAndBraces) {
  EXPECT_THAT(long_functions("void f() {\n" + repeat("g();\n", 68) + "}\n"), IsEmpty());
  EXPECT_THAT(long_functions("void f() {\n" + repeat("g();\n", 69) + "}\n"), SizeIs(1));
}

TEST(TidyFunctionLength, FindsFunctionsInNamespacesAndClasses) {
  const std::string body = " {\n" + repeat("if (x) { g(\"}\"); }\n", 70) + "}\n";
  for (const std::string head :
       {"namespace a {\nnamespace {\nvoid f(X x = {}) const noexcept",
        "class A final : public B<int> {\n public:\n  A() : a_{1}, b_(2), c_{3}",
        "template <class T>\nstruct A {\n  auto f(T t) const -> int", "TEST(A, B)"})
    EXPECT_THAT(long_functions(head + body), SizeIs(1)) << head;
}

TEST(TidyFunctionLength, LeavesTablesClassesAndNamespacesAlone) {
  const std::string lines = repeat("  x({1, 2});\n", 80);
  EXPECT_THAT(long_functions("namespace a {\nclass B {\n" + lines + "};\n}\n"), IsEmpty());
  EXPECT_THAT(long_functions("const T t = {\n" + repeat("  {f(1), 2},\n", 80) + "};\n"), IsEmpty());
  EXPECT_THAT(long_functions("VALUES(A, (B{1}),\n" + repeat("  C{1},\n", 80) + " D{});\n"),
              IsEmpty());
}

std::vector<Fault> awaits(std::string statement) {
  return check_co_await(
      make_source_file("engine/a.cpp", "task f() {\n  a();\n  " + std::move(statement) + "\n}\n"));
}

TEST(TidyCoAwait, AcceptsNamesMovesAndCalls) {
  EXPECT_THAT(awaits("auto x = co_await f(std::move(a), b[0], g());"), IsEmpty());
  EXPECT_THAT(awaits("[[maybe_unused]] auto x = co_await f();"), IsEmpty());
  EXPECT_THAT(awaits("if (!x) { co_await f(x); }"), IsEmpty());
  EXPECT_THAT(awaits("// {co_await a ? co_await b : c}"), IsEmpty());
}

TEST(TidyCoAwait, ObjectsToWhatTheCompilerGetsWrong) {
  for (const std::string statement :
       {"co_await f(Command{x, y});", "co_await f({.id = x});", "P p{x, co_await f(y)};",
        "f({a}, co_await g());", "co_await f([p] { return p; });", "co_await f([&](int) { g(); });",
        "auto x = a ? co_await f() : b;", "g(co_await a(), co_await b());"})
    EXPECT_FALSE(awaits(statement).empty()) << statement;
}

TEST(TidyCoAwait, NamesTheLine) {
  const auto faults = awaits("co_await f(X{1});");
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_EQ(format(faults),
            "engine/a.cpp:3: a brace in a statement with co_await; name the value first\n");
}

TEST(TidyOpenings, ObjectsToSealedValuesThatAreOpenedElsewhere) {
  const auto faults = [](const char* path, const char* text) {
    return check_openings(make_source_file(path, text));
  };
  EXPECT_THAT(faults("adapters/rpc/a.cpp", "auto x = open_values(a);\n"), SizeIs(1));
  EXPECT_THAT(faults("tools/verloop/a.cpp", "x = vault.decrypt(a);\n"), SizeIs(1));
  EXPECT_THAT(faults("projections/a.cpp", "return seen_state(a);\n"), SizeIs(1));
  EXPECT_THAT(faults("projections/role_view.cpp", "return seen_state(a);\n"), IsEmpty());
  EXPECT_THAT(faults("adapters/rpc/a.cpp", "never_seen_state(a);\n"), IsEmpty());
}

std::vector<SourceFile> small_domain() {
  return {make_source_file("events/catalogue/garden.yaml",
                           "catalogue: garden\ntypes:\n  # a comment\n  TreePlanted@1:\n"
                           "    label: {nl: x}\n  Cut@2: {}\n"),
          make_source_file("events/catalogue/system.yaml",
                           "catalogue: system\ntypes:\n  FindingRaised@1:\n"),
          make_source_file("engine/procedures/garden.yaml",
                           "procedure: garden\nroles:\n  gardener: {label: x}\nactions:\n"
                           "  plantTree:\n    by: [gardener]\nrules:\n  Watering:\n")};
}

TEST(TidyDomainWords, AreEventTypesActionsAndRolesOfFourLettersAndMore) {
  EXPECT_THAT(domain_words(small_domain()),
              ElementsAre(Pair("TreePlanted", "events/catalogue/garden.yaml"),
                          Pair("gardener", "engine/procedures/garden.yaml"),
                          Pair("plantTree", "engine/procedures/garden.yaml")));
}

TEST(TidyDomainWords, MayNotStandInTheCode) {
  const auto words = domain_words(small_domain());
  const auto faults = [&words](std::string path, std::string text) {
    return check_domain_words(make_source_file(std::move(path), std::move(text)), words, {});
  };
  EXPECT_THAT(faults("engine/a.cpp", "if (type == \"TreePlanted\") plantTree();\n"), SizeIs(2));
  EXPECT_THAT(faults("projections/a.hpp", "// For the gardener.\n"), SizeIs(1));
  EXPECT_THAT(faults("engine/a.cpp", "plantTrees(); TreePlantedAgain();\n"), IsEmpty());
  EXPECT_THAT(faults("tests/engine/a.cpp", "plantTree();\n"), IsEmpty());
}

TEST(TidyDomainWords, MayStandInTheCodeWhenAllowed) {
  const auto file = make_source_file("engine/a.cpp", "gardener();\n");
  EXPECT_THAT(check_domain_words(file, domain_words(small_domain()), {"gardener"}), IsEmpty());
}

TEST(TidyLeftovers, ObjectsToAnOpenEndWithoutAnIssue) {
  const std::string mark = std::string("TO") + "DO";
  EXPECT_THAT(check_open_ends(make_source_file("a.cpp", "// " + mark + ": later\n")), SizeIs(1));
  EXPECT_THAT(check_open_ends(make_source_file("a.cpp", "// " + mark + "(#12): x\n")), IsEmpty());
  EXPECT_THAT(check_open_ends(make_source_file("a.cpp", "int " + mark + "S;\n")), IsEmpty());
}

TEST(TidyLeftovers, ObjectsToPathsOfAMachine) {
  const std::string home = std::string("/ho") + "me/";
  EXPECT_THAT(check_machine_paths(make_source_file("a.md", "see `" + home + "me/x`\n")), SizeIs(1));
  EXPECT_THAT(check_machine_paths(make_source_file("a.md", "https://x.org" + home + "\n")),
              IsEmpty());
}

}  // namespace
}  // namespace verloop::tidy
