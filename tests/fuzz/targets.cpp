#include "tests/fuzz/targets.hpp"

#include <sstream>

#include "adapters/csv/csv_reader.hpp"
#include "adapters/export/oso.hpp"
#include "adapters/rpc/json_rpc.hpp"
#include "adapters/xes/xes_reader.hpp"
#include "adapters/xes/xes_writer.hpp"
#include "engine/cel/cel.hpp"
#include "engine/outward.hpp"
#include "engine/procedure_load.hpp"
#include "engine/scrutiny.hpp"
#include "events/bundle.hpp"
#include "events/disclosure.hpp"
#include "events/json/canonical_json.hpp"
#include "events/json/strict_json.hpp"
#include "events/record.hpp"
#include "events/shipped.hpp"
#include "events/tiles.hpp"
#include "events/tlog_proof.hpp"
#include "events/verify_bundle.hpp"
#include "tools/verloop/scenario.hpp"

namespace verloop::test {
namespace {

const VerifierKey& some_key() {
  static const VerifierKey key = verifier_key("verloop.invalid/fuzz", std::string(32, 'k'));
  return key;
}

void fuzz_json(std::string_view bytes) {
  const auto value = parse_json(bytes);
  if (value.has_error()) return;
  const std::string canonical = canonical_json(*value);
  const auto again = parse_json(canonical);
  ensure(again.has_value(), "canonical JSON is JSON");
  ensure(canonical_json(*again) == canonical, "canonical JSON is its own canonical form");
}

void fuzz_record(std::string_view bytes) {
  const auto record = decode_record(bytes);
  ensure(record.has_error() || encode(*record) == bytes, "a record has one form only");
}

void fuzz_disclosure(std::string_view bytes) {
  const auto disclosure = decode_disclosure(bytes);
  ensure(disclosure.has_error() || encode(*disclosure) == bytes, "a disclosure has one form only");
}

void fuzz_note(std::string_view bytes) {
  ensure(open_note(bytes, some_key()).has_error(), "a signature cannot be guessed");
  const auto key = parse_verifier_key(bytes);
  ensure(key.has_error() || format(*key) == bytes, "a verifier key has one form only");
  const auto checkpoint = parse_checkpoint_text(bytes);
  ensure(checkpoint.has_error() || bytes.starts_with(checkpoint->origin), "its first line");
}

void fuzz_tlog_proof(std::string_view bytes) {
  const auto proof = decode_tlog_proof(bytes);
  if (proof.has_error()) return;
  ensure(encode(*proof) == bytes, "a proof has one form only");
  ensure(open_proof(*proof, Digest{}, some_key()).has_error(), "a signature cannot be guessed");
}

void fuzz_tile(std::string_view bytes) {
  const auto hashes = tile_from(bytes);
  if (hashes.has_error()) return;
  ensure(tile_bytes(*hashes) == bytes, "a tile has one form only");
  if (hashes->size() == tile_width_full) tile_root(*hashes);
}

void fuzz_bundle(std::string_view bytes) {
  const auto bundle = decode_bundle(bytes);
  if (bundle.has_error()) return;
  ensure(encode(*bundle) == bytes, "a bundle has one form only");
  ensure(!verify_bundle(*bundle, some_key()).faults.empty(), "a signature cannot be guessed");
}

void fuzz_time(std::string_view bytes) {
  const auto day = parse_date(bytes);
  ensure(day.has_error() || format(*day) == bytes, "a day has one form only");
  const auto moment = parse_timestamp(bytes);
  if (moment.has_error()) return;
  const auto again = parse_timestamp(format(*moment));
  ensure(again.has_value() && *again == *moment, "a moment is read as it is written");
}

void fuzz_cel(std::string_view bytes) {
  const cel::Environment environment{
      {{"case", cel::record_named("Case")}, {"today", {cel::Kind::date, {}, {}}}},
      {{"Case",
        {{"title", {cel::Kind::string, {}, {}}}, {"count", {cel::Kind::integer, {}, {}}}}}}};
  const auto checked = cel::compile(bytes, environment);
  if (checked.has_value()) (void)checked->evaluate({});
  const auto unchecked = cel::compile(bytes, {}, cel::Checking::syntax_only);
  if (unchecked.has_value()) (void)unchecked->evaluate({});
}

SourceFile shipped(std::string_view path) {
  for (const ShippedFile& file : shipped_files()) {
    if (file.path == path) return {std::string(path), std::string(file.text)};
  }
  return {};
}

void fuzz_definition(std::string_view bytes) {
  static const SourceFile system = shipped("events/catalogue/system.yaml");
  // A catalogue, and a procedure after the mark.
  constexpr std::string_view mark = "\n===\n";
  const std::size_t end = std::min(bytes.find(mark), bytes.size());
  std::vector<SourceFile> files{{"catalogue.yaml", std::string(bytes.substr(0, end))}};
  if (end < bytes.size())
    files.push_back({"procedure.yaml", std::string(bytes.substr(end + mark.size()))});
  const auto definition = load_definition(std::move(files), system);
  if (definition.has_error()) return;
  (void)scrutinise(**definition);
  (void)outward_of(**definition);  // What was taken can be read again.
}

void fuzz_scenario(std::string_view bytes) {
  (void)parse_scenario(bytes);
}

void fuzz_json_rpc(std::string_view bytes) {
  const RpcMessage message = parse_message(bytes, WireLimits{});
  ensure(message.batch || message.calls.size() == 1, "a line that is no batch is one call");
}

/// What can be read is written as XES again, with as many traces and events.
void fuzz_xes(std::string_view bytes) {
  std::ostringstream out;
  XesWriter writer(out);
  writer.begin({});
  const auto copy = [&writer](const XesTrace& trace) {
    writer.add(trace);
    return true;
  };
  std::istringstream in{std::string(bytes)};
  const auto summary = read_xes(in, copy);
  if (summary.has_error()) return;
  writer.end();
  std::istringstream written(out.str());
  const auto again = read_xes(written, [](const XesTrace&) { return true; });
  ensure(again.has_value(), "what was written is XES");
  ensure(again->traces == summary->traces && again->events == summary->events, "all of it");
}

/// Details without a fault make a dossier, whatever stands in them.
void fuzz_oso_details(std::string_view bytes) {
  auto details = oso_details(bytes);
  if (details.has_error()) return ensure(!details.error().empty(), "a refusal says why");
  const Date day = std::chrono::year(2026) / 3 / 10;
  const auto xml = oso_xml({std::move(*details), day, {day, {}, "c1"}, {}});
  ensure(xml.has_value() && xml->ends_with("</dossier>\n"), "the dossier is whole");
}

std::string quoted(const std::string& text) {
  std::string cell = "\"";
  for (const char byte : text) cell += byte == '"' ? "\"\"" : std::string(1, byte);
  return cell + '"';
}

/// What can be read is written again, and read the same.
void fuzz_csv(std::string_view bytes) {
  const auto rows = parse_csv(bytes);
  if (rows.has_error() || rows->empty()) return;
  std::string written;
  for (const CsvRow& row : *rows) {
    for (std::size_t at = 0; at < row.size(); ++at)
      written += (at == 0 ? "" : ",") + quoted(row[at].text);
    written += '\n';
  }
  const auto again = parse_csv(written);
  const bool is_table = rows->front().size() > 1;  // Else semicolons in it may be taken for others.
  ensure(!is_table || again.has_value(), "what was written is CSV");
  ensure(!is_table || again->size() == rows->size(), "all of it");
}

}  // namespace

const std::map<std::string_view, FuzzTarget>& fuzz_targets() {
  static const std::map<std::string_view, FuzzTarget> targets{
      {"json", fuzz_json},
      {"record", fuzz_record},
      {"disclosure", fuzz_disclosure},
      {"note", fuzz_note},
      {"tlog_proof", fuzz_tlog_proof},
      {"tile", fuzz_tile},
      {"bundle", fuzz_bundle},
      {"time", fuzz_time},
      {"cel", fuzz_cel},
      {"definition", fuzz_definition},
      {"scenario", fuzz_scenario},
      {"json_rpc", fuzz_json_rpc},
      {"xes", fuzz_xes},
      {"oso_details", fuzz_oso_details},
      {"csv", fuzz_csv},
  };
  return targets;
}

}  // namespace verloop::test
