#include "projections/make_bundle.hpp"

#include <algorithm>

#include "events/json/text_in.hpp"
#include "events/on_behalf.hpp"
#include "events/tile_proofs.hpp"
#include "events/verify_bundle.hpp"
#include "projections/whole_records.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;
const std::string system_name = "system";

Result<std::vector<StoredRecord>> read_all(const EventLog& log, const CaseId& stream) {
  std::vector<StoredRecord> all;
  for (Version from;;) {
    auto page = log.read_stream(stream, from, page_size);
    if (page.has_error()) return page.error();
    const bool is_last = page->size() < page_size;
    for (StoredRecord& stored : *page) {
      from = stored.record.version.next();
      all.push_back(std::move(stored));
    }
    if (is_last) return all;
  }
}

/// One bundle under construction.
class Making {
 public:
  Making(const Sources& sources, const Reader& reader, const CaseState& state,
         const std::optional<std::string>& note)
      : sources_(sources), reader_(reader), state_(state), note_(note) {}

  Result<Guarded<Bundle>> run() {
    auto done = add_head();
    if (done.has_value()) done = add_events();
    if (done.has_value()) done = add_definitions();
    if (done.has_value()) done = add_directory();
    if (done.has_error()) return done.error();
    const BundleReport report = verify_bundle(bundle_, bundle_.key);
    if (report.faults.empty())
      return Guarded(std::move(bundle_), Sight{reader_.actor, std::move(looks_), state_.position});
    const Fault& first = report.faults.front();
    return Error{Errc::tampered,
                 "the bundle of case " + state_.id.text + " would not verify: " + first.text +
                     (first.position ? ", position " + std::to_string(first.position->value) : "") +
                     "; run: verloop verify"};
  }

 private:
  Result<> add_head() {
    const auto note =
        note_ ? Result<std::optional<std::string>>(note_) : sources_.log.newest_checkpoint();
    if (note.has_error()) return note.error();
    if (*note) {
      const auto key = sources_.log.signing_keys().signer_of(**note);
      if (key.has_error()) return key.error();
      const auto checkpoint = open_checkpoint(**note, *key);
      if (checkpoint.has_error()) return checkpoint.error();
      size_ = checkpoint->size;
      bundle_.key = *key;
    }
    if (state_.position.value >= size_) {
      return Error{Errc::not_found, "case " + state_.id.text +
                                        " can't be proved: it is not signed yet as far as it is; "
                                        "sign with: verloop checkpoint" +
                                        (note_ ? " --policy FILE" : "")};
    }
    bundle_.origin = sources_.log.origin();
    bundle_.checkpoint = **note;
    bundle_.reader = reader_.actor;
    bundle_.case_id = state_.id;
    bundle_.position = state_.position;
    bundle_.version = *state_.version;
    bundle_.procedure = state_.definition;
    return {};
  }

  Result<BundledRecord> proved(const StoredRecord& stored) const {
    auto proof = prove_inclusion(tiles_of(sources_.log), stored.record.position, size_);
    if (proof.has_error()) return proof.error();
    return BundledRecord{stored.record.position, stored.bytes, std::move(proof->path)};
  }

  Result<> add_events() {
    looks_[state_.id];  // What is handed out in a file is entered also where nothing was sealed.
    auto records = read_all(sources_.log, state_.id);
    if (records.has_error()) return records.error();
    // What came since the state was read is not part of this bundle.
    std::erase_if(*records,
                  [this](const auto& stored) { return stored.record.version > bundle_.version; });
    procedures_.insert(state_.definition);
    for (const auto& [record, bytes] : *records) {
      if (sources_.definitions.find(record.procedure) != nullptr) continue;
      return Error{Errc::not_found,
                   "the definition " + record.procedure + " is not deployed in this log"};
    }
    const WholeRecords whole(reader_, sources_.definitions, *records);
    for (const StoredRecord& stored : *records) {
      const Handing handing = whole.of(stored.record);
      const auto added = handing == Handing::whole ? show(stored) : leave_out(stored, handing);
      if (added.has_error()) return added;
    }
    return {};
  }

