// Published cases: transparency-dev/merkle, RFC 6962, and small trees made by another program.
// Proofs of subtrees are not supported; their cases are left out.

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "events/merkle.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/small_tree.hpp"

namespace verloop {
namespace {

namespace json = boost::json;
using test::leaves;
using test::root_of;

json::value load(const std::string& name) {
  return json::parse(test::read_file(test::shared_data("vectors/merkle/" + name)));
}

Result<Digest> from_text(const json::value& value) {
  const auto bytes = from_base64(json::value_to<std::string>(value));
  if (bytes.has_error()) return bytes.error();
  return digest_from(*bytes);
}

Result<std::vector<Digest>> path_from_text(const json::value& value) {
  std::vector<Digest> path;
  if (value.is_null()) return path;
  for (const auto& node : value.as_array()) {
    const auto digest = from_text(node);
    if (digest.has_error()) return digest.error();
    path.push_back(*digest);
  }
  return path;
}

std::uint64_t number(const json::value& test, const char* name) {
  return test.at(name).to_number<std::uint64_t>();
}

std::vector<std::string> hex_of(const std::vector<Digest>& digests) {
  std::vector<std::string> texts;
  for (const Digest& digest : digests) texts.push_back(to_hex(view(digest)));
  return texts;
}

Result<> verify_inclusion(const json::value& test) {
  const auto leaf = from_text(test.at("leafHash"));
  const auto root = from_text(test.at("root"));
  auto path = path_from_text(test.at("proof"));
  if (leaf.has_error() || root.has_error() || path.has_error())
    return Error{Errc::malformed, "not digests"};
  return verify(InclusionProof{{number(test, "leafIdx")}, number(test, "treeSize"), *path}, *leaf,
                *root);
}

/// Some roots of these cases are words, "don't care 1": a digest stands in that differs where the
/// words do.
Digest root_from_text(const json::value& value) {
  const auto root = from_text(value);
  return root.has_value() ? *root : sha256(json::value_to<std::string>(value));
}

Result<> verify_consistency(const json::value& test) {
  const Digest before = root_from_text(test.at("root1"));
  const Digest after = root_from_text(test.at("root2"));
  auto path = path_from_text(test.at("proof"));
  if (path.has_error()) return path.error();
  return verify(ConsistencyProof{number(test, "size1"), number(test, "size2"), *path}, before,
                after);
}

TEST(MerkleVectors, OfInclusion) {
  VERLOOP_NEEDS_SHARED("vectors/merkle");
  const json::value tests = load("transparency-dev-inclusion.json");
  for (const auto& test : tests.as_array())
    EXPECT_EQ(verify_inclusion(test).has_error(), test.at("wantErr").as_bool()) << test.at("file");
  EXPECT_EQ(tests.as_array().size(), 98U);
}

TEST(MerkleVectors, OfConsistency) {
  VERLOOP_NEEDS_SHARED("vectors/merkle");
  const json::value tests = load("transparency-dev-consistency.json");
  for (const auto& test : tests.as_array())
    EXPECT_EQ(verify_consistency(test).has_error(), test.at("wantErr").as_bool())
        << test.at("file");
  EXPECT_EQ(tests.as_array().size(), 98U);
}

TEST(MerkleVectors, OfRfc6962) {
  VERLOOP_NEEDS_SHARED("vectors/merkle");
  const json::value reference = load("rfc6962-reference.json");
  const auto& roots = reference.at("rootHashesHexBySize").as_array();
  CompactRange range;
  EXPECT_EQ(json::value(to_hex(view(range.root()))), roots.at(0));
  for (const auto& leaf : reference.at("leafInputsHex").as_array()) {
    range.append(leaf_hash(from_hex(json::value_to<std::string>(leaf)).value()));
    EXPECT_EQ(json::value(to_hex(view(range.root()))), roots.at(range.size()));
  }
  EXPECT_EQ(range.size(), 8U);
}

TEST(MerkleVectors, OfRfc6962LeafHashes) {
  VERLOOP_NEEDS_SHARED("vectors/merkle");
  const json::value reference = load("rfc6962-reference.json");
  int count = 0;
  for (const auto& vector : reference.at("hasherVectors").as_array()) {
    const auto* leaf = vector.as_object().if_contains("leafHex");
    if (leaf == nullptr) continue;  // The empty tree, and nodes whose parts are no digests.
    EXPECT_EQ(to_hex(view(leaf_hash(from_hex(json::value_to<std::string>(*leaf)).value()))),
              json::value_to<std::string>(vector.at("wantHex")));
    ++count;
  }
  EXPECT_EQ(count, 2);
}

TEST(MerkleVectors, OfPerfectSubtrees) {
  VERLOOP_NEEDS_SHARED("vectors/merkle");
  const json::value reference = load("rfc6962-reference.json");
  std::vector<Digest> level;
  for (const auto& leaf : reference.at("leafInputsHex").as_array())
    level.push_back(leaf_hash(from_hex(json::value_to<std::string>(leaf)).value()));
  for (const auto& expected : reference.at("nodeHashesHex").as_array()) {
    EXPECT_EQ(hex_of(level), json::value_to<std::vector<std::string>>(expected));
    std::vector<Digest> above;
    for (std::size_t i = 0; i + 1 < level.size(); i += 2)
      above.push_back(node_hash(level[i], level[i + 1]));
    level = above;
  }
}

TEST(MerkleVectors, OfRootsOfSmallTrees) {
  VERLOOP_NEEDS_SHARED("vectors/merkle");
  const json::value trees = load("generated-small-trees.json");
  std::size_t size = 0;
  for (const auto& root : trees.at("roots").as_array())
    EXPECT_EQ(json::value(to_hex(view(root_of(leaves(size++))))), root);
  EXPECT_EQ(size, 131U);
}

TEST(MerkleVectors, OfProofsOfSmallTrees) {
  VERLOOP_NEEDS_SHARED("vectors/merkle");
  const json::value trees = load("generated-small-trees.json");
  for (const auto& test : trees.at("inclusion").as_array()) {
    const auto proof = prove_inclusion({number(test, "index")}, leaves(number(test, "size")));
    EXPECT_EQ(hex_of(proof.path), json::value_to<std::vector<std::string>>(test.at("proof")));
  }
  for (const auto& test : trees.at("consistency").as_array()) {
    const auto proof = prove_consistency(number(test, "size1"), leaves(number(test, "size2")));
    EXPECT_EQ(hex_of(proof.path), json::value_to<std::vector<std::string>>(test.at("proof")));
  }
}

}  // namespace
}  // namespace verloop
