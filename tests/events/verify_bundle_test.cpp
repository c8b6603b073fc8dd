#include "events/verify_bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/small_bundle.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;

class VerifyBundle : public testing::Test {
 protected:
  /// All faults, each on a line with its position in front.
  std::string faults(const Bundle& bundle) {
    std::string all;
    for (const Fault& fault : verify_bundle(bundle, small_.key()).faults) {
      all +=
          (fault.position ? std::to_string(fault.position->value) + ": " : "") + fault.text + "\n";
    }
    return all;
  }
  static std::vector<BundledRecord*> records_of(Bundle& bundle) {
    std::vector<BundledRecord*> all;
    for (BundledEvent& event : bundle.events) all.push_back(&event.record);
    for (BundledDefinition& definition : bundle.definitions) {
      all.push_back(&definition.deployed);
      for (BundledRecord& part : definition.parts) all.push_back(&part);
    }
    for (BundledRecord& record : bundle.directory) all.push_back(&record);
    return all;
  }

  SmallBundle small_;
  Bundle bundle_ = small_.bundle();
};

TEST_F(VerifyBundle, HoldsAsItWasMade) {
  EXPECT_EQ(faults(bundle_), "");
  const BundleReport report = verify_bundle(bundle_, small_.key());
  EXPECT_EQ(report.disclosure_count, 2U);
  EXPECT_EQ(report.checkpoint->size, 11U);
}

TEST_F(VerifyBundle, RefusesAnyChangedByteOfTheFile) {
  const std::string bytes = encode(bundle_);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const Result<Bundle> read = decode_bundle(changed);
    EXPECT_TRUE(!read || !faults(*read).empty()) << at << " " << bytes.substr(at, 30);
  }
}

TEST_F(VerifyBundle, RefusesEveryProofWithANodeChangedOrOneMoreOrLess) {
  for (BundledRecord* record : records_of(bundle_)) {
    const std::string here = std::to_string(record->position.value) + ": the record is not proved";
    const std::vector<Digest> path = record->path;
    for (std::size_t node = 0; node < path.size(); ++node) {
      record->path[node].bytes[7] ^= std::byte{1};
      EXPECT_THAT(faults(bundle_), HasSubstr(here));
      record->path = path;
    }
    record->path.push_back({});
    EXPECT_THAT(faults(bundle_), HasSubstr(here));
    record->path = path;
    record->path.pop_back();
    EXPECT_THAT(faults(bundle_), HasSubstr(here));
    record->path = path;
  }
  EXPECT_EQ(faults(bundle_), "");
}

TEST_F(VerifyBundle, RefusesSwappedProofs) {
  const std::vector<BundledRecord*> records = records_of(bundle_);
  for (BundledRecord* one : records) {
    for (BundledRecord* other : records) {
      if (one == other) continue;
      std::swap(one->path, other->path);
      EXPECT_NE(faults(bundle_), "") << one->position.value << " " << other->position.value;
      std::swap(one->path, other->path);
    }
  }
}

TEST_F(VerifyBundle, NamesEveryFaultAndGoesOn) {
  bundle_.events[0].record.bytes[30] ^= 1;
  bundle_.events[1].record.path.front() = {};
  bundle_.directory[0].path.front() = {};
  const std::string all = faults(bundle_);
  for (const char* position : {"3: ", "5: ", "9: "}) EXPECT_THAT(all, HasSubstr(position));
}

TEST_F(VerifyBundle, AllowsFewerDisclosuresThanDigests) {
  bundle_.events[0].disclosures.clear();
  EXPECT_EQ(faults(bundle_), "");
}

TEST_F(VerifyBundle, RefusesDisclosuresThatAreNotOfTheEvent) {
  std::swap(bundle_.events[0].disclosures, bundle_.events[1].disclosures);
  EXPECT_THAT(faults(bundle_), HasSubstr("5: a disclosure is none that the record commits to\n"
                                         "9: a disclosure is none that the record commits to\n"));
  bundle_ = small_.bundle();
  bundle_.events[0].disclosures.push_back(bundle_.events[0].disclosures.front());
  EXPECT_EQ(faults(bundle_), "5: the disclosure of a field is there twice\n");
}

TEST_F(VerifyBundle, AccountsForEveryVersion) {
  bundle_.left_out.clear();
  EXPECT_EQ(faults(bundle_), "version 1 of the case is neither shown nor left out\n");
  bundle_.left_out = {{{1}, {}, {}}, {{2}, {}, {}}};
  EXPECT_EQ(faults(bundle_), "version 2 of the case is there twice\n");
  bundle_.left_out = {{{1}, {}, {}}, {{1}, {}, {}}};
  EXPECT_THAT(faults(bundle_), HasSubstr("not in their order"));
  bundle_.left_out = {{{1}, {}, {}}, {{3}, {}, {}}};
  EXPECT_THAT(faults(bundle_), HasSubstr("more versions than the bundle says"));
  bundle_.left_out = {{{1}, {}, {}}};
  bundle_.version = {1'000'000'000'000};
  bundle_.position = {10};
  EXPECT_EQ(faults(bundle_),
            "versions 3 to 1000000000000 of the case are neither shown nor left out\n");
}

