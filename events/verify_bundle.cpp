#include "events/verify_bundle.hpp"

#include <algorithm>
#include <set>

#include <boost/json/array.hpp>

#include "events/checked_record.hpp"
#include "events/disclosure.hpp"
#include "events/json/canonical_json.hpp"
#include "events/merkle.hpp"
#include "events/on_behalf.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t reference_digits = 16;

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

/// An open field of a record that is a text; empty when there is none.
std::string text_in(const Record& record, std::string_view name) {
  const json::value* value = record.data.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t number_in(const Record& record, std::string_view name) {
  const json::value* value = record.data.if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : -1;
}

json::array list_in(const Record& record, std::string_view name) {
  const json::value* value = record.data.if_contains(name);
  return value != nullptr && value->is_array() ? value->get_array() : json::array();
}

/// One pass over a bundle. Each `check_` method adds what it finds to the report.
class BundleVerification {
 public:
  BundleVerification(const Bundle& bundle, const VerifierKey& key) : bundle_(bundle), key_(key) {}

  BundleReport run() {
    check_checkpoint();
    if (!report_.checkpoint) return std::move(report_);
    check_directory();
    check_definitions();
    for (const BundledEvent& event : bundle_.events) check_event(event);
    check_versions();
    check_case();
    return std::move(report_);
  }

 private:
  void fault(std::optional<Position> at, std::string what) {
    report_.faults.push_back({at, std::move(what)});
  }

  /// What was signed is read even when the signature is wrong, so that all else is checked too.
  void check_checkpoint() {
    if (bundle_.key != key_)
      fault(std::nullopt, "the bundle names another verifier key than the one it is checked with");
    const Result<Checkpoint> opened = open_checkpoint(bundle_.checkpoint, key_);
    if (!opened) fault(std::nullopt, "the checkpoint is not the log's: " + opened.error().detail);
    const Result<Note> note = parse_note(bundle_.checkpoint);
    if (!note) return;
    const Result<Checkpoint> read = parse_checkpoint_text(note->text);
    if (!read) return;
    report_.checkpoint = *read;
    if (read->origin != bundle_.origin)
      fault(std::nullopt, "the checkpoint is of another log than the bundle's origin");
  }

  /// The record, when its bytes are one; with a fault when it does not lie where it says it does.
  std::optional<Record> check_record(const BundledRecord& bundled) {
    const Digest leaf = leaf_hash(bundled.bytes);
    const InclusionProof proof{bundled.position, report_.checkpoint->size, bundled.path};
    const Result<> proved = verify(proof, leaf, report_.checkpoint->root);
    is_proved_ = proved.has_value();
    if (!proved)
      fault(bundled.position, "the record is not proved to lie here: " + proved.error().detail);
    const Result<StoredRecord> checked = checked_record(bundled.position, bundled.bytes, leaf);
    if (checked) return checked->record;
    is_proved_ = false;
    fault(bundled.position, checked.error().detail);
    return std::nullopt;
  }

  void check_directory() {
    std::optional<Position> before;
    for (const BundledRecord& bundled : bundle_.directory) {
      check_order(before, bundled.position);
      const std::optional<Record> record = check_record(bundled);
      if (!record) continue;
      if (record->case_id.text != "@directory" || !gives_role(*record))
        fault(bundled.position, "the record is none of a role that was given");
      else if (is_proved_)
        roles_.push_back({record->position, role_given(*record)});
    }
    const auto is_readers = [this](const auto& given) { return given.second == bundle_.reader; };
    if (std::none_of(roles_.begin(), roles_.end(), is_readers))
      fault(std::nullopt, "nothing proves that the reader has the role it was made for");
  }

  static bool gives_mandate(const Record& record) { return record.type.text == "MandateGiven@1"; }
  static bool gives_role(const Record& record) {
    return record.type.text == "RoleGiven@1" || record.type.text == "RoleGiven@2" ||
           gives_mandate(record);
  }

  /// A mandate gives it on somebody else's behalf.
  static Actor role_given(const Record& record) {
    Actor given{{text_in(record, "person")},
                {text_in(record, "as")},
                {text_in(record, "organisation")},
                {}};
    if (gives_mandate(record))
      given.on_behalf_of = on_behalf_of({text_in(record, "giver")}, record.position);
    return given;
  }

  void check_order(std::optional<Position>& before, Position at) {
    if (before && at <= *before) fault(at, "the record does not come after the one before it");
    before = at;
  }

  void check_definitions() {
    std::optional<Position> before;
    for (const BundledDefinition& definition : bundle_.definitions) {
      check_order(before, definition.deployed.position);
      const std::optional<Record> deployed = check_record(definition.deployed);
      const bool is_deployment = deployed && deployed->case_id.text == "@definitions" &&
                                 deployed->type.text == "ProcedureDeployed@1";
      if (deployed && !is_deployment)
        fault(definition.deployed.position, "the record is none of a deployment");
      bool holds = is_deployment && is_proved_;
      json::array files;
      for (const BundledRecord& part : definition.parts) {
        const std::optional<Record> record = check_record(part);
        holds = holds && record && is_proved_ && add_part(*record, *deployed, files);
      }
      if (is_deployment) check_text(definition, *deployed, files, holds);
    }
  }

  /// Adds the part's text to its file. False when it is no part of this deployment.
  static bool add_part(const Record& part, const Record& deployed, json::array& files) {
    const bool is_part = part.case_id == deployed.case_id && part.command == deployed.command &&
                         part.type.text == "DefinitionPart@1";
    const std::string name = text_in(part, "file");
    const bool is_first = files.empty() || files.back().as_array()[0].as_string() != name;
    if (is_first) files.push_back(json::array{name, ""});
    files.back().as_array()[1].as_string() += text_in(part, "text");
    return is_part;
  }

  void check_text(const BundledDefinition& definition, const Record& deployed,
                  const json::array& files, bool holds) {
    json::array positions;
    for (const BundledRecord& part : definition.parts)
      positions.push_back(static_cast<std::int64_t>(part.position.value));
    json::array names;
    for (const json::value& file : files) names.push_back(file.as_array()[0]);
    const std::string sha = text_in(deployed, "sha256");
    if (positions != list_in(deployed, "parts") || names != list_in(deployed, "files") ||
        to_hex(view(sha256(canonical_json(files)))) != sha) {
      fault(deployed.position, "the text of the procedure is not the one that was deployed here");
    } else if (holds) {
      procedures_.insert(text_in(deployed, "procedure") + "@" +
                         std::to_string(number_in(deployed, "version")) + "#" +
                         sha.substr(0, reference_digits));
    }
  }

  void check_event(const BundledEvent& event) {
    const Position at = event.record.position;
    const std::optional<Record> record = check_record(event.record);
    if (!record) {
      ++unread_count_;
      return;
    }
    if (record->case_id != bundle_.case_id) fault(at, "the event is of another case");
    check_place(*record);
    versions_.push_back(record->version.value);
    if (!procedures_.contains(record->procedure))
      fault(at, "the text of the procedure that it was decided under is not proved here");
    check_actor(*record);
    check_disclosures(*record, event.disclosures);
  }

  /// Between two events of a case lie at least as many events of the log as of the case.
  void check_place(const Record& record) {
    const Position at = record.position;
    if (!last_) {
      if (at.value < record.version.value) fault(at, "the position is too small for its version");
    } else if (record.version <= last_->version || at <= last_->position) {
      fault(at, "the event does not come after the one before it");
    } else if (at.value - last_->position.value < record.version.value - last_->version.value) {
      fault(at, "there is no room for the versions between it and the one before it");
    } else if (record.recorded_at < last_->recorded_at) {
      fault(at, "the event was recorded before the one before it");
    }
    last_ = record;
  }

  /// The program itself has no role; who acts in an import need not be in the directory.
  void check_actor(const Record& record) {
    if (record.actor.org.text.empty() || record.basis == Basis::imported) return;
    Actor author = record.actor;
    author.id = author_of(record.actor);
    author.on_behalf_of.clear();
    if (!was_given(author, record.position) || !was_given(record.actor, record.position))
      fault(record.position, "nothing proves that its actor had that role before");
  }

  bool was_given(const Actor& actor, Position before) const {
    return std::any_of(roles_.begin(), roles_.end(), [&](const auto& given) {
      return given.first < before && given.second == actor;
    });
  }

  void check_disclosures(const Record& record, const std::vector<std::string>& disclosures) {
    std::set<std::string> seen;
    for (const std::string& bytes : disclosures) {
      const Result<Disclosure> disclosure = decode_disclosure(bytes);
      if (!disclosure) {
        fault(record.position, disclosure.error().detail);
      } else if (!commits_to(record, *disclosure)) {
        fault(record.position, "a disclosure is none that the record commits to");
      } else if (!seen.insert(disclosure->field).second) {
        fault(record.position, "the disclosure of a field is there twice");
      } else {
        ++report_.disclosure_count;
      }
    }
  }

  /// Shown and left out together are all versions from 0 to the last, each once.
  void check_versions() {
    std::vector<std::uint64_t> all = versions_;
    std::optional<Version> before;
    for (const LeftOut& left : bundle_.left_out) {
      if (before && left.version <= *before)
        fault(std::nullopt, "the versions that are left out are not in their order");
      before = left.version;
      all.push_back(left.version.value);
    }
    std::sort(all.begin(), all.end());
    std::uint64_t next = 0;
    for (const std::uint64_t version : all) {
      if (version < next)
        fault(std::nullopt, "version " + text(version) + " of the case is there twice");
      if (version > next) miss(next, version - 1);
      next = version + 1;
    }
    if (next <= bundle_.version.value) miss(next, bundle_.version.value);
    if (next > bundle_.version.value + 1)
      fault(std::nullopt, "the case has more versions than the bundle says");
  }

  /// A record that can't be read is one of those that seem to be missing.
  void miss(std::uint64_t first, std::uint64_t last) {
    const std::uint64_t count = last - first + 1;
    if (count <= unread_count_) {
      unread_count_ -= count;
      return;
    }
    const std::string which =
        first == last ? "version " + text(first) + " of the case is"
                      : "versions " + text(first) + " to " + text(last) + " of the case are";
    fault(std::nullopt, which + " neither shown nor left out");
  }

  void check_case() {
    if (!procedures_.contains(bundle_.procedure))
      fault(std::nullopt, "the text of the case's procedure is not proved here");
    if (bundle_.position.value >= report_.checkpoint->size)
      fault(std::nullopt, "the case's last event is not among those that were signed");
    if (!last_) return;
    const bool is_last = last_->version == bundle_.version;
    const bool fits =
        is_last ? last_->position == bundle_.position : last_->position < bundle_.position;
    if (!fits) fault(last_->position, "the case's last event does not lie where the bundle says");
  }

  const Bundle& bundle_;
  const VerifierKey& key_;
  BundleReport report_;
  bool is_proved_ = false;  // The record that check_record looked at last.
  std::vector<std::pair<Position, Actor>> roles_;
  std::set<std::string> procedures_;  // References of which the text is proved.
  std::optional<Record> last_;
  std::vector<std::uint64_t> versions_;
  std::uint64_t unread_count_ = 0;
};

}  // namespace

BundleReport verify_bundle(const Bundle& bundle, const VerifierKey& key) {
  return BundleVerification(bundle, key).run();
}

}  // namespace verloop
