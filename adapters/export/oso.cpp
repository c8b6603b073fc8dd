#include "adapters/export/oso.hpp"

#include <algorithm>
#include <array>

#include "adapters/export/zip.hpp"
#include "adapters/xml_text.hpp"
#include "events/digest.hpp"

namespace verloop {
namespace {

constexpr std::string_view name_space = "http://www.edustandaard.nl/oso_gegevensset/2019/dossier";

XmlElement leaf(std::string_view name, std::string_view text) {
  return {std::string(name), std::string(text), {}};
}

/// What a dossier of this profile holds, by category: what must be there, may not, or is left out
/// here.
XmlElement categories() {
  XmlElement all{"categorie_uitlevering", {}, {}};
  for (const auto& [name, given] : std::array<std::pair<const char*, const char*>, 16>{{
           {"cat_metadata", "VERPLICHT"},
           {"cat_ouderinzage", "OPTIONEEL"},
           {"cat_school", "VERPLICHT"},
           {"cat_leerling", "VERPLICHT"},
           {"cat_oudersverzorgers", "VERPLICHT"},
           {"cat_vve", "OPT-UIT"},
           {"cat_schoolloopbaan", "VERPLICHT"},
           {"cat_overstapadvies", "OPT-UIT"},
           {"cat_onderwijsondersteuning", "VERPLICHT"},
           {"cat_verzuim", "OPT-UIT"},
           {"cat_eindtoetsbo", "VERBODEN"},
           {"cat_toetsresultaten", "OPT-UIT"},
           {"cat_handelingsplannen", "OPT-UIT"},
           {"cat_cijferlijsten", "OPT-UIT"},
           {"cat_vombo", "VERBODEN"},
           {"cat_bijlagedocs", "OPT-UIT"},
       }})
    all.parts.push_back(leaf(name, given));
  return all;
}

XmlElement metadata(Date made_on) {
  return {
      "metadata",
      {},
      {leaf("deeldossier", "LASLVS"), leaf("pakketnaam", "Verloop"), leaf("pakketversie", "0.1.0"),
       leaf("datum", format(made_on)), leaf("standaardversie", "2019.1"),
       leaf("validatieversie", "2019.1.1"), categories(), leaf("overstap", "POSWV")}};
}

Result<XmlElement> plan_element(const OsoPlan& plan) {
  XmlElement element{"opp", {}, {leaf("opp_ingangdatum", format(plan.from))}};
  if (plan.until) element.parts.push_back(leaf("opp_einddatum", format(*plan.until)));
  for (const OsoDocument& document : plan.documents) {
    const auto packed = zipped(document.name, document.bytes);
    if (packed.has_error()) return packed.error();
    XmlElement attached{"document", {}, {leaf("bestandsnaam", document.name)}};
    if (!document.description.empty())
      attached.parts.push_back(leaf("omschrijving", document.description));
    attached.parts.push_back(leaf("bestandsinhoud", to_base64(*packed)));
    element.parts.push_back(std::move(attached));
  }
  return element;
}

XmlElement arrangement_element(const OsoArrangement& arrangement) {
  XmlElement element{"arrangement_pao", {}, {leaf("arrangement_datum", format(arrangement.from))}};
  element.parts.push_back(leaf("arrangement_kenmerk", arrangement.reference));
  if (arrangement.until)
    element.parts.push_back(leaf("arrangement_einddatum", format(*arrangement.until)));
  return element;
}

Result<XmlElement> support(const OsoDossier& dossier) {
  XmlElement element{"onderwijsondersteuning", {}, {}};
  if (dossier.plan) {
    auto plan = plan_element(*dossier.plan);
    if (plan.has_error()) return plan.error();
    element.parts.push_back(std::move(*plan));
  }
  element.parts.push_back(arrangement_element(dossier.arrangement));
  return element;
}

void write(const XmlElement& element, std::size_t depth, std::string& out) {
  const std::string indent(2 * depth, ' ');
  out += indent + "<" + element.name + ">";
  if (element.parts.empty()) {
    out += xml_text(element.text);
  } else {
    out += "\n";
    for (const XmlElement& part : element.parts) write(part, depth + 1, out);
    out += indent;
  }
  out += "</" + element.name + ">\n";
}

}  // namespace

bool is_oso_attachment(std::string_view name) {
  constexpr std::array<std::string_view, 11> endings{"pdf", "jpg",  "png", "doc", "docx", "odf",
                                                     "xls", "xlsx", "txt", "ppt", "pptx"};
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string ending(name.substr(dot + 1));
  std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

Result<std::string> oso_xml(const OsoDossier& dossier) {
  auto supported = support(dossier);
  if (supported.has_error()) return supported.error();
  XmlElement pupil = dossier.details.pupil;
  pupil.parts.push_back(dossier.details.career);
  pupil.parts.push_back(std::move(*supported));
  for (const XmlElement& carer : dossier.details.carers) pupil.parts.push_back(carer);
  XmlElement school = dossier.details.school;
  school.parts.push_back(std::move(pupil));
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dossier xmlns=\"";
  out.append(name_space).append("\">\n");
  write(metadata(dossier.made_on), 1, out);
  write(leaf("overdrachtsoort", "swv-dossier"), 1, out);
  write(dossier.details.insight, 1, out);
  write(school, 1, out);
  return out + "</dossier>\n";
}

}  // namespace verloop
