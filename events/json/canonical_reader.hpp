#pragma once
// Reads JSON that is in its canonical form (RFC 8785) already, and knows it to be so from the bytes
// alone: nothing is written anew to compare. Takes less than the form allows: integers within
// +-(2^53 - 1) are the only numbers, and values have at most 16 levels. What it does not take is
// for parse_json to judge; it says no more than that.

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace verloop {

/// Goes through a document from its beginning. After the first thing that is not as expected every
/// answer is empty, and `is_whole` false.
class CanonicalReader {
 public:
  explicit CanonicalReader(std::string_view document) : rest_(document) {}

  /// Whether the document was read to its end, all as expected.
  bool is_whole() const { return good_ && rest_.empty(); }
  void refuse() { good_ = false; }

  /// Takes these bytes when they come next.
  bool take(std::string_view bytes) {
    if (!good_ || !rest_.starts_with(bytes)) return false;
    rest_.remove_prefix(bytes.size());
    return true;
  }
  void expect(std::string_view bytes) {
    if (!take(bytes)) refuse();
  }

  std::string text();
  /// A text of ASCII alone that needs no escape, as it lies in the document.
  std::string_view plain_text();
  std::int64_t integer();
  boost::json::value value() { return value_within(16); }

  /// Calls `read` with the name of each member of an object; it reads the member's value.
  template <class Read>
  void members(Read read) {
    expect("{");
    std::string before;
    for (bool is_first = true; good_ && !take("}"); is_first = false) {
      if (!is_first) expect(",");
      std::string name = text();
      if (!is_first && !come_in_order(before, name)) refuse();
      expect(":");
      if (good_) read(name);
      before = std::move(name);
    }
  }

  /// Calls `read` where each element of an array begins.
  template <class Read>
  void elements(Read read) {
    expect("[");
    for (bool is_first = true; good_ && !take("]"); is_first = false) {
      if (!is_first) expect(",");
      if (good_) read();
    }
  }

 private:
  static bool come_in_order(std::string_view before, std::string_view after);
  boost::json::value value_within(int levels);
  std::string_view take_plain();
  void take_escape(std::string& text);

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace verloop
