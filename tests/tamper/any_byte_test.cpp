// Whatever is changed in any file of a data folder: it does not open, verify names it, or what is
// read is the same as before. `--rounds` says how many bytes are changed, each in a copy of its
// own,
// `--seed` repeats a run.

#include "events/rocksdb/database.hpp"
#include "events/rocksdb/key_file.hpp"
#include "tests/support/rounds.hpp"
#include "tests/tools/played.hpp"
#include "tools/verloop/verify.hpp"

namespace verloop::test {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t changes_by_default = 100;

/// All that can be read in a folder; none when something can't be.
std::optional<std::map<std::string, std::string>> readable(const fs::path& folder) {
  std::map<std::string, std::string> found;
  for (const char* file : {"verloop.json", "anchor", "access.anchor"})
    found[file] = read_file(folder / file);
  for (const std::string part : {"log", "access", "vault", "documents", "projections"}) {
    const auto database = Database::open(folder / part, OpenMode::read_only);
    if (!database) return std::nullopt;
    const auto scanned = database->scan("", "", [&](std::string_view key, std::string_view value) {
      found[part + "/" + std::string(key)] = value;
      return true;
    });
    if (!scanned) return std::nullopt;
  }
  return found;
}

class AnyByte : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    key_ = load_key(program / "data.key").value();
    before_ = readable(program / "data").value();
    for (const auto& entry : fs::recursive_directory_iterator(program / "data"))
      if (entry.is_regular_file()) files_.push_back(fs::relative(entry, program / "data"));
    std::sort(files_.begin(), files_.end());
  }

  /// What opening or verifying says is wrong; empty when nothing is.
  std::string named(const fs::path& folder) const {
    auto data = DataFolder::open(folder, key_, OpenMode::read_only);
    if (!data) return data.error().detail;
    const Verified verified = verify_folder(*data, folder);
    if (!verified.report.faults.empty()) return verified.report.faults.front().text;
    if (!verified.access.faults.empty()) return verified.access.faults.front().text;
    if (!verified.differences.empty()) return verified.differences.front().problem;
    return verified.behind > 0 ? "the projections lag behind" : "";
  }

  /// Lets `change` work on one file of a copy, and sees that it is named or makes no difference.
  template <class Change>
  void expect_named_or_harmless(const fs::path& file, Change change) {
    const fs::path copy = program / "changed";
    fs::remove_all(copy);
    fs::copy(program / "data", copy, fs::copy_options::recursive);
    change(copy / file);
    if (!named(copy).empty()) return;
    const auto after = readable(copy);
    EXPECT_TRUE(after == before_) << file << " was changed, what is read differs, and nobody says";
  }

  std::string key_;
  std::map<std::string, std::string> before_;
  std::vector<fs::path> files_;
};

void write_file(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

TEST_F(AnyByte, IsNamedOrHarmlessWhenItIsChanged) {
  ASSERT_EQ(named(program / "data"), "");
  std::mt19937 random(static_cast<std::mt19937::result_type>(printed_seed()));
  const std::uint64_t changes = rounds_or(changes_by_default);
  for (std::uint64_t count = 0; count < changes; ++count) {
    const fs::path& file = files_[random() % files_.size()];
    const std::size_t at = random();
    const auto bits = static_cast<char>(1 + random() % 255);
    SCOPED_TRACE("byte " + std::to_string(at) + " xor " + std::to_string(bits));
    expect_named_or_harmless(file, [&](const fs::path& changed) {
      std::string bytes = read_file(changed);
      if (bytes.empty()) return;
      bytes[at % bytes.size()] = static_cast<char>(bytes[at % bytes.size()] ^ bits);
      write_file(changed, bytes);
    });
  }
}

TEST_F(AnyByte, AFileThatIsGoneIsNamedOrHarmless) {
  for (const fs::path& file : files_)
    expect_named_or_harmless(file, [](const fs::path& changed) { fs::remove(changed); });
}

TEST_F(AnyByte, AFileThatIsCutShortIsNamedOrHarmless) {
  for (const fs::path& file : files_) {
    for (const std::uintmax_t halves : {0U, 1U}) {
      expect_named_or_harmless(file, [halves](const fs::path& changed) {
        fs::resize_file(changed, fs::file_size(changed) * halves / 2);
      });
    }
  }
}

TEST_F(AnyByte, AFileThatIsReplacedByAnOlderOneIsNamedOrHarmless) {
  fs::copy(program / "data", program / "older", fs::copy_options::recursive);
  for (const char* id : {"c8", "c9"}) {
    const Ran ran =
        program.run({"do", id, "openCase", "title=x", "--data", "data", "--as", name + ".ib-1"});
    ASSERT_EQ(ran.status, 0) << ran.all();
  }
  before_ = readable(program / "data").value();
  for (const fs::path& file : files_) {
    expect_named_or_harmless(file, [&](const fs::path& changed) {
      fs::copy_file(program / "older" / file, changed, fs::copy_options::overwrite_existing);
    });
  }
  for (const char* part : {"log", "vault", "projections"}) {
    expect_named_or_harmless(part, [&](const fs::path& changed) {
      fs::remove_all(changed);
      fs::copy(program / "older" / part, changed, fs::copy_options::recursive);
    });
  }
}

}  // namespace
}  // namespace verloop::test
