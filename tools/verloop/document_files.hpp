#pragma once
// Files that are handed over as documents: read whole, told of in a sealed value, stored.

#include <optional>
#include <string>
#include <vector>

#include "events/documents.hpp"
#include "tools/verloop/console.hpp"

namespace verloop {

/// The bytes of a file that is named as a document. None after a message.
std::optional<std::string> read_document(Console& console, const std::string& file);

/// A file for a document field of a command.
struct DocumentFile {
  std::string field, path, bytes;
  DocumentValue value;
};

/// What the command line says of them.
struct DocumentOptions {
  std::vector<std::string> pairs;  // `FIELD=FILE`
  std::string media_type;          // Empty: by the file's ending.
};

/// Reads the files. Each id is made from the command's and the field, so that a repeat of the
/// command is the same command. None after a message: `action` has no such document, say.
std::optional<std::vector<DocumentFile>> read_documents(Console& console,
                                                        const DocumentOptions& options,
                                                        const CommandId& command,
                                                        const Action* action);

/// Stores bytes and enters in the access log who handed them over.
Result<HandedOver> hand_over_as(Console& console, Instance& instance, const Actor& actor,
                                const Record& record, const std::string& field,
                                std::string_view bytes, const std::string& asked);

/// How the handing over of one file after its command went.
struct HandedFile {
  const DocumentFile& file;
  Position position;
  Result<HandedOver> outcome;
};

/// Hands each file over for the events of the command that hold its document.
Result<std::vector<HandedFile>> hand_over_all(Console& console, Instance& instance,
                                              const Receipt& receipt, const Actor& actor,
                                              const std::vector<DocumentFile>& files);

}  // namespace verloop
