#pragma once
// From YAML to a definition: catalogues and one procedure, every name resolved and every expression
// compiled. The language is described in docs/authors/definitions.md.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/case_schema.hpp"
#include "engine/procedure.hpp"
#include "engine/settings.hpp"
#include "events/catalogue.hpp"
#include "events/digest.hpp"

namespace verloop {

/// One file of a definition, as it was written.
struct SourceFile {
  std::string name;
  std::string text;
  friend bool operator==(const SourceFile&, const SourceFile&) = default;
};

/// A procedure with all that it refers to. A value: made once, then only read, shared between
/// threads; but for `changes`, which a log that has the definition keeps up (Definitions).
struct Definition {
  std::string
      reference;  // `name@version#` + first 16 hex digits of the SHA-256 over names and texts.
  Digest digest;
  std::vector<SourceFile> files;
  Catalogue catalogue;  // The system's own types included.
  CaseSchema schema;
  cel::Environment environment;  // case, actor, today, now, settings.
  Procedure procedure;
  /// The settings of procedures of this name that were changed since; null: none. Not part of its
  /// text, so not of its hash.
  std::shared_ptr<const SettingChanges> changes;
};

/// A fault in one of the files.
struct DefinitionFault {
  std::string file;
  YamlFault fault;
};

/// Either the definition, or all faults that were found. `files`: the procedure's file and the
/// catalogues it may use; which is which is told by their first key. `system` is the catalogue of
/// the engine's own event types. How a file of `recorded` (by name) is read is noted there.
boost::system::result<std::shared_ptr<const Definition>, std::vector<DefinitionFault>>
load_definition(std::vector<SourceFile> files, const SourceFile& system,
                const std::map<std::string, YamlRecording*>& recorded = {});

/// SHA-256 over the JCS array [[name, text], ...].
Digest definition_digest(const std::vector<SourceFile>& files);

std::string format(
    const std::vector<DefinitionFault>& faults);  // `file:line:column: message`, one a line.

}  // namespace verloop
