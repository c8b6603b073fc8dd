#pragma once
// Writes OCEL 2.0 as JSON: each event, type and object a line of RFC 8785. The events come first,
// in the order in which they are given, and are not kept; types and objects, of which there are
// fewer, come behind them, sorted. All that is pointed at is there, and what is used is declared.

#include <map>
#include <ostream>

#include "adapters/ocel/ocel.hpp"

namespace verloop {

class OcelWriter {
 public:
  /// The stream outlives the writer; whether it took all is for its owner to ask.
  explicit OcelWriter(std::ostream& out) : out_(out) {}

  void begin();
  /// A case is there without events too. Its qualifier is of no account.
  void add_case(const OcelRelation& its_case);
  void add(const OcelEvent& event, const OcelRelation& its_case);
  void end();

 private:
  struct Object {
    std::string type;
    std::set<std::pair<std::string, std::string>> relations;  // Object, qualifier.
  };

  void declare(const OcelEvent& event);
  void write_types();
  void write_objects();

  std::ostream& out_;
  bool has_events_ = false;
  std::map<std::string, std::map<std::string, OcelKind>> event_types_;  // Kinds of attributes.
  std::map<std::string, Object> objects_;                               // By id.
};

}  // namespace verloop
