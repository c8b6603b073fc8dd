#include "projections/erased_value.hpp"

#include "events/json/text_in.hpp"
#include "projections/sentences.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

}  // namespace

json::value erased_json(const Erased& erased) {
  json::object object{{"erased", true}};
  if (erased.on) {
    object["ground"] = json::string(name_of(erased.ground));
    object["on"] = format(*erased.on);
  }
  return object;
}

std::optional<Erased> erased_from(const json::value& value) {
  if (!value.is_object() || !value.get_object().contains("erased")) return std::nullopt;
  const auto on = parse_date(text_in(value.get_object(), "on"));
  const auto ground = erasure_ground_from(text_in(value.get_object(), "ground"));
  if (!on || !ground) return Erased{};
  return Erased{*on, *ground};
}

std::string ground_text(ErasureGround ground, Language language) {
  const bool nl = language == Language::nl;
  switch (ground) {
    case ErasureGround::request:
      return nl ? "op verzoek" : "on request";
    case ErasureGround::retention:
      return nl ? "bewaartermijn verstreken" : "retention period over";
    case ErasureGround::redaction:
      return nl ? "deze tekst alleen" : "this text alone";
  }
  return {};
}

std::string erased_text(const Erased& erased, Language language) {
  const bool nl = language == Language::nl;
  if (!erased.on) return nl ? "[gewist]" : "[erased]";
  return (nl ? "[gewist op " : "[erased on ") + in_words(*erased.on, language) + ", " +
         ground_text(erased.ground, language) + "]";
}

}  // namespace verloop
