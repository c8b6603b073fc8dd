#pragma once
// An audit bundle: what one role may see of one case, with all that it takes to check it without
// the log. Pure. The file is RFC 8785 JSON and a line feed; members in docs/log_format.md:
//   {"case":{"id","position","procedure","version"},"checkpoint",
//    "definitions":[{"deployed":PROVED,"parts":[PROVED,...]},...],"directory":[PROVED,...],
//    "events":[PROVED with "disclosures":[base64url,...],...],"for":{"id","org","role"},
//    "format":"verloop-bundle","formatVersion":1,"leftOut":[{"audience","version","why"},...],
//    "origin","verifierKey"}
//   PROVED = {"path":[base64url of a hash,...],"position","record":base64url}

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "events/catalogue.hpp"
#include "events/event.hpp"
#include "events/note.hpp"

namespace verloop {

/// A record with its path to the root that the bundle's checkpoint signs.
struct BundledRecord {
  Position position;
  std::string bytes;
  std::vector<Digest> path;  // From the leaf up.
};

struct BundledEvent {
  BundledRecord record;
  std::vector<std::string> disclosures;  // The bytes of those that the role may see.
};

/// The deployment of a definition: the records that hold its text, and the one that names them.
struct BundledDefinition {
  std::vector<BundledRecord> parts;
  BundledRecord deployed;
};

enum class WhyLeftOut : std::uint8_t {
  unseen,  // The role may not know of the event.
  partly,  // It may, but the record holds more than it may see.
};

struct LeftOut {
  Version version;
  Audience audience{};  // Of the event's type.
  WhyLeftOut why{};
};

struct Bundle {
  std::string origin;
  std::string checkpoint;  // The signed note, with its cosignatures.
  VerifierKey key;         // The log's, as it says itself.
  Actor reader;            // For whom it was made, in which role.
  CaseId case_id;
  Position position;                 // Of the case's last event when it was made, shown or not,
  Version version;                   // and its version.
  std::string procedure;             // Reference of the definition that the case is on.
  std::vector<BundledEvent> events;  // In order of their versions.
  std::vector<LeftOut> left_out;     // Likewise.
  std::vector<BundledDefinition> definitions;
  std::vector<BundledRecord> directory;  // RoleGiven of the reader and of who acts in the events.
};

constexpr std::size_t bundle_bytes_max = std::size_t{64} * 1024 * 1024;
constexpr std::size_t bundle_path_nodes_max = 64;

std::string_view name_of(WhyLeftOut why);

/// The bytes of the file.
std::string encode(const Bundle& bundle);
/// Fails with `malformed`, naming the member, unless the bytes are what encode would have written;
/// with `too_large` above the limit. What they say is checked by verify_bundle.
Result<Bundle> decode_bundle(std::string_view bytes);

}  // namespace verloop