  Result<> show(const StoredRecord& stored) {
    const Record& record = stored.record;
    auto proved_record = proved(stored);
    if (proved_record.has_error()) return proved_record.error();
    const auto disclosures =
        open_disclosures(sources_.log, sources_.vault, record,
                         seen_fields(reader_, record, definition_of(record)), looks_);
    if (disclosures.has_error()) return disclosures.error();
    BundledEvent event{std::move(*proved_record), {}};
    for (const Disclosure& one : *disclosures) event.disclosures.push_back(encode(one));
    bundle_.events.push_back(std::move(event));
    procedures_.insert(record.procedure);
    actors_.push_back(record.actor);
    return {};
  }

  Result<> leave_out(const StoredRecord& stored, Handing handing) {
    bundle_.left_out.push_back(
        {stored.record.version, audience_of(stored.record, definition_of(stored.record)),
         handing == Handing::partly ? WhyLeftOut::partly : WhyLeftOut::unseen});
    return {};
  }

  const Definition& definition_of(const Record& record) const {
    return *sources_.definitions.find(record.procedure);
  }

  /// The deployments that the events name, and that of the program's own event types.
  Result<> add_definitions() {
    const auto records = read_all(sources_.log, {"@definitions"});
    if (records.has_error()) return records.error();
    std::map<Position, const StoredRecord*> by_position;
    for (const StoredRecord& stored : *records) {
      by_position[stored.record.position] = &stored;
      const bool wanted =
          stored.record.type.text == "ProcedureDeployed@1" && is_wanted(stored.record);
      if (!wanted) continue;
      const auto added = add_definition(stored, by_position);
      if (added.has_error()) return added;
    }
    return {};
  }

  bool is_wanted(const Record& deployed) const {
    const std::string name(deployed.data.at("procedure").as_string());
    if (name == system_name) return deployed.position.value < size_;
    const std::string sha(deployed.data.at("sha256").as_string());
    const auto version = deployed.data.at("version").to_number<std::int64_t>();
    return procedures_.contains(name + "@" + std::to_string(version) + "#" + sha.substr(0, 16));
  }

  Result<> add_definition(const StoredRecord& deployed,
                          const std::map<Position, const StoredRecord*>& by_position) {
    BundledDefinition definition;
    for (const json::value& number : deployed.record.data.at("parts").as_array()) {
      const auto part = by_position.find(Position{number.to_number<std::uint64_t>()});
      if (part == by_position.end())
        return Error{Errc::tampered, "a deployment names a part that the log does not hold"};
      auto proved_part = proved(*part->second);
      if (proved_part.has_error()) return proved_part.error();
      definition.parts.push_back(std::move(*proved_part));
    }
    auto proved_deployed = proved(deployed);
    if (proved_deployed.has_error()) return proved_deployed.error();
    definition.deployed = std::move(*proved_deployed);
    bundle_.definitions.push_back(std::move(definition));
    return {};
  }

  /// That the reader, and each who acts in an event that is shown, was given that role.
  Result<> add_directory() {
    const auto records = read_all(sources_.log, {"@directory"});
    if (records.has_error()) return records.error();
    actors_.push_back(reader_.actor);
    for (const StoredRecord& stored : *records) {
      const Record& record = stored.record;
      const bool is_concerned =
          record.position.value < size_ &&
          std::any_of(actors_.begin(), actors_.end(),
                      [&record](const Actor& actor) { return allows(record, actor); });
      if (!is_concerned) continue;
      auto proved_record = proved(stored);
      if (proved_record.has_error()) return proved_record.error();
      bundle_.directory.push_back(std::move(*proved_record));
    }
    return {};
  }

  /// Whether the entry of the directory gave the actor its role, or the mandate for it.
  static bool allows(const Record& record, const Actor& actor) {
    if (record.type.text == "MandateGiven@1")
      return actor.on_behalf_of == on_behalf_of({text_in(record.data, "giver")}, record.position);
    return record.type.text.starts_with("RoleGiven@") &&
           text_in(record.data, "person") == author_of(actor).text &&
           text_in(record.data, "as") == actor.role.text &&
           text_in(record.data, "organisation") == actor.org.text;
  }

  const Sources& sources_;
  const Reader& reader_;
  const CaseState& state_;
  const std::optional<std::string>& note_;
  std::uint64_t size_ = 0;  // Of the tree that is signed.
  Bundle bundle_;
  std::set<std::string> procedures_;
  std::vector<Actor> actors_;
  Looks looks_;
};

}  // namespace

Result<Guarded<Bundle>> make_bundle(const Sources& sources, const Reader& reader,
                                    const CaseState& state,
                                    const std::optional<std::string>& note) {
  return Making(sources, reader, state, note).run();
}

}  // namespace verloop
