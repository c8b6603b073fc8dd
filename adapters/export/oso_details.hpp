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

/// Whether the details may be about whom this name stands for: one of its words, of two letters or
/// more, is among the pupil's names in them, in whatever letters. Where some words are capitalised,
/// the others do not count (`van`, `de`). A name without such words tells nothing: true.
bool may_be_about(const OsoDetails& details, std::string_view name);

}  // namespace verloop
