#include "engine/definitions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::IsNull;
using testing::SizeIs;

class DefinitionsInTheLog : public testing::Test {
 protected:
  bool deploy(std::shared_ptr<const Definition> definition) {
    return definitions_.deploy(std::move(definition), *log_, random_seed, noon("2026-03-02"))
        .value();
  }
  /// What a program that starts on this log knows.
  Result<> start(Definitions& fresh) const { return fresh.load(*log_); }

  void record(std::vector<Event> events) {
    SystemCommand command{
        {"@definitions"}, {"x"}, {random_uuid()}, engine_actor(), std::move(events)};
    auto batch = system_batch(std::move(command), system_catalogue()->types,
                              system_catalogue()->reference, random_seed);
    append_one(*log_, std::move(batch.value()), noon("2026-03-02")).value();
  }
  static Event deployed(std::string sha256, boost::json::array parts) {
    Event event;
    event.type = {"ProcedureDeployed@1"};
    event.occurred_on = {day("2026-03-02"), "2026-03-02"};
    event.fields = {{"procedure", "p"},
                    {"version", 1},
                    {"sha256", sha256},
                    {"files", boost::json::array{"a.yaml"}},
                    {"parts", std::move(parts)}};
    return event;
  }
  static Event part(const std::string& text) {
    Event event;
    event.type = {"DefinitionPart@1"};
    event.occurred_on = {day("2026-03-02"), "2026-03-02"};
    event.fields = {{"file", "a.yaml"}, {"part", 0}, {"text", text}};
    return event;
  }
  Errc load_error() const {
    Definitions fresh(system_catalogue());
    const auto loaded = start(fresh);
    return loaded ? Errc{} : static_cast<Errc>(loaded.error().code.value());
  }

  MemoryVault vault_;
  std::unique_ptr<MemoryLog> log_ = MemoryLog::create("log.example", vault_).value();
  Definitions definitions_{system_catalogue()};
};

TEST_F(DefinitionsInTheLog, AreReadBackFromNothingButTheLog) {
  const auto definition = permits();
  EXPECT_TRUE(deploy(definition));
  Definitions fresh(system_catalogue());
  ASSERT_TRUE(start(fresh));
  const Definition* found = fresh.find(definition->reference);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->files, definition->files);
  EXPECT_EQ(found->digest, definition->digest);
  EXPECT_EQ(fresh.newest("building-permit"), found);
  EXPECT_THAT(fresh.newest("other"), IsNull());
}

TEST_F(DefinitionsInTheLog, AreRecordedOnce) {
  EXPECT_TRUE(deploy(permits()));
  const auto size = log_->tail().size;
  EXPECT_FALSE(deploy(permits()));
  EXPECT_EQ(log_->tail().size, size);
}

TEST_F(DefinitionsInTheLog, OfTheProgramItselfAreRecordedOnceForEachOfItsTexts) {
  const auto size_after = [this](const std::shared_ptr<const SystemCatalogue>& system) {
    const Definitions program(system);
    EXPECT_TRUE(program.deploy_system(*log_, random_seed, noon("2026-03-02")));
    return log_->tail().size;
  };
  const std::uint64_t once = size_after(system_catalogue());
  EXPECT_EQ(size_after(system_catalogue()), once);
  const auto later = std::make_shared<const SystemCatalogue>(
      load_system_catalogue(system_catalogue()->text + "# more\n").value());
  const std::uint64_t twice = size_after(later);
  EXPECT_EQ(twice, 2 * once);
  EXPECT_EQ(size_after(later), twice);
  EXPECT_EQ(size_after(system_catalogue()), twice) << "also by the program before";
}

TEST_F(DefinitionsInTheLog, OfANewVersionStandBesideTheOld) {
  const auto old = permits();
  const auto young = permits(replaced(permit_procedure, "version: 3", "version: 4"));
  deploy(old);
  deploy(young);
  EXPECT_EQ(definitions_.newest("building-permit")->digest, young->digest);
  EXPECT_EQ(definitions_.find(old->reference)->digest, old->digest);
  EXPECT_THAT(definitions_.all(), SizeIs(2));
}

