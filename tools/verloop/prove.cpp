// verloop prove: a record's place in the log, or that the log only grew, proved in a file that is
// checked without the log.
#include "tools/verloop/prove.hpp"

#include <cstdio>
#include <filesystem>
#include <iostream>

#include "events/checked_record.hpp"
#include "events/growth.hpp"
#include "events/prove_record.hpp"
#include "events/size_anchor.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/output_check.hpp"
#include "tools/verloop/prove_growth.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::optional<std::uint64_t> position;
  std::optional<std::uint64_t> from;  // A consistency proof instead: from this size on.
  ProofTarget target;
  std::string output, record;
};

/// The proof is of these bytes, at this index, under a checkpoint of the log that has this key.
Result<Checkpoint> check_proof(const std::string& file, const Trust& trust,
                               const std::string& record, Position& index) {
  const Result<std::string> bytes = read_file(file, tlog_proof_bytes_max);
  if (!bytes) return bytes.error();
  const Result<TlogProof> proof = decode_tlog_proof(*bytes);
  if (!proof) return proof.error();
  index = proof->index;
  const Result<VerifierKey> key = trusted_key(trust, proof->checkpoint);
  if (!key) return key.error();
  const Digest leaf = leaf_hash(record);
  Result<Checkpoint> checkpoint = open_proof(*proof, leaf, *key);
  if (!checkpoint) return checkpoint;
  const auto checked = checked_record(index, record, leaf);
  if (!checked) return checked.error();
  return checkpoint;
}

void print_proof(Console& console, const std::string& text, const std::string& output) {
  if (!output.empty()) {
    const auto written = replace_file(output, text);
    if (written.has_error()) return console.fail(written.error());
    return;
  }
  if (console.json) return console.print(json::value(json::object{{"proof", text}}));
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void prove(Console& console, const Options& options) {
  if (options.position.has_value() == options.from.has_value()) {
    return console.fail(Exit::wrong_use, console.choose("noem een positie, of --from OMVANG",
                                                        "name a position, or --from SIZE"));
  }
  if (!check_output(console, "-o", options.output) ||
      !check_output(console, "--record", options.record))
    return;
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  const auto note = note_for(*instance, console.folder(), options.target);
  if (note.has_error()) return console.fail(note.error());
  if (options.from) {
    const auto growth = prove_growth(instance->log(), *options.from, *note);
    if (growth.has_error()) return console.fail(growth.error());
    return print_proof(console, encode(*growth), options.output);
  }
  const auto proven = prove_record(instance->log(), Position{*options.position}, *note);
  if (proven.has_error()) return console.fail(proven.error());
  if (!options.record.empty()) {
    const auto written = replace_file(options.record, proven->bytes);
    if (written.has_error()) return console.fail(written.error());
  }
  print_proof(console, encode(proven->proof), options.output);
}

void print_verified(Console& console, Position index, const Checkpoint& checkpoint) {
  if (console.json) {
    return console.print(json::value(json::object{{"verified", true},
                                                  {"position", index.value},
                                                  {"origin", checkpoint.origin},
                                                  {"size", checkpoint.size},
                                                  {"root", to_base64url(view(checkpoint.root))}}));
  }
  const std::string position = std::to_string(index.value);
  const std::string size = std::to_string(checkpoint.size);
  console.print(console.choose("Goed: dit record staat op positie " + position + " van " +
                                   checkpoint.origin + ", in de " + size +
                                   " ondertekende gebeurtenissen",
                               "Verified: this record is at position " + position + " of " +
                                   checkpoint.origin + ", among its " + size + " signed events"));
}

}  // namespace

bool is_proof_file(const std::string& file) {
  return std::filesystem::path(file).extension() == ".tlog-proof";
}

void verify_proof(Console& console, const ProofToVerify& what) {
  if (!what.trust.is_given()) {
    return console.fail(
        Exit::wrong_use,
        console.choose("noem de controlesleutel van het logboek: --key SLEUTEL of --policy BESTAND",
                       "name the log's verifier key: --key VKEY or --policy FILE"));
  }
  const Result<std::string> record = what.record.empty()
                                         ? read_stream(std::cin, "standard input", record_bytes_max)
                                         : read_file(what.record, record_bytes_max);
  if (record.has_error()) return console.fail(Exit::wrong_use, record.error());
  Position index;
  const auto checkpoint = check_proof(what.file, what.trust, *record, index);
  if (checkpoint.has_value()) return print_verified(console, index, *checkpoint);
  if (checkpoint.error().code == Errc::not_found)
    return console.fail(Exit::wrong_use, checkpoint.error());
  const std::string fault = said(checkpoint.error().detail, console.language());
  console.status = Exit::answer_is_no;
  if (console.json) {
    return console.print(json::value(json::object{{"verified", false}, {"fault", fault}}));
  }
  console.print(console.choose("NIET GOED: ", "NOT VERIFIED: ") + fault);
}

void add_prove(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(
      app, console, "prove",
      "Prove that a record is in the log, or that the log only grew, in a file of its own",
      "verloop prove 22 --data school -o 22.tlog-proof --record 22.record");
  auto options = std::make_shared<Options>();
  command->add_option("position", options->position, "The record's position")
      ->check(whole_number());
  command
      ->add_option("--from", options->from,
                   "Instead: prove that the log only grew since it had this size")
      ->check(whole_number());
  command
      ->add_option("--to", options->target.size,
                   "Prove it of the checkpoint of this size (default: the newest)")
      ->check(whole_number());
  command->add_flag("--cosigned", options->target.is_cosigned,
                    "Prove it of the newest checkpoint that enough witnesses cosigned");
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("-o,--output", options->output,
                      "Write the proof to this file (default: standard output)");
  command->add_option("--record", options->record,
                      "Write the record's bytes to this file; whoever checks the proof needs them");
  command->callback([&console, options] { prove(console, *options); });
}

}  // namespace verloop
