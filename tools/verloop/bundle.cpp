// verloop bundle: what a role may see of a case, in a file that is checked without the log.
#include "tools/verloop/bundle.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "events/shipped.hpp"
#include "events/size_anchor.hpp"
#include "events/verify_bundle.hpp"
#include "projections/bundle_page.hpp"
#include "projections/make_bundle.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/output_check.hpp"
#include "tools/verloop/prove.hpp"
#include "tools/verloop/prove_growth.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_bytes_max = 2 * bundle_bytes_max;  // In base64, with its sentences.

struct Options {
  std::string case_name, as, role, output;
  bool html = false;
  bool is_cosigned = false;
};

std::string_view page_template() {
  const auto& files = shipped_files();
  const auto found = std::find_if(files.begin(), files.end(), [](const ShippedFile& file) {
    return file.path == bundle_page_template;
  });
  ensure(found != files.end(), "the program carries the page of a bundle with it");
  return found->text;
}

std::size_t disclosure_count(const Bundle& bundle) {
  std::size_t count = 0;
  for (const BundledEvent& event : bundle.events) count += event.disclosures.size();
  return count;
}

void print_written(const Console& console, const Options& options, const Bundle& bundle) {
  if (console.json) {
    return console.print(json::value(json::object{{"bundle", options.output},
                                                  {"case", bundle.case_id.text},
                                                  {"version", bundle.version.value},
                                                  {"events", bundle.events.size()},
                                                  {"disclosures", disclosure_count(bundle)},
                                                  {"leftOut", bundle.left_out.size()},
                                                  {"verifierKey", format(bundle.key)}}));
  }
  const std::string events = std::to_string(bundle.events.size());
  const std::string values = std::to_string(disclosure_count(bundle));
  const std::string left = std::to_string(bundle.left_out.size());
  console.print(console.choose(
      "Geschreven naar " + options.output + ": " + events + " gebeurtenissen met bewijs, " +
          values + " verzegelde waarden; " + left + " versies weggelaten",
      "Written to " + options.output + ": " + events + " events with proofs, " + values +
          " sealed values; " + left + " versions left out"));
  console.print(
      console.choose("Te controleren met: verloop verify ", "To be checked with: verloop verify ") +
      options.output + " --key " + format(bundle.key));
}

void bundle(Console& console, const Options& options) {
  if (!check_output(console, "-o", options.output)) return;
  auto instance = console.open(Access::answering);
  if (instance == nullptr) return;
  const auto asked = ask(console, *instance, options.case_name, options.as, options.role);
  if (!asked) return;
  std::optional<std::string> cosigned;
  if (options.is_cosigned) {
    auto note = note_for(*instance, console.folder(), {std::nullopt, true});
    if (note.has_error()) return console.fail(note.error());
    cosigned = std::move(*note);
  }
  const auto made = console.hand_out(
      *instance, make_bundle(instance->sources(), asked->reader, asked->loaded.state, cosigned),
      "bundle", AccessLog::Handing::exported);
  if (!made) return;
  Result<std::string> file = encode(*made);
  if (options.html) file = bundle_page(*made, console.language(), page_template());
  if (file.has_error()) return console.fail(file.error());
  const auto written = replace_file(options.output, *file);
  if (written.has_error()) return console.fail(written.error());
  print_written(console, options, *made);
}

json::array faults_json(const std::vector<Fault>& faults, Language language) {
  json::array rows;
  for (const Fault& fault : faults) {
    json::object row{{"fault", said(fault.text, language)}};
    if (fault.position) row["position"] = fault.position->value;
    rows.push_back(std::move(row));
  }
  return rows;
}

void print_faults(const Console& console, const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    const std::string where = fault.position ? console.choose("positie ", "position ") +
                                                   std::to_string(fault.position->value) + ": "
                                             : "";
    console.print(where + said(fault.text, console.language()));
  }
}

std::string subject_text(const Console& console, const Bundle& bundle) {
  const std::string shown = std::to_string(bundle.events.size());
  const std::string all = std::to_string(bundle.version.value + 1);
  const std::string values = std::to_string(disclosure_count(bundle));
  return console.choose("zaak " + bundle.case_id.text + " zoals " + bundle.reader.id.text + " (" +
                            bundle.reader.role.text + ") die mag zien, " + shown + " van " + all +
                            " gebeurtenissen, " + values + " verzegelde waarden",
                        "case " + bundle.case_id.text + " as " + bundle.reader.id.text + " (" +
                            bundle.reader.role.text + ") may see it, " + shown + " of " + all +
                            " events, " + values + " sealed values");
}

std::string signed_text(const Console& console, const Bundle& bundle, const Checkpoint& signed_at) {
  const std::string size = std::to_string(signed_at.size);
  const std::string root = to_base64(view(signed_at.root));
  return console.choose("ondertekend: " + bundle.origin + ", " + size + " gebeurtenissen, wortel " +
                            root + ", sleutel " + format(bundle.key),
                        "signed: " + bundle.origin + ", " + size + " events, root " + root +
                            ", key " + format(bundle.key));
}

