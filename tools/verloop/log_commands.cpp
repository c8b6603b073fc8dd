// verloop verify, checkpoint, rebuild: the log and its projections, checked, signed, made anew.
#include <cstdio>
#include <unistd.h>

#include "tools/verloop/bundle.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/prove.hpp"
#include "tools/verloop/prove_growth.hpp"
#include "tools/verloop/subcommands.hpp"
#include "tools/verloop/verify.hpp"
#include "tools/verloop/witness_commands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string folder, projection, record;
  TrustOptions trust;
  std::vector<std::string> checkpoints;
  bool trust_embedded = false;
};

void add_faults(const VerifyReport& report, const std::string& of, Language language,
                json::array& faults) {
  for (const Fault& fault : report.faults) {
    json::object row{{"fault", said(of + fault.text, language)}};
    if (fault.position) row["position"] = fault.position->value;
    faults.push_back(std::move(row));
  }
}

json::array faults_of(const Verified& verified, Language language) {
  json::array faults;
  add_faults(verified.report, "", language, faults);
  add_faults(verified.access, "access log: ", language, faults);
  for (const ProjectionDifference& difference : verified.differences) {
    const std::string name =
        difference.name.empty() ? "the projections: " : "projection " + difference.name + " ";
    faults.push_back(json::object{{"fault", said(name + difference.problem, language)}});
  }
  return faults;
}

/// `3 gebeurtenissen, ...`: how much there is, and how much of it was not done yet.
std::string counts(const Console& console, const Verified& verified, std::size_t faults) {
  const VerifyReport& report = verified.report;
  const auto number = [](std::uint64_t count) { return std::to_string(count); };
  std::string text = number(report.size) + console.choose(" gebeurtenissen, ", " events, ") +
                     number(report.sealed_count) +
                     console.choose(" verzegelde waarden (", " sealed values (") +
                     number(report.erased_count) + console.choose(" gewist), ", " erased), ") +
                     number(report.unsigned_count) +
                     console.choose(" nog niet ondertekend, ", " not yet signed, ");
  if (verified.documents > 0) {
    text += number(verified.documents) + (verified.documents == 1
                                              ? console.choose(" document, ", " document, ")
                                              : console.choose(" documenten, ", " documents, "));
  }
  if (verified.behind > 0) {
    text += number(verified.behind) +
            console.choose(" nog niet in alle projecties, ", " not yet in all projections, ");
  }
  if (verified.witnessed) {
    text += console.choose("medeondertekend tot en met ", "witnessed up to ") +
            number(*verified.witnessed) + ", ";
  }
  return text + number(faults) +
         (faults == 1 ? console.choose(" fout", " fault") : console.choose(" fouten", " faults"));
}

/// `Inzagelogboek: 12 vastleggingen, ...`
std::string access_counts(const Console& console, const VerifyReport& report) {
  const auto number = [](std::uint64_t count) { return std::to_string(count); };
  return console.choose("Inzagelogboek: ", "Access log: ") + number(report.size) +
         console.choose(" vastleggingen, ", " records, ") + number(report.unsigned_count) +
         console.choose(" nog niet ondertekend, ", " not yet signed, ") +
         number(report.faults.size()) + console.choose(" fouten", " faults");
}

json::object access_json(const VerifyReport& report) {
  return {{"size", report.size},
          {"root", to_base64url(view(report.root))},
          {"signedSize", report.signed_size},
          {"notYetSigned", report.unsigned_count}};
}

