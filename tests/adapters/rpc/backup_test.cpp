// admin.backup: who may ask, and that the server goes on meanwhile.

#include <gmock/gmock.h>

#include "tests/adapters/served.hpp"

namespace verloop::test {
namespace {

constexpr std::int64_t unauthorised = -32011;
constexpr std::int64_t not_now = -32013;
constexpr std::int64_t busy = -32018;
constexpr std::int64_t internal = -32603;

class AdminBackup : public testing::Test {
 protected:
  AdminBackup() { served_.enter("chief", "administrator", "verloop"); }
  ~AdminBackup() override {
    if (!is_released_) copied_.set_value();
  }

  /// Whoever copies waits until it is released; what is told is how large the log was when held.
  void copy_slowly() {
    served_.make_backups([this]() -> Result<BackupDesk::Copy> {
      const std::uint64_t size = served_.log().tail().size;
      return BackupDesk::Copy([this, size](const std::stop_token&) -> Result<json::object> {
        started_.set_value();
        copied_.get_future().wait();
        return json::object{{"size", size}};
      });
    });
  }
  void release() {
    is_released_ = true;
    copied_.set_value();
  }
  std::uint64_t log_size() {
    return served_.on_storage([this] { return served_.log().tail().size; });
  }
  std::vector<Record> entries() {
    return served_.on_storage([this] { return access_entries(served_.access_log()); });
  }

  std::promise<void> started_, copied_;
  bool is_released_ = false;
  Served served_;
};

TEST_F(AdminBackup, IsForTheAdministratorAndARefusalIsEntered) {
  served_.make_backups([]() -> Result<BackupDesk::Copy> {
    ADD_FAILURE() << "nothing is to be held";
    return Error{Errc::storage_failed, ""};
  });
  Client client(served_, "adm-1");
  EXPECT_EQ(error_code(client.call("admin.backup", {})), unauthorised);
  const auto all = entries();
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all.back().type.text, "Refused@1");
  EXPECT_EQ(all.back().action.text, "admin.backup");
  EXPECT_EQ(error_kind(Client(served_).call("admin.backup", {})), "unauthenticated");
}

TEST_F(AdminBackup, IsRefusedWhereNobodySaidWhereBackupsGo) {
  Client client(served_, "chief");
  const json::object answer = client.call("admin.backup", {});
  EXPECT_EQ(error_code(answer), not_now);
  EXPECT_THAT(json::serialize(answer), testing::HasSubstr("--backup-to"));
}

TEST_F(AdminBackup, TakesNoPlaceFromWhoAsks) {
  copy_slowly();
  Client client(served_, "chief");
  EXPECT_EQ(error_code(client.call("admin.backup", {{"to", "elsewhere"}})), -32602);
}

TEST_F(AdminBackup, IsMadeWhileCommandsGoOnAndOneAtATime) {
  copy_slowly();
  make_case(served_, "c1");
  const std::uint64_t size = log_size();
  Client chief(served_, "chief");
  Client other(served_, "chief");
  Client school(served_, "ib-1");
  chief.call_without_reading("admin.backup", {});
  started_.get_future().wait();
  EXPECT_EQ(error_code(school.submit(7, "c2", "openCase", {{"title", "cluster"}})), 0);
  EXPECT_EQ(error_code(other.call("admin.backup", {})), busy);
  release();
  const json::object answer = chief.answer();
  ASSERT_EQ(error_code(answer), 0) << json::serialize(answer);
  EXPECT_EQ(answer.at("result").at("size").to_number<std::uint64_t>(), size);
  EXPECT_GT(log_size(), size);
}

TEST_F(AdminBackup, IsEnteredBeforeItIsMade) {
  std::size_t entered = 0;
  served_.make_backups([&]() -> Result<BackupDesk::Copy> {
    for (const Record& entry : access_entries(served_.access_log()))
      entered += entry.type.text == "Administered@1" && entry.action.text == "admin.backup" &&
                 entry.actor.id.text == "chief" && entry.purpose == "administration";
    return BackupDesk::Copy([](const std::stop_token&) { return json::object(); });
  });
  Client chief(served_, "chief");
  EXPECT_EQ(error_code(chief.call("admin.backup", {})), 0);
  EXPECT_EQ(entered, 1U);
}

TEST_F(AdminBackup, IsNotMadeWhereItCannotBeEntered) {
  copy_slowly();
  served_.access_disk().is_full = true;
  Client chief(served_, "chief");
  EXPECT_EQ(error_kind(chief.call("admin.backup", {})), "readOnly");
}

TEST_F(AdminBackup, FailsWithoutSayingWhereAndCanBeAskedForAgain) {
  int asked = 0;
  served_.make_backups([&]() -> Result<BackupDesk::Copy> {
    if (++asked == 1) return Error{Errc::storage_failed, "writing secret/place failed"};
    return BackupDesk::Copy([asked](const std::stop_token&) -> Result<json::object> {
      if (asked == 2) return Error{Errc::storage_failed, "writing secret/place failed"};
      if (asked == 3) throw std::runtime_error("secret/place");
      return json::object{{"size", 1}};
    });
  });
  Client chief(served_, "chief");
  for (int failing = 0; failing < 3; ++failing)
    EXPECT_EQ(error_code(chief.call("admin.backup", {})), internal);
  EXPECT_EQ(error_code(chief.call("admin.backup", {})), 0);
  EXPECT_THAT(chief.all(), testing::HasSubstr("standaardfout"));
  EXPECT_EQ(chief.all().find("secret"), std::string::npos);
}

TEST_F(AdminBackup, IsCutShortWhenTheServerStops) {
  std::promise<bool> stopped;
  served_.make_backups([&]() -> Result<BackupDesk::Copy> {
    return BackupDesk::Copy([&](const std::stop_token& stop) -> Result<json::object> {
      std::promise<void> told;
      const std::stop_callback telling(stop, [&told] { told.set_value(); });
      started_.set_value();
      told.get_future().wait();
      stopped.set_value(stop.stop_requested());
      return Error{Errc::storage_failed, "cut short"};
    });
  });
  Client chief(served_, "chief");
  chief.call_without_reading("admin.backup", {});
  started_.get_future().wait();
  served_.stop();
  EXPECT_TRUE(stopped.get_future().get());
}

}  // namespace
}  // namespace verloop::test
