// The values of the log's database; their grammar stands in keys.hpp.

#include <boost/json/object.hpp>

#include "events/json/canonical_json.hpp"
#include "events/json/canonical_reader.hpp"
#include "events/rocksdb/keys.hpp"

namespace verloop::values {
namespace {

constexpr std::size_t digest_size = 32;

Error malformed(const char* what) {
  return {Errc::malformed, std::string("a stored ") + what + " is not in its form"};
}

void append_subtrees(std::string& bytes, const CompactRange& tree) {
  for (const Digest& digest : tree.subtrees()) bytes.append(view(digest));
}

Result<CompactRange> tree_from(std::uint64_t size, std::string_view bytes) {
  if (bytes.size() % digest_size != 0) return malformed("list of subtree hashes");
  std::vector<Digest> subtrees;
  for (; !bytes.empty(); bytes.remove_prefix(digest_size)) {
    const Result<Digest> digest = digest_from(bytes.substr(0, digest_size));
    if (!digest) return digest.error();
    subtrees.push_back(*digest);
  }
  return CompactRange::from(size, std::move(subtrees));
}

}  // namespace

std::string number(std::uint64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(static_cast<unsigned char>(number >> shift)));
  }
  return bytes;
}

std::optional<std::uint64_t> number_from(std::string_view bytes) {
  if (bytes.size() != 8) return std::nullopt;
  std::uint64_t number = 0;
  for (const char byte : bytes) number = (number << 8) | static_cast<unsigned char>(byte);
  return number;
}

std::string sealed(const SealedValue& value) {
  const std::size_t length = value.subject.text.size();
  ensure(length <= 0xffff, "a subject's id is short");
  std::string bytes;
  bytes.push_back(static_cast<char>(static_cast<unsigned char>(length >> 8)));
  bytes.push_back(static_cast<char>(static_cast<unsigned char>(length & 0xff)));
  return bytes.append(value.subject.text).append(value.bytes);
}

std::optional<SealedValue> sealed_from(std::string field, std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const std::size_t length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0])) << 8 |
                             static_cast<unsigned char>(bytes[1]);
  if (bytes.size() < 2 + length) return std::nullopt;
  return SealedValue{std::move(field), SubjectId{std::string(bytes.substr(2, length))},
                     std::string(bytes.substr(2 + length))};
}

std::string command(const KnownCommand& known) {
  const Receipt& receipt = known.receipt;
  return canonical_json(boost::json::object{
      {"answer", receipt.answer},
      {"case", receipt.case_id.text},
      {"content", to_base64url(view(known.content))},
      {"first", receipt.first.value},
      {"position", receipt.position.value},
      {"version", receipt.version.value},
  });
}

Result<KnownCommand> command_from(std::string_view bytes) {
  CanonicalReader reader(bytes);
  const auto number = [&reader](std::string_view in_front) {
    reader.expect(in_front);
    const std::int64_t read = reader.integer();
    if (read < 0) reader.refuse();
    return static_cast<std::uint64_t>(read);
  };
  KnownCommand known;
  Receipt& receipt = known.receipt;
  reader.expect(R"({"answer":)");
  const boost::json::value answer = reader.value();
  reader.expect(R"(,"case":)");
  receipt.case_id.text = reader.text();
  reader.expect(R"(,"content":)");
  const std::string content = reader.text();
  receipt.first.value = number(R"(,"first":)");
  receipt.position.value = number(R"(,"position":)");
  receipt.version.value = number(R"(,"version":)");
  reader.expect("}");
  if (!reader.is_whole() || !answer.is_object()) return malformed("command");
  receipt.answer = answer.get_object();
  const Result<std::string> content_bytes = from_base64url(content);
  if (!content_bytes) return content_bytes.error();
  const Result<Digest> digest = digest_from(*content_bytes);
  if (!digest) return digest.error();
  known.content = *digest;
  return known;
}

std::string tail(const Tail& tail) {
  std::string bytes = number(tail.tree.size());
  bytes.append(number(static_cast<std::uint64_t>(tail.recorded_at.time_since_epoch().count())));
  append_subtrees(bytes, tail.tree);
  return bytes;
}

Result<Tail> tail_from(std::string_view bytes) {
  if (bytes.size() < 16) return malformed("tail");
  const std::uint64_t micros = *number_from(bytes.substr(8, 8));
  Result<CompactRange> tree = tree_from(*number_from(bytes.substr(0, 8)), bytes.substr(16));
  if (!tree) return tree.error();
  return Tail{Timestamp(std::chrono::microseconds(static_cast<std::int64_t>(micros))),
              std::move(*tree)};
}

std::string checkpoint(const SignedTree& signed_tree) {
  std::string bytes(1, static_cast<char>(signed_tree.tree.subtrees().size()));
  append_subtrees(bytes, signed_tree.tree);
  return bytes.append(signed_tree.note);
}

Result<SignedTree> checkpoint_from(std::uint64_t size, std::string_view bytes) {
  if (bytes.empty()) return malformed("checkpoint");
  const std::size_t length = static_cast<unsigned char>(bytes[0]) * digest_size;
  if (bytes.size() < 1 + length) return malformed("checkpoint");
  Result<CompactRange> tree = tree_from(size, bytes.substr(1, length));
  if (!tree) return tree.error();
  return SignedTree{std::move(*tree), std::string(bytes.substr(1 + length))};
}

}  // namespace verloop::values