void print_report(Console& console, const Verified& verified) {
  const VerifyReport& report = verified.report;
  json::array faults = faults_of(verified, console.language());
  const bool good = faults.empty();
  if (!good) console.status = Exit::answer_is_no;
  if (console.json) {
    json::object all{{"verified", good},
                     {"size", report.size},
                     {"root", to_base64url(view(report.root))},
                     {"signedSize", report.signed_size},
                     {"notYetSigned", report.unsigned_count},
                     {"notYetProjected", verified.behind},
                     {"sealedValues", report.sealed_count},
                     {"erasedValues", report.erased_count},
                     {"documents", verified.documents},
                     {"access", access_json(verified.access)},
                     {"faults", std::move(faults)}};
    if (verified.witnessed) all["witnessedSize"] = *verified.witnessed;
    return console.print(json::value(std::move(all)));
  }
  for (const json::value& fault : faults) {
    const json::value* position = fault.as_object().if_contains("position");
    console.print((position == nullptr ? ""
                                       : console.choose("positie ", "position ") +
                                             json::serialize(*position) + ": ") +
                  std::string(fault.at("fault").as_string()));
  }
  console.print(
      console.choose(good ? "Goed: " : "NIET GOED: ", good ? "Verified: " : "NOT VERIFIED: ") +
      counts(console, verified, faults.size()));
  console.print(access_counts(console, verified.access));
}

/// The folder, and whether who signed it is who is trusted, and enough witnesses cosigned it.
Verified verify_whole(const Console& console, DataFolder& folder, const Trust& trust,
                      VerifyOptions& how) {
  std::optional<Witnessed> witnessed;
  if (trust.policy) {
    witnessed = find_witnessed(console.folder(), *trust.policy, how.earlier_checkpoints);
    if (witnessed->own) how.earlier_checkpoints.push_back(*witnessed->own);
  }
  Verified verified = verify_folder(folder, console.folder(), how);
  const auto fault = [&verified](const std::string& text) {
    verified.report.faults.push_back({std::nullopt, text});
  };
  const KeyHistory& keys = folder.contents().signing_keys();
  const bool is_own = trust.key && trust.key->name == folder.origin() && keys.has(*trust.key);
  if (trust.key && !is_own)
    fault("the log's key is " + format(keys.present()) + ", not the one given");
  if (!witnessed) return verified;
  for (const std::string& text : witnessed->faults) fault(text);
  if (!witnessed->size) fault("no checkpoint of it was cosigned by as many as the policy wants");
  verified.witnessed = witnessed->size;
  return verified;
}

void verify(Console& console, const Options& options) {
  const auto trust = read_trust(console, options.trust);
  if (!trust) return;
  if (is_proof_file(options.folder))
    return verify_proof(console, {options.folder, *trust, options.record});
  VerifyOptions how;
  for (const std::string& file : options.checkpoints) {
    const auto note = read_checkpoint_file(file);
    if (note.has_error()) return console.fail(Exit::wrong_use, note.error());
    how.earlier_checkpoints.push_back(*note);
  }
  if (is_growth_file(options.folder))
    return verify_growth_file(console, {options.folder, how.earlier_checkpoints, *trust});
  if (is_bundle_file(options.folder)) {
    return verify_bundle_file(
        console, {options.folder, *trust,
                  options.trust_embedded ? EmbeddedKey::trusted : EmbeddedKey::not_trusted});
  }
  console.data = options.folder.empty() ? console.data : options.folder;
  if (isatty(STDERR_FILENO) != 0) {
    how.progress = [](std::uint64_t done, std::uint64_t size) {
      if (done % 1000 == 0)
        std::fprintf(stderr, "\r%llu / %llu", static_cast<unsigned long long>(done),
                     static_cast<unsigned long long>(size));
    };
  }
  auto folder = open_for_verification(console);
  if (!folder) return;
  if (const auto expected = expect_later_erasures(*folder, console.erasures_path(), how);
      expected.has_error())
    return console.fail(expected.error());
  Verified verified = verify_whole(console, *folder, *trust, how);
  print_report(console, verified);
}

struct CheckpointOptions {
  std::string policy;
  bool access = false;
};

