#pragma once
// A small log in memory with a definition, a directory and two cases whose events alternate, and
// an audit bundle of the first case, made by hand: for tests of the format and of its check.

#include "events/json/canonical_json.hpp"
#include "events/memory/memory_log.hpp"
#include "events/memory/memory_vault.hpp"
#include "events/open_values.hpp"
#include "events/tile_proofs.hpp"
#include "events/verify_bundle.hpp"
#include "tests/support/log_batches.hpp"

namespace verloop::test {

class SmallBundle {
 public:
  SmallBundle() {
    deploy();
    give_role("a-1", "mentor");
    give_role("r-1", "auditor");
    for (int round = 0; round < 3; ++round) {
      take_note("c1", "note " + std::to_string(round), "secret " + std::to_string(round));
      take_note("c2", "another " + std::to_string(round), "another secret");
    }
    log().sign_checkpoint().value();
    size_ = log().tail().size;
  }

  MemoryLog& log() { return *log_; }
  MemoryVault& vault() { return vault_; }
  VerifierKey key() { return log().verifier_key(); }

  BundledRecord proved(std::uint64_t position) {
    const StoredRecord stored = log().read({position}, 1).value().front();
    return {stored.record.position, stored.bytes,
            prove_inclusion(tiles_of(log()), {position}, size_).value().path};
  }
  BundledEvent event(std::uint64_t position) {
    const StoredRecord stored = log().read({position}, 1).value().front();
    BundledEvent event{proved(position), {}};
    Looks looks;
    for (const Disclosure& one :
         open_disclosures(log(), vault_, stored.record, {"words"}, looks).value())
      event.disclosures.push_back(encode(one));
    return event;
  }
  /// Positions 5, 7 and 9 are versions 0, 1 and 2 of c1; version 1 is left out.
  Bundle bundle() {
    Bundle bundle;
    bundle.origin = log().origin();
    bundle.checkpoint = log().newest_checkpoint().value().value();
    bundle.key = key();
    bundle.reader = {{"r-1"}, {"auditor"}, {"school-1"}, {}};
    bundle.case_id = {"c1"};
    bundle.position = {9};
    bundle.version = {2};
    bundle.procedure = reference_;
    bundle.events = {event(5), event(9)};
    bundle.left_out = {{{1}, Audience::school, WhyLeftOut::unseen}};
    bundle.definitions = {{{proved(0), proved(1)}, proved(2)}};
    bundle.directory = {proved(3), proved(4)};
    return bundle;
  }

 private:
  static SealedEvent plain(const std::string& type, boost::json::object data) {
    SealedEvent event = test_event(type);
    event.type = {type + "@1"};
    event.data = std::move(data);
    return event;
  }
  void append(const std::string& stream, std::vector<SealedEvent> events) {
    Batch made = batch(stream, {}, ++commands_, std::move(events));
    made.any_version = true;
    made.procedure = reference_;
    append_one(log(), std::move(made)).value();
  }
  void deploy() {
    const boost::json::array files{{"plan.yaml", "first half, second half"}};
    const std::string sha = to_hex(view(sha256(canonical_json(files))));
    reference_ = "plan@1#" + sha.substr(0, 16);
    append("@definitions",
           {plain("DefinitionPart", {{"file", "plan.yaml"}, {"part", 0}, {"text", "first half,"}}),
            plain("DefinitionPart", {{"file", "plan.yaml"}, {"part", 1}, {"text", " second half"}}),
            plain("ProcedureDeployed", {{"procedure", "plan"},
                                        {"version", 1},
                                        {"sha256", sha},
                                        {"files", boost::json::array{"plan.yaml"}},
                                        {"parts", {0, 1}}})});
  }
  void give_role(const std::string& person, const std::string& role) {
    append("@directory",
           {plain("RoleGiven", {{"person", person}, {"as", role}, {"organisation", "school-1"}})});
  }
  void take_note(const std::string& stream, const std::string& note, const std::string& secret) {
    append(stream, {test_event(note, secret)});
  }

  MemoryVault vault_;
  std::unique_ptr<MemoryLog> log_ = MemoryLog::create(test_origin, vault_).value();
  std::string reference_;
  std::uint64_t size_ = 0;
  int commands_ = 0;
};

}  // namespace verloop::test
