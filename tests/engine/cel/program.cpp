#include "tests/engine/cel/program.hpp"

namespace verloop::cel::test {
namespace {

struct Shown {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool v) const { return v ? "true" : "false"; }
  std::string operator()(std::int64_t v) const { return std::to_string(v); }
  std::string operator()(std::uint64_t v) const { return std::to_string(v) + "u"; }
  std::string operator()(double v) const {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%g", v);
    return std::string(buffer) + "d";
  }
  std::string operator()(const std::string& v) const { return "'" + v + "'"; }
  std::string operator()(const Bytes& v) const { return "b'" + v.data + "'"; }
  std::string operator()(const Moment& v) const {
    return "@" + std::to_string(v.seconds) + "+" + std::to_string(v.nanos);
  }
  std::string operator()(const Span& v) const {
    return std::to_string(v.seconds) + "s" + std::to_string(v.nanos);
  }
  std::string operator()(Date v) const { return format(v); }
  std::string operator()(const Type& v) const { return to_string(v); }
  std::string operator()(const std::shared_ptr<const List>& v) const {
    std::string text;
    for (const Value& element : *v) text += (text.empty() ? "" : ", ") + shown(element);
    return "[" + text + "]";
  }
  std::string operator()(const std::shared_ptr<const Map>& v) const {
    std::string text;
    for (const auto& [key, value] : *v)
      text += (text.empty() ? "" : ", ") + shown(key) + ": " + shown(value);
    return "{" + text + "}";
  }
  std::string operator()(const std::shared_ptr<const RecordValue>& v) const {
    std::string text = v->type + "{";
    for (const auto& [name, value] : v->fields) text += name + ": " + shown(value) + ",";
    return text + "}";
  }
};

Value member(const char* name, bool active) {
  return Value::of(
      RecordValue{"case.members[]", {{"name", Value::of(name)}, {"active", Value::of(active)}}});
}

}  // namespace

std::string shown(const Value& value) {
  return std::visit(Shown{}, value.storage());
}

Environment environment_of_a_case() {
  const Type text{Kind::string, {}, {}};
  const Type date{Kind::date, {}, {}};
  Environment environment;
  environment.variables = {{"case", record_named("case")},
                           {"today", date},
                           {"now", Type{Kind::timestamp, {}, {}}},
                           {"anything", Type{}},
                           {"settings", map_of(text, Type{Kind::integer, {}, {}})},
                           {"words", list_of(text)},
                           {"not.given", text}};
  environment.records["case"] = {{"goAhead", record_named("case.goAhead")},
                                 {"openedOn", date},
                                 {"title", text},
                                 {"count", Type{Kind::integer, {}, {}}},
                                 {"members", list_of(record_named("case.members[]"))}};
  environment.records["case.goAhead"] = {{"on", date}, {"by", record_named("case.goAhead.by")}};
  environment.records["case.goAhead.by"] = {{"name", text}};
  environment.records["case.members[]"] = {
      {"name", text}, {"active", Type{Kind::boolean, {}, {}}}, {"oppOn", date}};
  return environment;
}

Bindings bindings_of_a_case() {
  RecordValue folded{"case",
                     {{"openedOn", Value::of(*parse_date("2026-03-10"))},
                      {"count", Value::of(std::int64_t{3})},
                      {"members", Value::of(List{member("Ann", true), member("Bo", false)})}}};
  return {{"case", Value::of(std::move(folded))},
          {"today", Value::of(*parse_date("2026-04-21"))},
          {"now", Value::of(*parse_timestamp("2026-04-20T22:30:00Z"))},
          {"anything", Value::of(std::int64_t{7})},
          {"settings", Value::of(Map{{Value::of("days"), Value::of(std::int64_t{42})}})},
          {"words", Value::of(List{Value::of("one"), Value::of("two")})}};
}

std::string gives(const std::string& text, Checking checking, std::uint64_t cost_max) {
  const auto program = compile(text, environment_of_a_case(), checking);
  if (program.has_error()) {
    const CompileError& error = program.error();
    return std::to_string(error.line) + ":" + std::to_string(error.column) + " " + error.message;
  }
  const auto value = program->evaluate(bindings_of_a_case(), cost_max);
  if (value.has_value()) return shown(*value);
  switch (value.error().kind) {
    case EvaluationError::Kind::absent:
      return "absent: " + value.error().message;
    case EvaluationError::Kind::failed:
      return "failed: " + value.error().message;
    case EvaluationError::Kind::cost:
      return "cost: " + value.error().message;
  }
  return {};
}

std::string type_of(const std::string& text) {
  const auto program = compile(text, environment_of_a_case());
  return program.has_error() ? program.error().message : to_string(program->type());
}

}  // namespace verloop::cel::test
