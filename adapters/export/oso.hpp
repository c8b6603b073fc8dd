#pragma once
// A dossier about one pupil in the form in which a primary school hands it to a
// samenwerkingsverband: OSO data set 2019.1, profile POSWV (Edustandaard). Order and names of the
// elements are those of its schema. Nothing is sent: who makes the file has it.

#include <optional>
#include <string>
#include <vector>

#include "adapters/export/oso_details.hpp"
#include "events/time.hpp"

namespace verloop {

/// An attachment: the bytes as they are, which become a ZIP file in Base64.
struct OsoDocument {
  std::string name, description, bytes;
};

struct OsoArrangement {
  Date from;
  std::optional<Date> until;
  std::string reference;  // `arrangement_kenmerk`
};

struct OsoPlan {
  Date from;
  std::optional<Date> until;
  std::vector<OsoDocument> documents;
};

struct OsoDossier {
  OsoDetails details;
  Date made_on;
  OsoArrangement arrangement;
  std::optional<OsoPlan> plan;
};

/// Whether the data set takes files whose name ends so: PDF, JPG, PNG, DOC(X), ODF, XLS(X), TXT,
/// PPT(X).
bool is_oso_attachment(std::string_view name);

/// Fails with `too_large` when a document can't be packed.
Result<std::string> oso_xml(const OsoDossier& dossier);

}  // namespace verloop
