#include "adapters/rpc/text_hits.hpp"

namespace verloop {

boost::json::array hits_json(const std::vector<TextHit>& hits, const Procedure& procedure,
                             Language language) {
  boost::json::array rows;
  for (const TextHit& hit : hits) {
    const TextFind* find = procedure.text_checks.find(hit.find);
    rows.push_back(
        boost::json::object{{"field", hit.path},
                            {"from", hit.from},
                            {"to", hit.to},
                            {"find", hit.find},
                            {"label", find == nullptr ? hit.find : find->label.in(language)},
                            {"rule", hit.rule.text},
                            {"refuses", hit.refuses}});
  }
  return rows;
}

}  // namespace verloop
