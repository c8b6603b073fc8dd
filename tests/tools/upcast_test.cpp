// An event type's next version with an upcaster, from the command line: deployed, a running case
// moved to it, asked, erased and verified.

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string all_replaced(std::string text, const std::string& old, const std::string& with) {
  for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at))
    text.replace(at, old.size(), with), at += with.size();
  return text;
}

/// Case c1 goes on under a version in which the title of a case is called its theme, and a case
/// says through which channel it came.
class Upcast : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    const std::string root(VERLOOP_ROOT);
    for (const char* file : {"filing", "execution", "members"}) {
      const std::string catalogue = std::string("cluster-") + file + ".yaml";
      program.write(catalogue, read_file(root + "/events/catalogue/" + catalogue));
    }
    program.write("cluster-arrangement.yaml", next_catalogue(root));
    std::string next = read_file(root + "/engine/procedures/clusterarrangement-top.yaml");
    next = all_replaced(next, "\nversion: 1\n", "\nversion: 2\n");
    for (const char* fields : {"[school, plannedStart, title]", "[school, title]"}) {
      const std::string old = std::string("ClusterCaseOpened: ") + fields;
      next = all_replaced(next, old, all_replaced(old, "title", "theme, channel"));
    }
    next = all_replaced(next, "value: case.title", "value: case.theme");
    next = all_replaced(next, "ClusterCaseOpened: [title]", "ClusterCaseOpened: [theme]");
    next = all_replaced(next, "action: takeOver, fields: {title: title",
                        "action: takeOver, data: {channel: letter}, fields: {theme: title");
    program.write("next.yaml", next);
    const Ran deployed = program.run(
        {"procedure", "deploy", "next.yaml", "cluster-arrangement.yaml", "cluster-filing.yaml",
         "cluster-execution.yaml", "cluster-members.yaml", "--data", "data"});
    ASSERT_EQ(deployed.status, 0) << deployed.all();
  }

  void migrate() const {
    const Ran moved = program.run(
        {"procedure", "migrate", case_name, "--to", "clusterarrangement-top@2", "--data", "data"});
    ASSERT_EQ(moved.status, 0) << moved.all();
  }

  static std::string next_catalogue(const std::string& root) {
    const std::string text = read_file(root + "/events/catalogue/cluster-arrangement.yaml");
    const std::size_t begin = text.find("  ClusterCaseOpened@1:");
    const std::size_t end = text.find("\n\n", begin) + 2;
    std::string type = text.substr(begin, end - begin);
    type = all_replaced(type, "ClusterCaseOpened@1", "ClusterCaseOpened@2");
    type = all_replaced(type, "{title}", "{theme}");
    type = all_replaced(type, "sealed.title}", "sealed.theme}");
    type = all_replaced(type, "{set: title", "{set: theme");
    type = all_replaced(type, "      title: ",
                        "      channel: {type: enum, values: [letter, visit], required: true}\n"
                        "      theme: ");
    type = all_replaced(type, "    fold:\n",
                        "    upcast:\n      rename: {title: theme}\n      set: {channel: letter}\n"
                        "    fold:\n      - {set: channel, from: data.channel}\n");
    std::string all = text;
    return all_replaced(all.insert(end, type), "\n  title: ", "\n  theme: ");
  }
};

TEST_F(Upcast, IsWhatAMovedCaseIsAskedBy) {
  EXPECT_THAT(ask("show", "con-1", {"--json"}).out, Not(HasSubstr("theme")));
  migrate();
  const Ran seen = ask("show", "con-1", {"--json"});
  EXPECT_EQ(seen.status, 0) << seen.all();
  EXPECT_THAT(seen.out, HasSubstr(R"("theme":"cluster SOVA")"));
  EXPECT_THAT(seen.out, HasSubstr(R"("channel":"letter")"));
  EXPECT_THAT(seen.out, Not(HasSubstr("title")));
}

TEST_F(Upcast, LeavesTheHistoryAsItWasRecordedForThoseWhoSawIt) {
  migrate();
  const Ran told = ask("replay", "con-1", {"--lang", "en"});
  EXPECT_THAT(told.out, HasSubstr("Cluster case opened by school-12: cluster SOVA"));
  const Ran verified = program.run({"verify", "data"});
  EXPECT_EQ(verified.status, 0) << verified.all();
}

TEST_F(Upcast, ShowsWhatWasErasedAsErased) {
  migrate();
  const Ran erased = program.run({"subject", "erase", "case/" + case_name, "--data", "data"});
  ASSERT_EQ(erased.status, 0) << erased.all();
  const Ran seen = ask("show", "con-1", {"--json"});
  EXPECT_THAT(seen.all(), Not(HasSubstr("cluster SOVA")));
  EXPECT_EQ(program.run({"verify", "data"}).status, 0);
}

}  // namespace
}  // namespace verloop::test
