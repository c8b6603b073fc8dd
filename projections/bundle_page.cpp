#include "projections/bundle_page.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "events/disclosure.hpp"
#include "projections/sentences.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::string_view page_start = "<!doctype html>";
constexpr std::string_view language_start = "<html lang=\"";
constexpr std::string_view bundle_start = "<script id=\"bundle\" type=\"text/plain\">";
constexpr std::string_view system_name = "system";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

const std::string& choose(Language language, const std::string& nl, const std::string& en) {
  return language == Language::nl ? nl : en;
}

Error malformed(const std::string& problem) {
  return {Errc::malformed, "no page can be made of this bundle: " + problem};
}

/// The texts of a deployment. Its records are those of a bundle that was verified.
Result<std::vector<SourceFile>> files_of(const BundledDefinition& definition) {
  std::vector<SourceFile> files;
  for (const BundledRecord& part : definition.parts) {
    const Result<Record> record = decode_record(part.bytes);
    if (!record) return malformed(record.error().detail);
    const json::value* name = record->data.if_contains("file");
    const json::value* text = record->data.if_contains("text");
    if (name == nullptr || text == nullptr || !name->is_string() || !text->is_string())
      return malformed("a definition has a part without text");
    if (files.empty() || files.back().name != name->get_string())
      files.push_back({std::string(name->get_string()), {}});
    files.back().text += text->get_string();
  }
  return files;
}

/// Reference -> definition, read from nothing but the bundle.
using LoadedDefinitions = std::map<std::string, std::shared_ptr<const Definition>>;

Result<LoadedDefinitions> load_definitions(const Bundle& bundle) {
  SourceFile system;
  std::vector<std::vector<SourceFile>> texts;
  for (const BundledDefinition& one : bundle.definitions) {
    auto files = files_of(one);
    if (!files) return files.error();
    const Result<Record> deployed = decode_record(one.deployed.bytes);
    if (!deployed) return malformed(deployed.error().detail);
    const json::value* name = deployed->data.if_contains("procedure");
    const bool is_system =
        name != nullptr && name->is_string() && name->get_string() == system_name;
    if (is_system && !files->empty()) system = files->front();
    if (!is_system) texts.push_back(std::move(*files));
  }
  LoadedDefinitions definitions;
  for (std::vector<SourceFile>& files : texts) {
    auto definition = load_definition(std::move(files), system);
    if (definition.has_error()) return malformed(format(definition.error()));
    definitions[(*definition)->reference] = std::move(*definition);
  }
  return definitions;
}

/// What was disclosed; a field that the reader may see and that was not is one that was erased.
Result<OpenedValues> opened_in(const BundledEvent& event, const Record& record,
                               const std::set<std::string>& seen) {
  OpenedValues opened;
  for (const auto& [field, digest] : record.sealed) {
    if (seen.contains(field)) opened[field] = std::nullopt;
  }
  for (const std::string& bytes : event.disclosures) {
    auto disclosure = decode_disclosure(bytes);
    if (!disclosure) return malformed(disclosure.error().detail);
    opened[disclosure->field] = std::move(disclosure->value);
  }
  return opened;
}

/// One page under construction.
class Page {
 public:
  Page(const Bundle& bundle, Language language, const LoadedDefinitions& definitions)
      : bundle_(bundle), language_(language), definitions_(definitions) {}

  Result<std::string> history() {
    auto left = bundle_.left_out.begin();
    for (const BundledEvent& event : bundle_.events) {
      const Result<Record> record = decode_record(event.record.bytes);
      if (!record) return malformed(record.error().detail);
      for (; left != bundle_.left_out.end() && left->version < record->version; ++left)
        add_left_out(*left);
      const auto added = add_event(event, *record);
      if (!added) return added.error();
    }
    for (; left != bundle_.left_out.end(); ++left) add_left_out(*left);
    return std::move(history_);
  }

  std::string title() const {
    const std::string who = bundle_.reader.id.text + " (" + role_label() + ")";
    return choose(language_, "Zaak " + bundle_.case_id.text + ", zoals " + who + " die mag zien",
                  "Case " + bundle_.case_id.text + ", as " + who + " may see it");
  }

