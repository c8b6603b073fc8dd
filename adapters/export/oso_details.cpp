#include "adapters/export/oso_details.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "engine/text_words.hpp"
#include "events/time.hpp"
#include "events/yaml/yaml_label.hpp"

namespace verloop {
namespace {

enum class Kind : std::uint8_t { text, date, truth, word, code, group, list };
enum class Need : std::uint8_t { required, optional };

/// An element of the data set, as the file has it. In the order of the data set.
struct Shape {
  std::string_view name;
  Kind kind = Kind::text;
  Need need = Need::required;
  /// word: those that there are, a bar between; code: 9 a digit, A a capital, all else itself;
  /// list: the name of an entry, or empty where the entries bear the list's own.
  std::string_view form = {};
  std::vector<Shape> parts = {};  // Of a group, of an entry of a list; none: entries are texts.
};

constexpr Need optional = Need::optional;

Shape addresses() {
  return {"adreslijst",
          Kind::list,
          optional,
          "adres",
          {{"soortadres", Kind::word, Need::required, "bezoek|post|gba"},
           {"straat"},
           {"nummer"},
           {"toevoeging", Kind::text, optional},
           {"postcode", Kind::code, Need::required, "9999AA"},
           {"plaats"},
           {"gemeente", Kind::text, optional}}};
}

Shape contacts() {
  return {"communicatielijst",
          Kind::list,
          optional,
          "communicatie",
          {{"soort", Kind::word, Need::required, "telefoon|e-mail"},
           {"aanduiding", Kind::text, optional},
           {"nummer"},
           {"geheim", Kind::truth, optional},
           {"noodnummer", Kind::truth, optional}}};
}

Shape insight() {
  return {"inzage",
          Kind::group,
          Need::required,
          {},
          {{"voorlopigdossier", Kind::truth},
           {"inzage", Kind::truth},
           {"inzagedatum", Kind::date, optional},
           {"akkoord", Kind::word, Need::required, "Ja|Nee|Onbekend"},
           {"redennietakkoord", Kind::text, optional},
           {"toestemming", Kind::word, Need::required, "Ja|Nee|Onbekend"}}};
}

Shape school() {
  return {"huidigeschool",
          Kind::group,
          Need::required,
          {},
          {{"naam"},
           addresses(),
           contacts(),
           {"brincode", Kind::code, Need::required, "99AA"},
           {"vestigingscode", Kind::code, Need::required, "99"},
           {"aanleverpunt"},
           {"soort", Kind::text, optional},
           {"type", Kind::text, optional},
           {"naamdirecteur", Kind::text, optional},
           {"website", Kind::text, optional}}};
}

Shape pupil() {
  return {"leerling",
          Kind::group,
          Need::required,
          {},
          {{"voornaam", Kind::list},
           {"voorletters-1", Kind::text, optional},
           {"voorvoegsel", Kind::text, optional},
           {"achternaam"},
           {"roepnaam", Kind::text, optional},
           {"geboortedatum", Kind::date},
           {"geslacht", Kind::word, Need::required, "0|1|2"},
           {"adresgeheim", Kind::truth},
           addresses(),
           contacts()}};
}

Shape career() {
  return {"schoolloopbaan",
          Kind::list,
          Need::required,
          {},
          {{"schooljaar", Kind::code, Need::required, "9999-9999"},
           {"groepscode"},
           {"groepsnaam", Kind::text, optional},
           {"jaargroep", Kind::word, Need::required, "P|0|1|2|3|4|5|6|7|8|S"},
           {"begindatum", Kind::date, optional},
           {"einddatum", Kind::date, optional},
           {"brincode", Kind::code, Need::required, "99AA"},
           {"vestigingscode", Kind::code, Need::required, "99"},
           {"schoolsoort", Kind::text, optional},
           {"schooltype", Kind::text, optional},
           {"schoolsoortomschrijving", Kind::text, optional}}};
}

Shape carers() {
  return {"verzorger",
          Kind::list,
          Need::required,
          {},
          {{"voornaam", Kind::list, optional},
           {"voorletters-1", Kind::text, optional},
           {"voorvoegsel", Kind::text, optional},
           {"achternaam"},
           {"geslacht", Kind::word, optional, "0|1|2"},
           {"adresgeheim", Kind::truth, optional},
           addresses(),
           contacts(),
           {"relatietotkind", Kind::text, optional},
           {"wettigevertegenwoordiger", Kind::truth}}};
}

Shape whole() {
  return {"details",
          Kind::group,
          Need::required,
          {},
          {insight(), school(), pupil(), career(), carers()}};
}

/// What a dossier for a samenwerkingsverband may not hold.
constexpr std::array<std::string_view, 13> forbidden{
    "bsn",           "pgn",           "onderwijsnummer",         "leerlingid", "geboorteplaats",
    "geboortemaand", "nationaliteit", "postcode4adres",          "banknummer", "iban",
    "nnca",          "gba",           "eindtoets_basisonderwijs"};

bool fits(std::string_view text, std::string_view form) {
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char c, char as) {
    if (as == '9') return c >= '0' && c <= '9';
    return as == 'A' ? c >= 'A' && c <= 'Z' : c == as;
  });
}

