#pragma once
// What a dossier of the sector's exchange (OSO, data set 2019.1, primary school to
// samenwerkingsverband) must hold and no case knows: the school, the pupil, its schools so far, its
// carers, and that the dossier was shown to them. It comes from a small file in YAML or JSON, under
// the names of the data set; see docs/operators/oso.md. Nothing is made up: what is missing is
// named. A fault holds no value of the file.

#include <string>
#include <string_view>
#include <vector>

#include "events/yaml/yaml_reader.hpp"

namespace verloop {

/// With text or with parts, never both.
struct XmlElement {
  std::string name;
  std::string text;
  std::vector<XmlElement> parts;
};

struct OsoDetails {
  XmlElement insight;              // `inzage`
  XmlElement school;               // `huidigeschool`, without the pupil.
  XmlElement pupil;                // `leerling`, up to the career.
  XmlElement career;               // `schoolloopbaanlijst`
  std::vector<XmlElement> carers;  // `verzorger`
};

/// The details, or all that is wrong with the file.
boost::system::result<OsoDetails, std::vector<YamlFault>> oso_details(std::string_view text);

}  // namespace verloop