/// What was found; `vouched`: somebody else than the bundle said whose key it is.
void print_report(Console& console, const Bundle& bundle, const BundleReport& report,
                  bool vouched) {
  const bool consistent = report.faults.empty();
  const bool verified = consistent && vouched;
  console.status = verified ? Exit::done : Exit::answer_is_no;
  if (console.json) {
    json::object answer{{"verified", verified},
                        {"consistent", consistent},
                        {"case", bundle.case_id.text},
                        {"version", bundle.version.value},
                        {"events", bundle.events.size()},
                        {"disclosures", report.disclosure_count},
                        {"leftOut", bundle.left_out.size()},
                        {"origin", bundle.origin},
                        {"verifierKey", format(bundle.key)},
                        {"faults", faults_json(report.faults, console.language())}};
    if (report.checkpoint) {
      answer["size"] = report.checkpoint->size;
      answer["root"] = to_base64url(view(report.checkpoint->root));
    }
    return console.print(json::value(std::move(answer)));
  }
  print_faults(console, report.faults);
  const std::string subject = printable(subject_text(console, bundle));
  if (!consistent) {
    const bool is_one = report.faults.size() == 1;
    return console.print(
        console.choose("NIET GOED: ", "NOT VERIFIED: ") + subject + ", " +
        std::to_string(report.faults.size()) +
        console.choose(is_one ? " fout" : " fouten", is_one ? " fault" : " faults"));
  }
  console.print((vouched ? console.choose("Goed: ", "Verified: ")
                         : console.choose("In zichzelf kloppend: ", "Consistent in itself: ")) +
                subject);
  console.print(printable(signed_text(console, bundle, *report.checkpoint)));
  if (!vouched) {
    console.print(console.choose(
        "Van wie die sleutel is, zegt alleen de bundel: geef de sleutel die u van elders hebt met "
        "--key, of vertrouw deze met --trust-embedded.",
        "Only the bundle says whose key that is: give the key that you have from elsewhere with "
        "--key, or trust this one with --trust-embedded."));
  }
}

void print_malformed(Console& console, const Error& error) {
  const std::string fault = said(error.detail, console.language());
  console.status = Exit::answer_is_no;
  if (console.json) {
    return console.print(
        json::value(json::object{{"verified", false},
                                 {"consistent", false},
                                 {"faults", json::array{json::object{{"fault", fault}}}}}));
  }
  console.print(console.choose("NIET GOED: ", "NOT VERIFIED: ") + fault);
}

/// What a page says must be what its bundle proves: it is made again and compared.
void check_page(const std::string& page, Language language, const Bundle& bundle,
                BundleReport& report) {
  if (!report.faults.empty()) return;
  const Result<std::string> made = bundle_page(bundle, language, page_template());
  if (made && *made == page) return;
  report.faults.push_back({std::nullopt,
                           "the page is not the one that this program makes of its bundle: what it "
                           "says may not be what is proved"});
}

/// A policy without logs says nothing of whose log it is.
bool names_the_log(const Trust& trust) {
  return trust.key || (trust.policy && !trust.policy->logs.empty());
}

}  // namespace

bool is_bundle_file(const std::string& file) {
  std::error_code ignored;  // What can't be looked at is reported when it is opened as a folder.
  if (!std::filesystem::is_regular_file(file, ignored) || is_proof_file(file)) return false;
  std::string start(16, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(start.data(), static_cast<std::streamsize>(start.size()));
  return start.starts_with('{') || is_page(start);
}

void verify_bundle_file(Console& console, const BundleToVerify& what) {
  const Result<std::string> bytes = read_file(what.file, page_bytes_max);
  if (bytes.has_error()) return console.fail(Exit::wrong_use, bytes.error());
  Result<PageContents> page = PageContents{{}, *bytes};
  if (is_page(*bytes)) page = read_bundle_page(*bytes);
  if (page.has_error()) return print_malformed(console, page.error());
  const Result<Bundle> bundle = decode_bundle(page->bundle);
  if (bundle.has_error()) return print_malformed(console, bundle.error());
  const auto key = trusted_key(what.trust, bundle->checkpoint, bundle->key);
  BundleReport report = verify_bundle(*bundle, key ? *key : bundle->key);
  if (key.has_error()) report.faults.push_back({std::nullopt, key.error().detail});
  if (is_page(*bytes)) check_page(*bytes, page->language, *bundle, report);
  print_report(console, *bundle, report,
               names_the_log(what.trust) || what.embedded == EmbeddedKey::trusted);
}

void add_bundle(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(
      app, console, "bundle", "What a role may see of a case, with proofs, in a file of its own",
      "verloop bundle c1 --data school --as con-1 -o c1.bundle");
  auto options = std::make_shared<Options>();
  command->add_option("case", options->case_name, "The case")->required();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "For whom (default: the administrator)");
  command->add_option("--role", options->role, "In which role");
  command->add_option("-o,--output", options->output, "Write the bundle to this file")->required();
  command->add_flag("--html", options->html,
                    "As a page for a browser, which tells the history and checks itself");
  command->add_flag("--cosigned", options->is_cosigned,
                    "Prove it of the newest checkpoint that enough witnesses cosigned");
  command->callback([&console, options] { bundle(console, *options); });
}

}  // namespace verloop
