#include "events/json/strict_json.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

namespace verloop {
namespace {

namespace json = boost::json;
using boost::system::error_code;

bool is_integer(std::string_view literal) {
  return literal.find_first_of(".eE") == std::string_view::npos;
}

/// Whether a literal denotes zero: only the digits before an exponent count.
bool is_zero(std::string_view literal) {
  const std::string_view mantissa = literal.substr(0, literal.find_first_of("eE"));
  return mantissa.find_first_of("123456789") == std::string_view::npos;
}

template <class Number>
bool read_whole(std::string_view literal, Number& number) {
  const char* const end = literal.data() + literal.size();
  const auto [stop, fault] = std::from_chars(literal.data(), end, number);
  return fault == std::errc() && stop == end;
}

/// What Boost's parser tells of a document becomes a value. The parser checks the grammar, UTF-8,
/// surrogates and the depth; this adds what it lets pass: duplicate members and numbers that no
/// double holds. Its own reading of numbers is inexact and is not used.
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  json::value release() { return std::move(root_); }
  const char* problem() const { return problem_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_array_begin(error_code&) { return open(json::array()); }
  bool on_object_begin(error_code&) { return open(json::object()); }
  bool on_array_end(std::size_t, error_code& ec) { return close(ec); }
  bool on_object_end(std::size_t, error_code& ec) { return close(ec); }

  bool on_key_part(json::string_view part, std::size_t, error_code&) { return collect(part); }
  bool on_key(json::string_view rest, std::size_t, error_code& ec) {
    collect(rest);
    frames_.back().key = std::exchange(text_, {});
    const bool repeated = frames_.back().container.get_object().contains(frames_.back().key);
    return !repeated || refuse("a member occurs twice", ec);
  }
  bool on_string_part(json::string_view part, std::size_t, error_code&) { return collect(part); }
  bool on_string(json::string_view rest, std::size_t, error_code& ec) {
    collect(rest);
    return add(json::value(std::exchange(text_, {})), ec);
  }
  bool on_number_part(json::string_view part, error_code&) { return collect(part); }
  bool on_int64(std::int64_t, json::string_view rest, error_code& ec) { return number(rest, ec); }
  bool on_uint64(std::uint64_t, json::string_view rest, error_code& ec) { return number(rest, ec); }
  bool on_double(double, json::string_view rest, error_code& ec) { return number(rest, ec); }
  bool on_bool(bool value, error_code& ec) { return add(value, ec); }
  bool on_null(error_code& ec) { return add(nullptr, ec); }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

 private:
  struct Frame {
    json::value container;
    std::string key;  // Of the member that is being read.
  };

  bool open(json::value container) {
    frames_.push_back({std::move(container), {}});
    return true;
  }

  bool close(error_code& ec) {
    json::value container = std::move(frames_.back().container);
    frames_.pop_back();
    return add(std::move(container), ec);
  }

  bool collect(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }

  bool number(json::string_view rest, error_code& ec) {
    collect(rest);
    const std::string literal = std::exchange(text_, {});
    std::int64_t whole = 0;
    std::uint64_t large = 0;
    double real = 0;
    if (is_integer(literal) && read_whole(literal, whole)) return add(whole, ec);
    if (is_integer(literal) && read_whole(literal, large)) return add(large, ec);
    const bool held =
        read_whole(literal, real) && std::isfinite(real) && (real != 0 || is_zero(literal));
    if (!held) return refuse("a number is beyond the range of a double", ec);
    return add(real, ec);
  }

  bool add(json::value value, error_code&) {
    if (frames_.empty())
      root_ = std::move(value);
    else if (auto* array = frames_.back().container.if_array())
      array->push_back(std::move(value));
    else
      frames_.back().container.get_object().emplace(frames_.back().key, std::move(value));
    return true;
  }

  bool refuse(const char* problem, error_code& ec) {
    problem_ = problem;
    ec = make_error_code(Errc::malformed);
    return false;
  }

  json::value root_;
  std::vector<Frame> frames_;
  std::string text_;  // The parts so far of a key, string or number.
  const char* problem_ = nullptr;
};

Error fault_at(std::size_t offset, const error_code& code, const char* problem) {
  const Errc kind = code == json::error::too_deep ? Errc::too_large : Errc::malformed;
  const std::string what = problem != nullptr ? problem : code.message();
  return {kind, "JSON at byte " + std::to_string(offset) + ": " + what};
}

}  // namespace

Result<json::value> parse_json(std::string_view text, JsonLimits limits) {
  if (text.size() > limits.bytes_max)
    return Error{Errc::too_large,
                 "JSON at byte " + std::to_string(limits.bytes_max) + ": more than the limit"};
  json::parse_options options;
  options.max_depth = limits.depth_max;
  json::basic_parser<Builder> parser(options);
  error_code code;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
  if (code) return fault_at(read, code, parser.handler().problem());
  if (read < text.size()) return fault_at(read, code, "something follows the document");
  return parser.handler().release();
}

}  // namespace verloop
