#include "events/rocksdb/anchor_check.hpp"

#include <map>
#include <optional>

namespace verloop {
namespace {

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

Error missing(std::uint64_t size, std::uint64_t anchor_size) {
  return {Errc::tampered, "the log has " + text(size) + " events, its size anchor names " +
                              text(anchor_size) + ": the events from position " + text(size) +
                              " on are missing; restore the log from a backup"};
}

Error differs(std::uint64_t from, std::uint64_t size, const std::string& from_what) {
  return {Errc::tampered, "the log is not what was written: its events from position " +
                              text(from) + " on, up to position " + text(size) + ", differ from " +
                              from_what + "; restore the log from a backup"};
}

constexpr const char* the_anchor = "its size anchor";
constexpr const char* the_tail = "its tail";

/// Adds the leaf hashes of positions [tree.size(), size). `at_each` sees the tree before each.
template <class AtEach>
Result<> extend(const Database& database, CompactRange& tree, std::uint64_t size, AtEach at_each) {
  const std::string prefix(1, keys::leaf_kind);
  const auto visit = [&](std::string_view key, std::string_view value) {
    at_each(tree);
    if (tree.size() == size) return false;
    const Result<Digest> leaf = digest_from(value);
    if (!leaf || keys::number_of(key) != tree.size()) return false;
    tree.append(*leaf);
    return true;
  };
  const auto scanned = database.scan(prefix, keys::leaf(Position{tree.size()}), visit);
  if (tree.size() != size) {
    return Error{Errc::tampered,
                 "the leaf hash of position " + text(tree.size()) + " is missing or damaged"};
  }
  at_each(tree);
  if (!scanned) return scanned.error();
  return {};
}

/// The largest size at which the leaf hashes still give the root of a stored checkpoint.
std::uint64_t last_good_size(const Database& database, std::uint64_t size) {
  std::map<std::uint64_t, Digest> roots;
  const auto collect = [&](std::string_view key, std::string_view value) {
    const std::optional<std::uint64_t> at = keys::number_of(key);
    const auto stored = values::checkpoint_from(at.value_or(0), value);
    if (at && stored) roots[*at] = stored->tree.root();
    return true;
  };
  // What can't be read narrows less; the fault itself is reported by the caller.
  static_cast<void>(
      database.scan(std::string(1, keys::checkpoint_kind), keys::checkpoint(0), collect));
  std::uint64_t good = 0;
  bool broken = false;
  CompactRange tree;
  static_cast<void>(extend(database, tree, size, [&](const CompactRange& at) {
    const auto root = roots.find(at.size());
    if (root == roots.end() || broken) return;
    broken = root->second != at.root();
    if (!broken) good = at.size();
  }));
  return good;
}

/// The stored tree at the anchor's size, if it is the one that was signed.
Result<std::optional<CompactRange>> signed_tree(const Database& database,
                                                const Checkpoint& anchor) {
  const auto bytes = database.get(keys::checkpoint(anchor.size));
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<CompactRange>();
  auto stored = values::checkpoint_from(anchor.size, **bytes);
  if (!stored || stored->tree.root() != anchor.root) return std::optional<CompactRange>();
  return std::optional<CompactRange>(std::move(stored->tree));
}

}  // namespace

Result<CompactRange> check_anchor(const Database& database, const values::Tail& tail,
                                  const Checkpoint& anchor) {
  const auto nothing = [](const CompactRange&) {};
  const std::uint64_t size = tail.tree.size();
  if (size < anchor.size) return missing(size, anchor.size);
  if (size == anchor.size) {
    if (tail.tree.root() == anchor.root) return tail.tree;
    return differs(last_good_size(database, anchor.size), anchor.size, the_anchor);
  }
  auto known = signed_tree(database, anchor);
  if (!known) return known.error();
  CompactRange at_anchor = known->value_or(CompactRange());
  if (!*known) {
    if (auto built = extend(database, at_anchor, anchor.size, nothing); !built) {
      return built.error();
    }
    if (at_anchor.root() != anchor.root) {
      return differs(last_good_size(database, anchor.size), anchor.size, the_anchor);
    }
  }
  CompactRange tree = at_anchor;
  if (auto built = extend(database, tree, size, nothing); !built) return built.error();
  if (tree.root() != tail.tree.root()) return differs(anchor.size, size, the_tail);
  return at_anchor;
}

}  // namespace verloop
