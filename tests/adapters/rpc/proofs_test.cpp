// Proofs as another program gets them over a socket, and checks them.

#include "tests/adapters/served.hpp"

namespace verloop::test {
namespace {

std::vector<Digest> path_in(const json::object& result) {
  std::vector<Digest> path;
  for (const json::value& node : result.at("path").as_array())
    path.push_back(digest_from(from_base64(node.as_string()).value()).value());
  return path;
}

class Proofs : public testing::Test {
 protected:
  json::object result(const char* method, json::object params) {
    return client_.call(method, std::move(params)).at("result").as_object();
  }
  /// What the note in an answer says, by the key that the server tells.
  Checkpoint checkpoint_in(const json::object& answer) {
    const json::object info = result("server.info", {});
    const auto key = parse_verifier_key(info.at("verifierKey").as_string()).value();
    return open_checkpoint(answer.at("checkpoint").as_string(), key).value();
  }

  Served served_;
  Client client_{served_, "ib-1"};
};

TEST_F(Proofs, SayWhereARecordLies) {
  for (const int position : {0, 1, 5}) {
    const json::object proof = result("log.inclusion", {{"position", position}});
    const Checkpoint checkpoint = checkpoint_in(proof);
    const InclusionProof inclusion{
        {static_cast<std::uint64_t>(position)}, checkpoint.size, path_in(proof)};
    const Digest leaf = digest_from(from_base64(proof.at("leaf").as_string()).value()).value();
    EXPECT_TRUE(verify(inclusion, leaf, checkpoint.root)) << position;
    EXPECT_FALSE(verify(inclusion, sha256("another"), checkpoint.root)) << position;
  }
}

TEST_F(Proofs, SayThatTheLogOnlyGrew) {
  const Checkpoint now = checkpoint_in(result("log.checkpoint", {}));
  const json::object proof = result("log.consistency", {{"from", 3}});
  CompactRange before;
  for (const int position : {0, 1, 2}) {
    const json::object leaf = result("log.inclusion", {{"position", position}});
    before.append(digest_from(from_base64(leaf.at("leaf").as_string()).value()).value());
  }
  const ConsistencyProof consistency{3, now.size, path_in(proof)};
  EXPECT_TRUE(verify(consistency, before.root(), checkpoint_in(proof).root));
}

TEST_F(Proofs, AreRefusedForWhatIsNotThereOrNoNumber) {
  EXPECT_EQ(error_kind(client_.call("log.inclusion", {{"position", 99999}})), "unknown");
  EXPECT_EQ(error_kind(client_.call("log.consistency", {{"from", 99999}})), "unknown");
  EXPECT_EQ(error_code(client_.call("log.inclusion", {{"position", -1}})), -32602);
  EXPECT_EQ(error_code(client_.call("log.inclusion", {})), -32602);
  EXPECT_EQ(error_code(client_.call("log.consistency", {{"from", "x"}})), -32602);
  Client stranger(served_);
  EXPECT_EQ(error_kind(stranger.call("log.consistency", {{"from", 1}})), "unauthenticated");
}

/// The records as the auditor reads them, in pages of two.
std::vector<std::string> read_all(Client& auditor) {
  std::vector<std::string> records;
  for (std::optional<std::int64_t> from = 0; from;) {
    const json::object page =
        auditor.call("log.read", {{"from", *from}, {"count", 2}}).at("result").as_object();
    for (const json::value& record : page.at("records").as_array())
      records.emplace_back(record.as_string());
    const json::value* next = page.if_contains("next");
    from = next == nullptr ? std::nullopt : std::optional(next->as_int64());
  }
  return records;
}

TEST_F(Proofs, AreOfRecordsThatAnAuditorReads) {
  served_.enter("aud-1", "auditor", "swv");
  make_case(served_, "c1");
  Client auditor(served_, "aud-1");
  const std::vector<std::string> records = read_all(auditor);
  const std::uint64_t size = served_.on_storage([this] {
    served_.log().sign_checkpoint().value();
    return served_.log().tail().size;
  });
  ASSERT_EQ(records.size(), size);
  CompactRange tree;
  for (const std::string& record : records) tree.append(leaf_hash(record));
  EXPECT_EQ(tree.root(), checkpoint_in(result("log.checkpoint", {})).root);
  const auto entries = served_.on_storage([this] { return access_entries(served_.access_log()); });
  ASSERT_FALSE(entries.empty());
  EXPECT_EQ(entries.back().action.text, "log.read");
  EXPECT_EQ(entries.back().actor.id.text, "aud-1");
}

TEST_F(Proofs, RecordsAreForAuditorsOnly) {
  EXPECT_EQ(error_kind(client_.call("log.read", {{"from", 0}})), "unauthorised");
  served_.enter("aud-1", "auditor", "swv");
  Client auditor(served_, "aud-1");
  EXPECT_EQ(error_code(auditor.call("log.read", {{"from", 0}, {"count", 257}})), -32602);
  EXPECT_EQ(error_code(auditor.call("log.read", {{"from", -1}})), -32602);
  for (const std::int64_t beyond : {std::int64_t{99999}, std::int64_t{1} << 60})
    EXPECT_EQ(error_code(auditor.call("log.read", {{"from", beyond}})), -32602);
}

}  // namespace
}  // namespace verloop::test
