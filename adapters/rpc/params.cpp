#include "adapters/rpc/params.hpp"

#include "adapters/rpc/problem.hpp"

namespace verloop {

namespace json = boost::json;

Params::Params(const json::value& params) {
  if (params.is_object()) {
    object_ = &params.get_object();
  } else if (!params.is_null()) {
    reject("", "parameters go by name");
  }
}

void Params::reject(std::string_view name, const std::string& detail) {
  if (!error_) error_ = wrong_params(std::string(name), detail);
}

const json::value* Params::value_if_any(std::string_view name) {
  known_.emplace(name);
  const json::value* value = object_ == nullptr ? nullptr : object_->if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string Params::text(std::string_view name) {
  auto value = text_if_any(name);
  if (!value) reject(name, "is missing");
  return value.value_or(std::string());
}

std::optional<std::string> Params::text_if_any(std::string_view name) {
  const json::value* value = value_if_any(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    reject(name, "must be a string");
    return std::nullopt;
  }
  return std::string(value->get_string());
}

std::optional<std::int64_t> Params::integer_if_any(std::string_view name) {
  const json::value* value = value_if_any(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_int64()) {
    reject(name, "must be a whole number");
    return std::nullopt;
  }
  return value->get_int64();
}

std::optional<Date> Params::day_if_any(std::string_view name) {
  const auto text = text_if_any(name);
  if (!text) return std::nullopt;
  const auto day = parse_date(*text);
  if (day.has_value()) return *day;
  reject(name, "must be a day, as in 2026-03-10");
  return std::nullopt;
}

json::object Params::object_or_empty(std::string_view name) {
  const json::value* value = value_if_any(name);
  if (value == nullptr) return {};
  if (value->is_object()) return value->get_object();
  reject(name, "must be an object");
  return {};
}

std::optional<RpcError> Params::error() {
  if (error_ || object_ == nullptr) return error_;
  for (const auto& member : *object_) {
    // The name itself is the client's and could be anything: it is not repeated.
    if (!known_.contains(member.key())) reject("", "there is a parameter that is not known here");
  }
  return error_;
}

}  // namespace verloop
