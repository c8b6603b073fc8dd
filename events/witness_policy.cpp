#include "events/witness_policy.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace verloop {
namespace {

using Fields = std::vector<std::string_view>;

constexpr std::string_view no_quorum = "none";

Fields fields_of(std::string_view line) {
  constexpr std::string_view blank = " \t";
  Fields fields;
  for (;;) {
    line.remove_prefix(std::min(line.find_first_not_of(blank), line.size()));
    if (line.empty()) return fields;
    const std::size_t end = std::min(line.find_first_of(blank), line.size());
    fields.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char byte) {
    const auto code = static_cast<unsigned char>(byte);
    return code == 0x7F || (code < 0x20 && code != '\t');
  });
}

/// Takes the lines in their order. Each `take_` gives what is wrong, or nothing.
class Reader {
 public:
  using Problem = std::optional<std::string>;

  Problem take(std::string_view line) {
    if (has_control(line)) return "has a control character";
    const Fields fields = fields_of(line);
    if (fields.empty() || fields.front().starts_with('#')) return std::nullopt;
    if (++lines_ > policy_lines_max) return "is one more than the limit";
    if (fields.front() == "log") return take_log(fields);
    if (fields.front() == "witness") return take_witness(fields);
    if (fields.front() == "group") return take_group(fields);
    if (fields.front() == "quorum") return take_quorum(fields);
    return "starts with none of: log, witness, group, quorum";
  }

  bool has_quorum() const { return has_quorum_; }
  WitnessPolicy policy() { return std::move(policy_); }

 private:
  Problem take_log(const Fields& fields) {
    if (fields.size() < 2 || fields.size() > 3) return "is not: log KEY [URL]";
    auto key = parse_verifier_key(fields[1]);
    if (!key) return key.error().detail;
    for (const PolicyLog& known : policy_.logs)
      if (known.key.public_key == key->public_key) return "names a log's key a second time";
    policy_.logs.push_back({std::move(*key), std::string(fields.size() > 2 ? fields[2] : "")});
    return std::nullopt;
  }

  Problem take_witness(const Fields& fields) {
    if (fields.size() < 3 || fields.size() > 4) return "is not: witness NAME KEY [URL]";
    if (auto problem = define(fields[1])) return problem;
    auto key = parse_witness_key(fields[2]);
    if (!key) return key.error().detail;
    for (const PolicyWitness& known : policy_.witnesses)
      if (known.key.public_key == key->public_key) return "names a witness's key a second time";
    policy_.witnesses.push_back(
        {std::string(fields[1]), std::move(*key), std::string(fields.size() > 3 ? fields[3] : "")});
    return std::nullopt;
  }

  Problem take_group(const Fields& fields) {
    if (fields.size() < 4) return "is not: group NAME all|any|COUNT MEMBER...";
    PolicyGroup group{std::string(fields[1]), 0, {fields.begin() + 3, fields.end()}};
    for (const std::string& member : group.members) {
      if (!names_.contains(member)) return "names a member that no line above it defines";
      if (!members_.insert(member).second) return "names a member that is in a group already";
    }
    if (auto problem = define(fields[1])) return problem;
    const auto wanted = count_in(fields[2], group.members.size());
    if (!wanted) return "wants neither all, nor any, nor a number of its members";
    group.wanted = *wanted;
    policy_.groups.push_back(std::move(group));
    return std::nullopt;
  }

  Problem take_quorum(const Fields& fields) {
    if (fields.size() != 2) return "is not: quorum NAME";
    if (has_quorum_) return "is a second quorum";
    has_quorum_ = true;
    if (fields[1] == no_quorum) return std::nullopt;
    policy_.quorum = std::string(fields[1]);
    if (names_.contains(policy_.quorum)) return std::nullopt;
    return "names a quorum that no line above it defines";
  }

  Problem define(std::string_view name) {
    if (name == no_quorum) return "defines the name none, which has its meaning already";
    if (!names_.emplace(name).second) return "defines a name that is defined already";
    return std::nullopt;
  }

  static std::optional<std::size_t> count_in(std::string_view text, std::size_t members) {
    if (text == "all") return members;
    if (text == "any") return 1;
    std::size_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, count);
    const bool is_count = fault == std::errc() && stop == end && count >= 1 && count <= members;
    return is_count ? std::optional(count) : std::nullopt;
  }

  WitnessPolicy policy_;
  std::set<std::string> names_;    // Of witnesses and groups.
  std::set<std::string> members_;  // Of any group.
  std::size_t lines_ = 0;
  bool has_quorum_ = false;
};

}  // namespace

Result<WitnessPolicy> parse_policy(std::string_view text) {
  if (text.size() > policy_bytes_max)
    return Error{Errc::too_large, "a policy is larger than the limit of 64 KiB"};
  Reader reader;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (const auto problem = reader.take(text.substr(0, end)))
      return Error{Errc::malformed, "policy, line " + std::to_string(number) + ": " + *problem};
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (!reader.has_quorum())
    return Error{Errc::malformed, "a policy needs a line that says its quorum"};
  return reader.policy();
}

Result<Cosigned> judge_cosigned(const WitnessPolicy& policy, std::string_view bytes) {
  const auto note = parse_note(bytes);
  if (!note) return note.error();
  Cosigned cosigned;
  std::set<std::string> good;  // Witnesses and groups.
  for (const PolicyWitness& witness : policy.witnesses) {
    const auto time = cosigned_at(*note, witness.key);
    if (!time) return time.error();
    if (!*time) continue;
    cosigned.witnesses.push_back(witness.name);
    good.insert(witness.name);
  }
  for (const PolicyGroup& group : policy.groups) {
    const auto count =
        std::count_if(group.members.begin(), group.members.end(),
                      [&](const std::string& member) { return good.contains(member); });
    if (static_cast<std::size_t>(count) >= group.wanted) good.insert(group.name);
  }
  cosigned.is_enough = policy.quorum.empty() || good.contains(policy.quorum);
  return cosigned;
}

Result<VerifierKey> log_key_for(const WitnessPolicy& policy, std::string_view note) {
  for (const PolicyLog& log : policy.logs) {
    const auto opened = open_checkpoint(note, log.key);
    if (opened) return log.key;
    if (opened.error().code != Errc::wrong_key) return opened.error();
  }
  return Error{Errc::wrong_key, "the checkpoint is signed by none of the policy's logs"};
}

std::vector<WitnessKey> witness_keys(const WitnessPolicy& policy) {
  std::vector<WitnessKey> keys;
  for (const PolicyWitness& witness : policy.witnesses) keys.push_back(witness.key);
  return keys;
}

}  // namespace verloop
