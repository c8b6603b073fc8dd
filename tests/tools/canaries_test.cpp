#include "events/bundle.hpp"
#include "tests/support/stored_bytes.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Canaries : public Played {
 protected:
  const std::vector<std::string> names{"Noor", "Vermeulen", "Daan", "Bakker", "Jansen"};
  const std::vector<std::string> canaries{"Noor",   "Vermeulen", "Daan",     "Bakker",
                                          "Jansen", "pup-noor",  "pup-daan", "pup-sem"};
  const std::vector<Program::Words> questions{{"show"},    {"replay"},     {"replay", "--diff"},
                                              {"actions"}, {"compliance"}, {"cases"}};

  std::string answers(const std::string& actor, const Program::Words& more) const {
    std::string all;
    for (const Program::Words& question : questions) {
      Program::Words words = question;
      if (words.front() != "cases") words.insert(words.begin() + 1, case_name);
      words.insert(words.end(), {"--data", "data", "--as", name + "." + actor});
      words.insert(words.end(), more.begin(), more.end());
      const Ran ran = program.run(words);
      EXPECT_EQ(ran.status, 0) << ran.err;
      all += ran.all();
    }
    return all + bundled(actor);
  }

  /// What an audit bundle of the case holds, read out of its base64.
  std::string bundled(const std::string& actor) const {
    const Ran ran = ask("bundle", actor, {"-o", "made.bundle"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    const Bundle bundle = decode_bundle(read_file(program / "made.bundle")).value();
    std::string all = encode(bundle);
    for (const BundledEvent& event : bundle.events) {
      all += event.record.bytes;
      for (const std::string& disclosure : event.disclosures) all += disclosure;
    }
    return all;
  }
};

TEST_F(Canaries, TheSchoolSeesThem) {
  const std::string seen = answers("ib-1", {"--json"});
  for (const std::string& canary : names) EXPECT_THAT(seen, HasSubstr(canary));
}

TEST_F(Canaries, AreInTheBundleOfTheSchool) {
  const std::string seen = bundled("ib-1");
  for (const std::string& canary : names) EXPECT_THAT(seen, HasSubstr(canary));
}

TEST_F(Canaries, AConsultantNeverSeesAPupil) {
  for (const Program::Words& form : std::vector<Program::Words>{
           {"--lang", "nl"}, {"--lang", "en"}, {"--json"}, {"--json", "--lang", "nl"}}) {
    const std::string seen = answers("con-1", form);
    for (const std::string& canary : canaries) EXPECT_THAT(seen, Not(HasSubstr(canary)));
  }
}

TEST_F(Canaries, NoFileOfTheFolderHoldsThemInTheClear) {
  for (const auto& [file, bytes] : contents_of(program / "data")) {
    const std::string all = with_uncompressed(bytes);
    for (const std::string& canary : canaries) {
      EXPECT_EQ(all.find(canary), std::string::npos) << file;
    }
  }
}

}  // namespace
}  // namespace verloop::test