TEST_F(VerifyBundle, RefusesEventsOutOfOrderOrOfAnotherCase) {
  std::swap(bundle_.events[0], bundle_.events[1]);
  EXPECT_THAT(faults(bundle_), HasSubstr("5: the event does not come after the one before it"));
  bundle_ = small_.bundle();
  bundle_.events[1] = small_.event(8);
  EXPECT_THAT(faults(bundle_), HasSubstr("8: the event is of another case"));
  bundle_ = small_.bundle();
  bundle_.events.push_back(bundle_.events.back());
  EXPECT_THAT(faults(bundle_), HasSubstr("9: the event does not come after the one before it"));
}

TEST_F(VerifyBundle, RefusesMoreVersionsThanTheLogHasRoomFor) {
  bundle_.events[0] = small_.event(7);
  bundle_.left_out = {{{0}, {}, {}}};
  EXPECT_EQ(faults(bundle_), "");
  bundle_.position = {8};
  EXPECT_EQ(faults(bundle_), "9: the case's last event does not lie where the bundle says\n");
  bundle_.position = {11};
  EXPECT_THAT(faults(bundle_), HasSubstr("is not among those that were signed"));
}

TEST_F(VerifyBundle, DemandsTheProceduresText) {
  bundle_.definitions.clear();
  EXPECT_THAT(faults(bundle_), HasSubstr("5: the text of the procedure that it was decided under"));
  EXPECT_THAT(faults(bundle_), HasSubstr("\nthe text of the case's procedure is not proved here"));
  bundle_ = small_.bundle();
  bundle_.definitions[0].parts.pop_back();
  EXPECT_THAT(faults(bundle_), HasSubstr("2: the text of the procedure is not the one"));
  bundle_ = small_.bundle();
  std::swap(bundle_.definitions[0].parts[0], bundle_.definitions[0].parts[1]);
  EXPECT_THAT(faults(bundle_), HasSubstr("2: the text of the procedure is not the one"));
  bundle_ = small_.bundle();
  bundle_.definitions[0].parts[0] = small_.proved(3);
  EXPECT_THAT(faults(bundle_), HasSubstr("2: the text of the procedure is not the one"));
  bundle_ = small_.bundle();
  bundle_.definitions[0].deployed = small_.proved(3);
  EXPECT_THAT(faults(bundle_), HasSubstr("3: the record is none of a deployment"));
}

TEST_F(VerifyBundle, DemandsTheRolesOfWhoActsAndOfTheReader) {
  bundle_.directory.erase(bundle_.directory.begin());
  EXPECT_THAT(faults(bundle_), HasSubstr("5: nothing proves that its actor had that role before"));
  bundle_ = small_.bundle();
  bundle_.directory.pop_back();
  EXPECT_EQ(faults(bundle_), "nothing proves that the reader has the role it was made for\n");
  bundle_ = small_.bundle();
  bundle_.directory.push_back(small_.proved(6));
  EXPECT_EQ(faults(bundle_), "6: the record is none of a role that was given\n");
}

TEST_F(VerifyBundle, RefusesAnotherKeyOrCheckpoint) {
  const VerifierKey other = verifier_key(test_origin, std::string(32, 'o'));
  EXPECT_THAT(verify_bundle(bundle_, other).faults, testing::SizeIs(2));
  bundle_.key = other;
  EXPECT_THAT(faults(bundle_), HasSubstr("names another verifier key"));
  bundle_ = small_.bundle();
  bundle_.checkpoint = sign_checkpoint({test_origin, 11, {}}, std::string(32, 'o'));
  EXPECT_THAT(faults(bundle_), HasSubstr("the checkpoint is not the log's"));
  EXPECT_THAT(faults(bundle_), HasSubstr("5: the record is not proved"));
  bundle_.checkpoint = "nothing";
  EXPECT_THAT(faults(bundle_), HasSubstr("the checkpoint is not the log's"));
  bundle_ = small_.bundle();
  bundle_.origin = "log.example/other";
  EXPECT_EQ(faults(bundle_), "the checkpoint is of another log than the bundle's origin\n");
}

TEST_F(VerifyBundle, HoldsAfterAValueWasErased) {
  ASSERT_TRUE(small_.vault().destroy({"s-noor"}));
  const Bundle later = small_.bundle();
  EXPECT_EQ(faults(later), "");
  EXPECT_EQ(verify_bundle(later, small_.key()).disclosure_count, 0U);
  EXPECT_EQ(faults(bundle_), "");
}

}  // namespace
}  // namespace verloop::test
