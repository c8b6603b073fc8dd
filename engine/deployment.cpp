#include "engine/deployment.hpp"

#include <algorithm>

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;
constexpr std::size_t part_bytes_max = 40 * 1024;
constexpr std::size_t part_escaped_max = 60 * 1024;  // As JSON: fits in a record with its members.
const CaseId definitions_stream{"@definitions"};

Occurrence on_day_of(Timestamp now) {
  const Date day = day_in_amsterdam(now);
  return {day, format(day)};
}

/// How many bytes of JSON a byte of text takes.
std::size_t escaped_size(char c) {
  if (c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r') return 2;
  return static_cast<unsigned char>(c) < 0x20U ? 6 : 1;
}

std::size_t part_size(std::string_view text) {
  std::size_t size = 0;
  for (std::size_t escaped = 0; size < std::min(text.size(), part_bytes_max); ++size) {
    escaped += escaped_size(text[size]);
    if (escaped > part_escaped_max) break;
  }
  return size;
}

/// Cuts between characters, never inside one.
std::vector<std::string> cut(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::size_t size = part_size(text);
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    parts.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return parts;
}

Event approval(const Deployed& deployed, Timestamp now) {
  Event event;
  event.type = {"ProcedureApproved@1"};
  event.occurred_on = on_day_of(now);
  event.fields = {{"procedure", deployed.name},
                  {"version", deployed.version},
                  {"sha256", to_hex(view(definition_digest(deployed.files)))},
                  {"proposed", static_cast<std::int64_t>(deployed.proposed->value)}};
  return event;
}

std::vector<Event> deployment(const Deployed& deployed_text, Timestamp now, Position first) {
  std::vector<Event> events;
  json::array files;
  json::array positions;
  for (const SourceFile& file : deployed_text.files) {
    files.push_back(json::string(file.name));
    std::int64_t number = 0;
    for (std::string& part : cut(file.text)) {
      Event event;
      event.type = {"DefinitionPart@1"};
      event.occurred_on = on_day_of(now);
      event.fields = {{"file", file.name}, {"part", number++}, {"text", std::move(part)}};
      positions.push_back(static_cast<std::int64_t>(first.value + events.size()));
      events.push_back(std::move(event));
    }
  }
  if (deployed_text.proposed) events.push_back(approval(deployed_text, now));
  Event deployed;
  deployed.type = {"ProcedureDeployed@1"};
  deployed.occurred_on = on_day_of(now);
  deployed.fields = {{"procedure", deployed_text.name},
                     {"version", deployed_text.version},
                     {"sha256", to_hex(view(definition_digest(deployed_text.files)))},
                     {"files", std::move(files)},
                     {"parts", std::move(positions)}};
  events.push_back(std::move(deployed));
  return events;
}

bool says(const Record& record, const Deployed& deployed, const std::string& sha256) {
  return record.type.text == "ProcedureDeployed@1" &&
         record.data.at("procedure").as_string() == deployed.name &&
         record.data.at("sha256").as_string() == sha256;
}

Result<bool> is_recorded(const EventLog& log, const Deployed& deployed) {
  const std::string sha256 = to_hex(view(definition_digest(deployed.files)));
  for (Version from;;) {
    const auto page = log.read_stream(definitions_stream, from, page_size);
    if (page.has_error()) return page.error();
    for (const auto& [record, bytes] : *page) {
      if (says(record, deployed, sha256)) return true;
      from = record.version.next();
    }
    if (page->size() < page_size) return false;
  }
}

}  // namespace

Result<> record_deployment(const Deployed& deployed, const SystemCatalogue& system, EventLog& log,
                           const SeedSource& seed, Timestamp now) {
  const auto known = is_recorded(log, deployed);
  if (known.has_error()) return known.error();
  if (*known) return {};
  SystemCommand command{definitions_stream,
                        {"deployProcedure"},
                        {random_uuid()},
                        deployed.by,
                        deployment(deployed, now, Position{log.tail().size})};
  auto batch = system_batch(std::move(command), system.types, system.reference, seed);
  if (batch.has_error()) return batch.error();
  const auto receipt = append_one(log, std::move(*batch), now);
  return receipt.has_error() ? Result<>(receipt.error()) : Result<>();
}

}  // namespace verloop
