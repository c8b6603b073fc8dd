#include "engine/erase_subject.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/memory/memory_documents.hpp"
#include "events/verify_log.hpp"
#include "tests/support/faulty_ports.hpp"
#include "tests/support/world.hpp"

namespace verloop::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

/// One case with an applicant, and what may go wrong under an erasure.
class EraseSubject : public testing::Test {
 protected:
  EraseSubject() {
    world_.enter("clerk-1", "clerk", "office-1");
    request_ = world_.command("clerk-1", "requestPermit", "c1",
                              {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a shed"}});
    EXPECT_EQ(kind_of(world_.submit(request_)), "accepted");
    subject_ = world_.vault().find_subject("office-1", "p-1").value().value();
    EXPECT_TRUE(stored_.put({{}, "sketch", subject_}, {"part"}));
    EXPECT_TRUE(stored_.put({{}, "other", {"s-other"}}, {"part"}));
  }

  ErasureWork work() {
    return {log_,         vault_, documents_, list_, world_.definitions(), *system_catalogue(),
            world_.seed()};
  }
  Result<std::variant<Erased, Refusal>> erase(ErasureGround ground = ErasureGround::request) {
    return erase_subject(work(), {subject_, ground, steward_, 30}, world_.now());
  }
  std::vector<StoredRecord> recorded() {
    return world_.log().read_stream(subjects_stream, {}, 100).value();
  }
  void expect_forgotten() {
    const auto erased = world_.vault().erased(subject_).value();
    EXPECT_EQ(erased, (Erased{day_in_amsterdam(world_.now()), ErasureGround::request}));
    EXPECT_FALSE(world_.vault().has_key(subject_).value());
    for (const SealedPlace& place : world_.log().places_of({subject_}).value()) {
      for (const SealedValue& value : world_.log().sealed_values(place.position).value()) {
        EXPECT_TRUE(value.subject != subject_ || value.bytes.empty());
      }
    }
    EXPECT_THAT(stored_.places().value(), SizeIs(1)) << "of the other alone";
    ASSERT_TRUE(world_.log().sign_checkpoint());
    EXPECT_THAT(verify_log(world_.log(), world_.vault()).faults, IsEmpty());
    EXPECT_EQ(kind_of(world_.submit(request_)), "duplicate");
  }

  World world_;
  Command request_;
  Disk disk_;
  FaultyLog log_{world_.log(), disk_};
  FaultyVault vault_{world_.vault(), disk_};
  MemoryDocuments stored_;
  FaultyDocuments documents_{stored_, disk_};
  ErasureList list_;
  SubjectId subject_;
  const Actor steward_{{"adm-1"}, {"administrator"}, {"verloop"}, {}};
};

TEST_F(EraseSubject, LeavesAnEventAndNothingElse) {
  ASSERT_TRUE(erase());
  expect_forgotten();
  ASSERT_THAT(recorded(), SizeIs(1));
  const Record record = recorded()[0].record;
  EXPECT_EQ(record.actor, steward_);
  EXPECT_EQ(record.data.at("subject").as_string(), subject_.text);
  EXPECT_EQ(record.data.at("ground").as_string(), "request");
  EXPECT_EQ(record.data.at("backupsUntil").as_string(), "2026-04-01") << "30 days from 2 March";
  EXPECT_EQ(record.data.at("values").to_number<int>(), 1);
}

TEST_F(EraseSubject, IsFinishedByARepeatWhereverItStopped) {
  int stopped = 0;
  for (;; ++stopped) {
    disk_.writes_left = stopped == 0 ? 0 : 1;  // Each round comes one step further.
    const auto outcome = erase();
    disk_.writes_left = -1;
    if (outcome) break;
    EXPECT_EQ(static_cast<Errc>(outcome.error().code.value()), Errc::storage_failed);
    ASSERT_TRUE(log_.recover());
  }
  EXPECT_EQ(stopped, 4) << "key, event, documents, values";
  expect_forgotten();
  EXPECT_THAT(recorded(), SizeIs(1));
}

TEST_F(EraseSubject, IsFinishedByAnOpeningWhereverItStopped) {
  disk_.writes_left = 0;
  ASSERT_FALSE(erase());
  EXPECT_TRUE(world_.vault().has_key(subject_).value()) << "it is only listed";
  for (const std::size_t events : {0U, 1U}) {
    disk_.writes_left = 1;
    ASSERT_FALSE(finish_erasures(work(), world_.now()));
    EXPECT_FALSE(world_.vault().has_key(subject_).value());
    EXPECT_THAT(recorded(), SizeIs(events));
    disk_.writes_left = -1;
    ASSERT_TRUE(log_.recover());
  }
  ASSERT_TRUE(finish_erasures(work(), world_.now()));
  ASSERT_TRUE(finish_erasures(work(), world_.now()));
  expect_forgotten();
  EXPECT_THAT(recorded(), SizeIs(1));
}

TEST_F(EraseSubject, SaysWhatWasSaidFirstWhenItIsRepeated) {
  ASSERT_TRUE(erase());
  world_.at("2026-05-05");
  const auto again = erase(ErasureGround::retention);
  EXPECT_EQ(std::get<Erased>(*again), (Erased{day("2026-03-02"), ErasureGround::request}));
  EXPECT_THAT(recorded(), SizeIs(1));
}

TEST_F(EraseSubject, IsRefusedWhileItIsOnHold) {
  ASSERT_FALSE(hold_subject(work(), subject_, "an objection", steward_, world_.now()).value());
  EXPECT_TRUE(hold_subject(work(), subject_, "again", steward_, world_.now()).value());
  EXPECT_EQ(std::get<Refusal>(*erase()).kind, RefusalKind::state);
  EXPECT_TRUE(world_.vault().has_key(subject_).value());
  ASSERT_FALSE(release_subject(work(), subject_, steward_, world_.now()).value());
  EXPECT_TRUE(release_subject(work(), subject_, steward_, world_.now()).value());
  EXPECT_TRUE(std::holds_alternative<Erased>(*erase()));
  expect_forgotten();
}

TEST_F(EraseSubject, IsRefusedForWhoIsNotKnown) {
  subject_ = {"s-nobody"};
  EXPECT_EQ(std::get<Refusal>(*erase()).kind, RefusalKind::unknown);
  EXPECT_EQ(hold_subject(work(), subject_, "x", steward_, world_.now()).value()->kind,
            RefusalKind::unknown);
  EXPECT_THAT(list_.of({world_.log().origin()}), IsEmpty());
}

TEST_F(EraseSubject, MeetsAPersonWhoComesBackAsSomebodyNew) {
  ASSERT_TRUE(erase());
  EXPECT_EQ(world_.vault().find_subject("office-1", "p-1").value(), std::nullopt);
  EXPECT_EQ(kind_of(world_.act("clerk-1", "requestPermit",
                               {{"applicant", "p-1"}, {"kind", "shed"}, {"plan", "a roof"}}, "c2")),
            "accepted");
  EXPECT_NE(world_.vault().find_subject("office-1", "p-1").value(), subject_);
}

}  // namespace
}  // namespace verloop::test