 private:
  std::string role_label() const {
    const auto definition = definitions_.find(bundle_.procedure);
    const std::string& role = bundle_.reader.role.text;
    if (definition == definitions_.end()) return role;
    const auto known = definition->second->procedure.roles.find(role);
    return known == definition->second->procedure.roles.end() ? role
                                                              : known->second.label.in(language_);
  }

  void add_item(Version version, std::string_view kind, const std::string& text) {
    history_ += "<li class=\"" + std::string(kind) + "\" data-version=\"" +
                std::to_string(version.value) + "\"><p>" + escaped(text) + "</p></li>\n";
  }

  void add_left_out(const LeftOut& left) {
    const std::string version = std::to_string(left.version.value);
    const std::string audience(name_of(left.audience));
    const bool unseen = left.why == WhyLeftOut::unseen;
    add_item(left.version, "left",
             choose(language_,
                    "Versie " + version + " weggelaten (" + audience + "): " +
                        (unseen ? "deze rol mag er niet van weten."
                                : "deze rol mag er een deel van zien, niet het hele record."),
                    "Version " + version + " left out (" + audience + "): " +
                        (unseen ? "this role may not know of it."
                                : "this role may see a part of it, not the whole record.")));
  }

  Result<> add_event(const BundledEvent& event, const Record& record) {
    const auto definition = definitions_.find(record.procedure);
    if (definition == definitions_.end())
      return malformed("the definition " + record.procedure + " is not in it");
    const auto& views = definition->second->procedure.views;
    const auto view = views.find(bundle_.reader.role.text);
    if (view == views.end()) return malformed("its role has no view of the case");
    // A reader who sees only its own was given no event of anybody else.
    const auto members = members_in(record, *definition->second);
    const Reader reader{bundle_.reader, &view->second, {members.begin(), members.end()}, language_};
    const auto opened = opened_in(event, record, seen_fields(reader, record, *definition->second));
    if (!opened) return opened.error();
    add_item(record.version, "shown",
             in_words(record.occurred_on.day, language_) + ": " +
                 sentence(record, *opened, reader, *definition->second));
    return {};
  }

  const Bundle& bundle_;
  const Language language_;
  const LoadedDefinitions& definitions_;
  std::string history_;
};

/// The text between `start` and the next `end`; nothing when there is none.
std::string_view between(std::string_view text, std::string_view start, std::string_view end) {
  const std::size_t at = text.find(start);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + start.size());
  return rest.substr(0, std::min(rest.find(end), rest.size()));
}

/// The template with each %NAME% replaced once, in one pass: what was put in is not looked at
/// again.
std::string filled(std::string_view page, const std::map<std::string, std::string>& parts) {
  std::string out;
  while (!page.empty()) {
    const std::size_t open = page.find('%');
    const std::size_t close = open == std::string_view::npos ? open : page.find('%', open + 1);
    if (close == std::string_view::npos) return out.append(page);
    const auto part = parts.find(std::string(page.substr(open + 1, close - open - 1)));
    const bool is_part = part != parts.end();
    out.append(page.substr(0, is_part ? open : close));
    if (is_part) out.append(part->second);
    page.remove_prefix(is_part ? close + 1 : close);
  }
  return out;
}

}  // namespace

Result<std::string> bundle_page(const Bundle& bundle, Language language, std::string_view page) {
  const auto definitions = load_definitions(bundle);
  if (!definitions) return definitions.error();
  Page made(bundle, language, *definitions);
  auto history = made.history();
  if (!history) return history.error();
  return filled(page, {{"LANG", language == Language::nl ? "nl" : "en"},
                       {"TITLE", escaped(made.title())},
                       {"EVENTS", std::move(*history)},
                       {"BUNDLE", to_base64(encode(bundle))}});
}

bool is_page(std::string_view bytes) {
  return bytes.starts_with(page_start);
}

Result<PageContents> read_bundle_page(std::string_view page) {
  const Result<std::string> bundle = from_base64(between(page, bundle_start, "<"));
  const std::string_view language = between(page, language_start, "\"");
  const bool is_whole = is_page(page) && bundle && !bundle->empty();
  if (!is_whole || (language != "nl" && language != "en"))
    return Error{Errc::malformed, "a page that holds no audit bundle"};
  return PageContents{language == "nl" ? Language::nl : Language::en, *bundle};
}

}  // namespace verloop
