#include "tests/simulation/field_pool.hpp"

namespace verloop::test {

std::vector<PooledField> field_pool() {
  const std::vector<std::string> sealed_classes = {"personal", "special", "confidential"};
  const std::vector<std::string> all_classes = {"open", "open", "open", "personal", "special"};
  return {
      {{"kind",
        "type: enum, values: [roof, shed, tree]",
        Seen::text,
        {"roof", "shed", "tree"},
        true,
        true},
       all_classes},
      {{"grade",
        "type: enum, values: {low: {nl: laag, en: low}, high: {nl: hoog, en: high}}",
        Seen::text,
        {"low", "high"},
        true,
        true},
       all_classes},
      {{"agreed", "type: boolean", Seen::boolean, {}, true, true}, all_classes},
      {{"urgent", "type: boolean", Seen::boolean, {}, true, true}, {"open"}},
      {{"amount", "type: cents", Seen::integer, {}, true, true}, all_classes},
      {{"duration", "type: minutes, max: 600", Seen::integer, {}, true, true}, {"open"}},
      {{"count", "type: integer, min: -5, max: 50", Seen::integer, {}, true, true}, all_classes},
      {{"sum", "type: integer", Seen::integer, {}, true, true}, {"open"}},
      {{"startsOn", "type: date", Seen::date, {}, true, true}, all_classes},
      {{"plannedOn", "type: date", Seen::date, {}, true, true}, {"open"}},
      {{"topic", "type: name", Seen::text, {}, true, true}, {"open"}},
      {{"moment", "type: timestamp", Seen::other, {}, true, false}, all_classes},
      {{"words", "type: text, max: 300", Seen::text, {}, false, false}, sealed_classes},
      {{"remark", "type: text", Seen::text, {}, false, false}, sealed_classes},
      {{"sketch", "type: document", Seen::other, {}, false, false}, sealed_classes},
      {{"sources",
        "type: list, min: 1, max: 3, of: {type: enum, values: [talk, file]}",
        Seen::other,
        {},
        true,
        false},
       all_classes},
      {{"line",
        "type: record, fields: {hours: {type: minutes, required: true}, note: {type: "
        "name}}",
        Seen::other,
        {},
        true,
        false},
       all_classes},
      {{"lines",
        "type: list, of: {type: record, fields: {what: {type: text}, price: {type: "
        "cents}}}",
        Seen::other,
        {},
        false,
        false},
       sealed_classes},
      {{"helper", "type: ref, to: actor", Seen::text, {}, true, false}, all_classes},
      {{"school", "type: ref, to: organisation", Seen::text, {}, true, false}, {"open"}}};
}

}  // namespace verloop::test
