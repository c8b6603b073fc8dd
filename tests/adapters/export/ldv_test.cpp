#include "adapters/export/ldv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/accessed.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;

using testing::IsEmpty;
using testing::SizeIs;

const Actor ib{{"ib-1"}, {"ib"}, {"school-1"}, {}};

class Ldv : public testing::Test {
 protected:
  std::vector<json::object> records() {
    std::vector<json::object> all;
    for (const Record& entry : accessed_.entries()) {
      ldv_records(entry, vault_, {"https://register.example/", "1"}, [&all](const auto& record) {
        all.push_back(record);
      }).value();
    }
    return all;
  }
  AccessLog& access() { return accessed_.access(); }

  Occasion occasion_{"case.get", Via::socket,
                     parse_timestamp("2026-03-10T11:00:00.123456Z").value(), "support"};
  MemoryVault vault_;
  Accessed accessed_;
};

TEST_F(Ldv, HasOneRecordForTheActionAndOneBelowItForEachPerson) {
  Looks looks{{{"c1"}, {{{"s-noor"}, {"actor/ib-1"}, {"case/c1"}}, {"plan"}}}};
  access().hand_out(Guarded<int>(0, Sight{ib, std::move(looks), {4}}), occasion_).value();
  const auto all = records();
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[0].at("name"), "case.get");
  EXPECT_EQ(all[0].at("status"), "Ok");
  EXPECT_EQ(all[0].at("start_time"), 1773140400123);
  EXPECT_FALSE(all[0].contains("parent_span_id"));
  EXPECT_EQ(all[0].at("attributes").at("dpl.core.processing_activity_id"),
            "https://register.example/support");
  for (const std::size_t below : {1U, 2U}) {
    EXPECT_EQ(all[below].at("trace_id"), all[0].at("trace_id"));
    EXPECT_EQ(all[below].at("parent_span_id"), all[0].at("span_id"));
    EXPECT_NE(all[below].at("span_id"), all[0].at("span_id"));
  }
  EXPECT_EQ(all[1].at("attributes").at("dpl.core.data_subject_id_type"), "pseudonym");
  EXPECT_EQ(all[2].at("attributes").at("dpl.core.data_subject_id"), "s-noor");
  for (const auto& record : all) EXPECT_EQ(json::serialize(record).find("ib-1"), std::string::npos);
}

TEST_F(Ldv, CallsARefusalAnError) {
  ASSERT_TRUE(access().refused(ib, {"unauthorised", CaseId{"c1"}, {}, {}}, occasion_));
  ASSERT_THAT(records(), SizeIs(1));
  EXPECT_EQ(records().front().at("status"), "Error");
  EXPECT_EQ(records().front().at("attributes").at("exception.type"), "unauthorised");
}

TEST_F(Ldv, LeavesOutWhatConcernsNobody) {
  ASSERT_TRUE(access().login_failed(occasion_));
  ASSERT_TRUE(access().administered(ib, occasion_));
  EXPECT_THAT(records(), IsEmpty());
  ASSERT_TRUE(access().erased(ib, {"s-noor"}, ErasureGround::request, occasion_));
  EXPECT_THAT(records(), SizeIs(2));
}

TEST_F(Ldv, IsTheSameWhenItIsMadeAgain) {
  ASSERT_TRUE(access().erased(ib, {"actor/ib-2"}, ErasureGround::request, occasion_));
  EXPECT_EQ(records(), records());
}

}  // namespace
}  // namespace verloop::test
