#pragma once
// The named parameters of a call, read one by one. The first that is not what it must be is kept as
// the error; a parameter that nobody asked for is one too.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "adapters/rpc/json_rpc.hpp"
#include "events/time.hpp"

namespace verloop {

class Params {
 public:
  explicit Params(const boost::json::value& params);

  std::string text(std::string_view name);  // Must be there.
  std::optional<std::string> text_if_any(std::string_view name);
  std::optional<std::int64_t> integer_if_any(std::string_view name);
  std::optional<Date> day_if_any(std::string_view name);
  boost::json::object object_or_empty(std::string_view name);
  const boost::json::value* value_if_any(std::string_view name);

  void reject(std::string_view name, const std::string& detail);  // Keeps the first.

  /// To be asked when all parameters were read.
  std::optional<RpcError> error();

 private:
  const boost::json::object* object_ = nullptr;
  std::set<std::string, std::less<>> known_;
  std::optional<RpcError> error_;
};

}  // namespace verloop
