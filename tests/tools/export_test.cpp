// The export of tiles as its users run it; what lies in the folder is tests/adapters/export's.

#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

class Export : public Played {
 protected:
  Ran tiles(Program::Words more = {}) const {
    Program::Words words{"export", "tiles", "--data", "data", "-o", "public"};
    words.insert(words.end(), more.begin(), more.end());
    return program.run(words);
  }
};

TEST_F(Export, OfTilesServesTheCheckpointOfTheLog) {
  const Ran ran = tiles();
  EXPECT_EQ(ran.status, 0) << ran.all();
  EXPECT_THAT(ran.out, HasSubstr("Written to public: the log up to "));
  EXPECT_EQ(read_file(program / "public/checkpoint"),
            program.run({"checkpoint", "--data", "data"}).out);
  EXPECT_FALSE(std::filesystem::exists(program / "public/tile/entries"));
}

TEST_F(Export, OfTilesAgainChangesNothing) {
  ASSERT_EQ(tiles({"--entries"}).status, 0);
  const auto before = contents_of(program / "public");
  EXPECT_THAT(before, testing::SizeIs(testing::Gt(6U)));
  ASSERT_EQ(tiles({"--entries"}).status, 0);
  EXPECT_EQ(contents_of(program / "public"), before);
}

TEST_F(Export, OfTilesHoldsNoSealedValue) {
  ASSERT_EQ(tiles({"--entries"}).status, 0);
  std::string all;
  for (const auto& [file, bytes] : contents_of(program / "public")) all += bytes;
  EXPECT_THAT(all, HasSubstr("PupilIncludedInCluster"));
  EXPECT_THAT(all, testing::Not(HasSubstr("Noor")));
}

TEST_F(Export, OfTilesLeavesAForeignFolderAsItIs) {
  std::filesystem::create_directories(program / "public");
  program.write("public/photo.jpg", "mine");
  const Ran ran = tiles();
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("public is neither empty nor an export of this log"));
  EXPECT_FALSE(std::filesystem::exists(program / "public/tile"));
  EXPECT_THAT(tiles({"--lang", "nl"}).err,
              HasSubstr("public is niet leeg en geen export van dit logboek"));
}

TEST_F(Export, OfTilesLeavesTheDataFolderAsItIs) {
  const auto before = contents_of(program / "data");
  for (const char* output : {"data", "data/", "data/public", "./public/../data/log"}) {
    const Ran ran = program.run({"export", "tiles", "--data", "data", "-o", output});
    EXPECT_EQ(ran.status, 2) << output;
    EXPECT_THAT(ran.err, HasSubstr("lies in the data folder")) << output;
  }
  EXPECT_EQ(contents_of(program / "data"), before);
}

}  // namespace
}  // namespace verloop::test