TEST_F(DefinitionsInTheLog, ThatASecondPersonApprovedBearBothNames) {
  const Actor one{{"adm-1"}, {"administrator"}, {"governance"}, {}};
  const Actor two{{"adm-2"}, {"administrator"}, {"governance"}, {}};
  const auto definition =
      permits(replaced(permit_procedure, "version: 3", "version: 3\napproval: secondPerson"));
  ASSERT_TRUE(definitions_.needs_approval(*definition));
  const Timestamp now = noon("2026-03-02");
  definitions_.propose(*definition, one, *log_, random_seed, now).value();
  const Position proposed{log_->tail().size - 1};
  Definitions fresh(system_catalogue());
  ASSERT_TRUE(start(fresh));
  EXPECT_EQ(fresh.find(definition->reference), nullptr);
  ASSERT_THAT(fresh.proposals(), SizeIs(1));
  EXPECT_TRUE(fresh.approve(definition, one, *log_, random_seed, now).value().has_value());
  EXPECT_FALSE(fresh.approve(definition, two, *log_, random_seed, now).value().has_value());
  EXPECT_THAT(fresh.proposals(), SizeIs(0));
  const auto last = log_->read(Position{log_->tail().size - 2}, 2).value();
  EXPECT_EQ(last[0].record.type.text, "ProcedureApproved@1");
  EXPECT_EQ(last[0].record.data.at("proposed"), static_cast<std::int64_t>(proposed.value));
  EXPECT_EQ(last[1].record.type.text, "ProcedureDeployed@1");
  EXPECT_EQ(last[1].record.actor, two);
  EXPECT_EQ(log_->read(proposed, 1).value().front().record.actor, one);
  Definitions again(system_catalogue());
  ASSERT_TRUE(start(again));
  EXPECT_THAT(again.proposals(), SizeIs(0));
  EXPECT_NE(again.find(definition->reference), nullptr);
}

TEST_F(DefinitionsInTheLog, AreCutIntoPartsBetweenCharacters) {
  std::string comment = "\n# ";
  for (int i = 0; i < 30'000; ++i) comment += "\u20ac";
  const auto large = permits(permit_procedure + comment + "\n");
  deploy(large);
  EXPECT_GT(log_->tail().size, 4u);
  Definitions fresh(system_catalogue());
  ASSERT_TRUE(start(fresh));
  EXPECT_EQ(fresh.all().front()->files, large->files);
}

TEST_F(DefinitionsInTheLog, FitARecordHoweverMuchIsEscaped) {
  const auto quoted = permits(permit_procedure + "\n#" + std::string(50'000, '"') + "\n");
  deploy(quoted);
  EXPECT_EQ(load_error(), Errc{});
}

TEST_F(DefinitionsInTheLog, AreRefusedWhenTheTextIsNotTheOneDeployed) {
  record({part("procedure: p"), deployed(std::string(64, '0'), {0})});
  EXPECT_EQ(load_error(), Errc::tampered);
}

TEST_F(DefinitionsInTheLog, AreRefusedWhenAPartIsNotThere) {
  record({part("procedure: p"), deployed(std::string(64, '0'), {9})});
  EXPECT_EQ(load_error(), Errc::tampered);
}

TEST_F(DefinitionsInTheLog, AreRefusedWhenAPartIsSomethingElse) {
  record({part("procedure: p"), deployed(std::string(64, '0'), {1})});
  EXPECT_EQ(load_error(), Errc::tampered);
}

TEST_F(DefinitionsInTheLog, AreRefusedWithAllFaultsWhenTheyDoNotLoad) {
  const std::string hash = to_hex(view(definition_digest({{"a.yaml", "procedure: p"}})));
  record({part("procedure: p"), deployed(hash, {0})});
  Definitions fresh(system_catalogue());
  const auto loaded = start(fresh);
  ASSERT_TRUE(loaded.has_error());
  EXPECT_EQ(loaded.error().code, Errc::malformed);
  EXPECT_THAT(loaded.error().detail, HasSubstr("a.yaml:"));
}

TEST_F(DefinitionsInTheLog, AreRefusedWhenABitOfTheLogIsChanged) {
  deploy(permits());
  auto bytes = log_->stored_bytes({0}).value().value();
  bytes[bytes.size() / 2] ^= 1;
  log_->change_record({0}, bytes);
  EXPECT_EQ(load_error(), Errc::tampered);
}

TEST(SystemCatalogue, IsRefusedWithAFault) {
  EXPECT_EQ(load_system_catalogue("catalogue: [").error().code, Errc::malformed);
  EXPECT_EQ(load_system_catalogue("catalogue: x\ntypes: {A@1: {}}").error().code, Errc::malformed);
}

}  // namespace
}  // namespace verloop::test