std::vector<std::string> choices_of(std::string_view form) {
  std::vector<std::string> words;
  for (std::size_t bar = form.find('|');; bar = form.find('|')) {
    words.emplace_back(form.substr(0, bar));
    if (bar == std::string_view::npos) return words;
    form.remove_prefix(bar + 1);
  }
}

/// What belongs there, for people.
std::string expected(const Shape& shape) {
  switch (shape.kind) {
    case Kind::text:
      return "a text";
    case Kind::date:
      return "a day, like 2015-03-17";
    case Kind::truth:
      return "true or false";
    case Kind::word: {
      std::string all;
      for (const std::string& word : choices_of(shape.form))
        all += (all.empty() ? "" : ", ") + word;
      return "one of: " + all;
    }
    case Kind::code: {
      std::string like(shape.form);
      std::replace(like.begin(), like.end(), '9', '0');
      return "a code like " + like;
    }
    case Kind::group:
      return "names with values";
    case Kind::list:
      return "a list with at least one entry";
  }
  return {};
}

bool is_good(const Shape& shape, const std::string& text) {
  switch (shape.kind) {
    case Kind::date:
      return parse_date(text).has_value();
    case Kind::truth:
      return text == "true" || text == "false";
    case Kind::word: {
      const auto words = choices_of(shape.form);
      return std::find(words.begin(), words.end(), text) != words.end();
    }
    case Kind::code:
      return fits(text, shape.form);
    case Kind::text:
    case Kind::group:
    case Kind::list:
      return text.find_first_not_of(" \t\r\n") != std::string::npos;
  }
  return false;
}

/// Reads by the shape, and notes all that is wrong.
class Reading {
 public:
  XmlElement group(const YamlNode& node, const Shape& shape) {
    XmlElement element{std::string(shape.name), {}, {}};
    if (node.kind != YamlNode::Kind::map) {
      unfit(node, shape);
      return element;
    }
    check_keys(node, shape);
    for (const Shape& part : shape.parts) {
      const YamlNode* value = node.find(part.name);
      if (value == nullptr || value->kind == YamlNode::Kind::null) {
        if (part.need == Need::required) missing(node, shape, part);
        continue;
      }
      add(*value, part, element);
    }
    return element;
  }

  void fault(const YamlPlace& place, std::string message) {
    faults_.push_back({place, std::move(message)});
  }

  std::vector<YamlFault> faults() && {
    std::stable_sort(faults_.begin(), faults_.end(), [](const auto& one, const auto& other) {
      return std::pair(one.place.line, one.place.column) <
             std::pair(other.place.line, other.place.column);
    });
    return std::move(faults_);
  }

 private:
  void add(const YamlNode& value, const Shape& shape, XmlElement& to) {
    if (shape.kind == Kind::list) return add_list(value, shape, to);
    to.parts.push_back(shape.kind == Kind::group ? group(value, shape) : leaf(value, shape));
  }

  XmlElement leaf(const YamlNode& node, const Shape& shape) {
    if (node.kind != YamlNode::Kind::scalar || !is_good(shape, node.text)) unfit(node, shape);
    return {std::string(shape.name), node.text, {}};
  }

