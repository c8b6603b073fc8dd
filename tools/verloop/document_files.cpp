#include "tools/verloop/document_files.hpp"

#include <algorithm>
#include <filesystem>

#include "events/regular_file.hpp"
#include "events/utf8.hpp"
#include "projections/case_documents.hpp"
#include "tools/verloop/lies_within.hpp"

namespace verloop {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<const char*, const char*> media_types[] = {
    {".pdf", "application/pdf"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {".txt", "text/plain"},
    {".csv", "text/csv"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".png", "image/png"}};

std::string media_type_of(const fs::path& file) {
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (const auto& [known, type] : media_types) {
    if (ending == known) return type;
  }
  return "application/octet-stream";
}

/// The names of the action's fields that are documents.
std::vector<std::string> documents_of(const Action* action) {
  std::vector<std::string> names;
  if (action == nullptr) return names;
  for (const Field& field : action->payload) {
    if (field.type.kind == FieldKind::document) names.push_back(field.name);
  }
  return names;
}

/// False after a message.
bool check_field(Console& console, const std::string& name, const Action* action) {
  const std::vector<std::string> names = documents_of(action);
  if (std::find(names.begin(), names.end(), name) != names.end()) return true;
  std::string all;
  for (const std::string& one : names) all += (all.empty() ? "" : ", ") + one;
  if (all.empty()) {
    console.fail(Exit::wrong_use,
                 console.choose("--document: deze handeling heeft geen document als veld",
                                "--document: this action has no document among its fields"));
  } else {
    console.fail(Exit::wrong_use, console.choose("--document: deze handeling heeft geen document " +
                                                     name + "; verwacht: " + all,
                                                 "--document: this action has no document " + name +
                                                     "; expected: " + all));
  }
  return false;
}

bool is_key(const Console& console, const fs::path& file) {
  std::error_code ignored;  // What is not there is neither of them.
  return fs::equivalent(file, console.key_path(), ignored) ||
         fs::equivalent(file, console.erasures_path(), ignored);
}

}  // namespace

std::optional<std::string> read_document(Console& console, const std::string& file) {
  if (lies_within(file, console.folder()) || is_key(console, file)) {
    console.fail(
        Exit::wrong_use,
        file + console.choose(" hoort bij de gegevensmap of is haar sleutel, geen document",
                              " is of the data folder or its key, and no document"));
    return std::nullopt;
  }
  auto bytes = read_regular_file(file, document_bytes_max);
  if (bytes.has_value()) return std::move(*bytes);
  if (bytes.error().code == Errc::too_large) {
    console.fail(
        Exit::wrong_use,
        file + console.choose(" is groter dan 25 MiB, het meeste dat een document kan zijn",
                              " is larger than 25 MiB, the most that a document may be"));
  } else {
    console.fail(Exit::wrong_use, bytes.error());
  }
  return std::nullopt;
}

std::optional<std::vector<DocumentFile>> read_documents(Console& console,
                                                        const DocumentOptions& options,
                                                        const CommandId& command,
                                                        const Action* action) {
  std::vector<DocumentFile> files;
  for (const std::string& pair : options.pairs) {
    const std::size_t at = pair.find('=');
    if (at == std::string::npos || at == 0 || at + 1 == pair.size()) {
      console.fail(Exit::wrong_use, console.choose("--document: verwacht VELD=BESTAND",
                                                   "--document: expected FIELD=FILE"));
      return std::nullopt;
    }
    DocumentFile file{pair.substr(0, at), pair.substr(at + 1), {}, {}};
    if (!check_field(console, file.field, action)) return std::nullopt;
    const bool is_twice = std::any_of(files.begin(), files.end(), [&file](const DocumentFile& one) {
      return one.field == file.field;
    });
    if (is_twice) {
      console.fail(Exit::wrong_use,
                   console.choose("--document: twee bestanden voor het veld " + file.field,
                                  "--document: two files for the field " + file.field));
      return std::nullopt;
    }
    auto bytes = read_document(console, file.path);
    if (!bytes) return std::nullopt;
    const fs::path path = file.path;
    file.value = {uuid_from_name(command.text + "/" + file.field), path.filename().string(),
                  options.media_type.empty() ? media_type_of(path) : options.media_type,
                  bytes->size(), sha256(*bytes)};
    if (!is_utf8(file.value.name)) {
      console.fail(Exit::wrong_use,
                   console.choose("--document: de naam van het bestand is geen UTF-8",
                                  "--document: the file's name is no UTF-8"));
      return std::nullopt;
    }
    file.bytes = std::move(*bytes);
    files.push_back(std::move(file));
  }
  return files;
}

Result<HandedOver> hand_over_as(Console& console, Instance& instance, const Actor& actor,
                                const Record& record, const std::string& field,
                                std::string_view bytes, const std::string& asked) {
  const auto handed =
      hand_over(instance.log(), instance.vault(), instance.documents(), record, field, bytes);
  if (handed.has_error()) return handed;
  const auto stored = instance.documents().find(record.position, field);
  if (stored.has_value() && *stored) {
    console.warn_if_failed(
        instance.access().administered(actor, (*stored)->subject, Instance::local(asked)));
  }
  return handed;
}

Result<std::vector<HandedFile>> hand_over_all(Console& console, Instance& instance,
                                              const Receipt& receipt, const Actor& actor,
                                              const std::vector<DocumentFile>& files) {
  std::vector<HandedFile> all;
  if (files.empty()) return all;
  const std::size_t count = receipt.position.value - receipt.first.value + 1;
  const auto page = instance.log().read(receipt.first, count);
  if (page.has_error()) return page.error();
  for (const StoredRecord& stored : *page) {
    const Record& record = stored.record;
    const Definition* definition = instance.definitions().find(record.procedure);
    const std::set<std::string> fields =
        definition == nullptr ? std::set<std::string>() : document_fields(record, *definition);
    for (const DocumentFile& file : files) {
      if (!fields.contains(file.field)) continue;
      all.push_back({file, record.position,
                     hand_over_as(console, instance, actor, record, file.field, file.bytes, "do")});
    }
  }
  return all;
}

}  // namespace verloop