void checkpoint(Console& console, const CheckpointOptions& options) {
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  EventLog& log = options.access ? instance->access().log() : instance->log();
  const auto note = log.sign_checkpoint();
  if (note.has_error()) return console.fail(note.error());
  if (!options.policy.empty())
    return print_cosigned(console, instance->log(), *note, options.policy);
  if (console.json) {
    return console.print(json::value(
        json::object{{"checkpoint", *note}, {"verifierKey", format(log.verifier_key())}}));
  }
  std::fwrite(note->data(), 1, note->size(), stdout);
}

void rebuild(Console& console, const Options& options) {
  auto instance = console.open(options.projection.empty() ? Access::rebuild : Access::read_write);
  if (instance == nullptr) return;
  auto rebuilt = instance->runner().rebuild(options.projection);
  if (rebuilt.has_error()) {
    if (rebuilt.error().code != Errc::not_found) return console.fail(rebuilt.error());
    std::string names;
    for (const auto& projection : instance->projections())
      names += (names.empty() ? "" : ", ") + std::string(projection->name());
    return console.fail(Exit::wrong_use, said(rebuilt.error().detail, console.language()) + "; " +
                                             console.choose("er zijn: ", "there are: ") + names);
  }
  if (!instance->folder()->cut_to()) {  // Nothing is entered in one that can only be read.
    console.warn_if_failed(
        instance->access().administered(acting_administrator(), Instance::local("rebuild")));
    console.sign_access(*instance);
  }
  json::array rows;
  for (const auto& projection : instance->projections()) {
    if (!options.projection.empty() && projection->name() != options.projection) continue;
    const auto print = instance->views().fingerprint(projection->view());
    if (print.has_error()) return console.fail(print.error());
    rows.push_back(json::object{{"projection", json::string(projection->name())},
                                {"sha256", to_hex(view(*print))}});
  }
  if (console.json) return console.print(json::value(std::move(rows)));
  for (const json::value& row : rows) {
    console.print(padded(std::string(row.at("projection").as_string()), 14) +
                  std::string(row.at("sha256").as_string()));
  }
}

}  // namespace

void add_verify(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "verify", "Check the whole log, its values and its projections",
                     "verloop verify school");
  auto options = std::make_shared<Options>();
  command->add_option("folder", options->folder,
                      "The data folder, an audit bundle or its page, or a FILE.tlog-proof");
  command->add_option("--data", console.data, "The data folder");
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command
      ->add_option("--checkpoint", options->checkpoints,
                   "A signed checkpoint kept from earlier: the log must still hold it")
      ->check(CLI::ExistingFile);
  command->add_option("--key", options->trust.key, "The log's verifier key, as you know it");
  command->add_option("--policy", options->trust.policy,
                      "File (C2SP tlog-policy): the logs that are trusted, and the witnesses that "
                      "must have cosigned");
  command->add_flag("--trust-embedded", options->trust_embedded,
                    "For a bundle: take the verifier key that it holds itself");
  command->add_option("--record", options->record,
                      "For a proof: file with the record's bytes (default: standard input)");
  command->callback([&console, options] { verify(console, *options); });
}

void add_checkpoint(CLI::App& app, Console& console) {
  CLI::App* command =
      add_subcommand(app, console, "checkpoint", "Sign and print the present checkpoint",
                     "verloop checkpoint --data school > today.note");
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  auto options = std::make_shared<CheckpointOptions>();
  CLI::Option* access = command->add_flag("--access", options->access, "That of the access log");
  command
      ->add_option("--policy", options->policy,
                   "File (C2SP tlog-policy): have its witnesses cosign the checkpoint")
      ->excludes(access);
  command->callback([&console, options] { checkpoint(console, *options); });
}

void add_rebuild(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "rebuild", "Make projections anew from the log",
                                     "verloop rebuild cases --data school");
  auto options = std::make_shared<Options>();
  command->add_option("projection", options->projection, "Its name (default: all)");
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->callback([&console, options] { rebuild(console, *options); });
}

}  // namespace verloop