  /// A list of a name of its own becomes an element around its entries; else the entries alone.
  void add_list(const YamlNode& node, const Shape& shape, XmlElement& to) {
    if (node.kind != YamlNode::Kind::list || node.items.empty()) return unfit(node, shape);
    XmlElement around{std::string(shape.name), {}, {}};
    Shape entry = shape;
    entry.kind = shape.parts.empty() ? Kind::text : Kind::group;
    if (!shape.form.empty()) entry.name = shape.form;
    std::vector<XmlElement>& out = shape.form.empty() ? to.parts : around.parts;
    for (const YamlNode& item : node.items)
      out.push_back(shape.parts.empty() ? leaf(item, entry) : group(item, entry));
    if (!shape.form.empty()) to.parts.push_back(std::move(around));
  }

  void check_keys(const YamlNode& node, const Shape& shape) {
    std::vector<std::string> known;
    for (const Shape& part : shape.parts) known.emplace_back(part.name);
    for (const YamlNode::Entry& entry : node.entries) {
      if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
      const bool may_not =
          std::find(forbidden.begin(), forbidden.end(), entry.key) != forbidden.end();
      if (may_not)
        fault(entry.key_place, "`" + entry.key +
                                   "` may not be in a dossier for a samenwerkingsverband; leave it "
                                   "out");
      else
        fault(entry.key_place, std::string(shape.name) + ": unknown key \"" + entry.key + "\"" +
                                   suggestion(entry.key, known));
    }
  }

  void missing(const YamlNode& node, const Shape& shape, const Shape& part) {
    fault(node.place, std::string(shape.name) + ": `" + std::string(part.name) +
                          "` is missing; fill in " + expected(part));
  }

  /// Names no value: the file is about people.
  void unfit(const YamlNode& node, const Shape& shape) {
    fault(node.place, "`" + std::string(shape.name) + "` must be " + expected(shape));
  }

  std::vector<YamlFault> faults_;
};

const XmlElement* part_of(const XmlElement& element, std::string_view name) {
  for (const XmlElement& part : element.parts)
    if (part.name == name) return &part;
  return nullptr;
}

bool says(const XmlElement& element, std::string_view name, std::string_view text) {
  const XmlElement* part = part_of(element, name);
  return part != nullptr && part->text == text;
}

void check_insight(const YamlNode& root, const XmlElement& insight, Reading& reading) {
  const YamlPlace place = locate(root, {"inzage"});
  if (says(insight, "inzage", "true") && part_of(insight, "inzagedatum") == nullptr)
    reading.fault(place,
                  "inzage: `inzagedatum` is missing; fill in a day, like 2015-03-17, on which the "
                  "dossier was shown");
  if (says(insight, "akkoord", "Nee") && part_of(insight, "redennietakkoord") == nullptr)
    reading.fault(place,
                  "inzage: `redennietakkoord` is missing; fill in why there is no agreement");
}

OsoDetails sorted(XmlElement whole) {
  OsoDetails details;
  details.career.name = "schoolloopbaanlijst";
  for (XmlElement& part : whole.parts) {
    if (part.name == "inzage") details.insight = std::move(part);
    if (part.name == "huidigeschool") details.school = std::move(part);
    if (part.name == "leerling") details.pupil = std::move(part);
    if (part.name == "schoolloopbaan") details.career.parts.push_back(std::move(part));
    if (part.name == "verzorger") details.carers.push_back(std::move(part));
  }
  return details;
}

}  // namespace

boost::system::result<OsoDetails, std::vector<YamlFault>> oso_details(std::string_view text) {
  auto root = parse_yaml(text);
  if (root.has_error()) return std::vector{root.error()};
  Reading reading;
  OsoDetails details = sorted(reading.group(*root, whole()));
  check_insight(*root, details.insight, reading);
  auto faults = std::move(reading).faults();
  if (!faults.empty()) return faults;
  return details;
}

bool may_be_about(const OsoDetails& details, std::string_view name) {
  std::set<std::string> known;
  for (const XmlElement& part : details.pupil.parts) {
    if (part.name != "voornaam" && part.name != "roepnaam" && part.name != "achternaam") continue;
    for (const TextWord& word : words_of(part.text)) known.insert(word.folded);
  }
  const std::vector<TextWord> words = words_of(name);
  const bool any = std::any_of(words.begin(), words.end(),
                               [](const TextWord& word) { return word.is_capitalised; });
  bool tells = false;
  for (const TextWord& word : words) {
    if (word.folded.size() < 2 || (any && !word.is_capitalised)) continue;
    tells = true;
    if (known.contains(word.folded)) return true;
  }
  return !tells;
}

}  // namespace verloop
