// verloop cel: what an expression comes to, for authors of procedures.
#include "engine/cel/cel.hpp"

#include <fmt/format.h>

#include "events/json/strict_json.hpp"
#include "tools/verloop/cel_values.hpp"
#include "tools/verloop/in_dutch.hpp"
#include "tools/verloop/read_file.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::string expression, bindings;
};

/// The variables of a file: a JSON object, each member one. None after a message.
std::optional<cel::Bindings> read_bindings(Console& console, const std::string& file) {
  cel::Bindings bindings;
  if (file.empty()) return bindings;
  const auto text = read_text(console, file);
  if (!text) return std::nullopt;
  const auto parsed = parse_json(*text);
  if (parsed.has_error()) {
    console.fail(Exit::wrong_use, file + ": " + parsed.error().detail);
    return std::nullopt;
  }
  if (!parsed->is_object()) {
    console.fail(Exit::wrong_use,
                 console.choose(file + ": verwacht een JSON-object: de variabelen bij hun namen",
                                file + ": expected a JSON object: the variables by their names"));
    return std::nullopt;
  }
  for (const auto& [name, value] : parsed->get_object())
    bindings.emplace(std::string(name), cel_value(value));
  return bindings;
}

void fail_to_compile(Console& console, const cel::CompileError& error, const std::string& text) {
  const std::string place = std::to_string(error.line) + ":" + std::to_string(error.column);
  const std::string message = said(error.message, console.language());
  console.fail(Exit::wrong_use, place + ": " + message + "\n" + cel::with_caret(error, text));
}

void print_value(Console& console, const cel::Program& program, const cel::Value& value) {
  const json::value shown = json_value(value);
  const std::string type = cel::to_string(type_of(value));
  if (console.json) {
    json::array paths;
    for (const std::string& path : program.paths()) paths.push_back(json::string(path));
    return console.print(
        json::value(json::object{{"paths", std::move(paths)}, {"type", type}, {"value", shown}}));
  }
  const double* number = shown.if_double();
  const std::string text = number != nullptr ? fmt::format("{}", *number) : json::serialize(shown);
  console.print(text + "  (" + type + ")");
}

void evaluate(Console& console, const Options& options) {
  const auto bindings = read_bindings(console, options.bindings);
  if (!bindings) return;
  cel::Environment environment;
  for (const auto& [name, value] : *bindings) environment.variables.emplace(name, cel::Type{});
  const auto program = cel::compile(options.expression, environment);
  if (program.has_error()) return fail_to_compile(console, program.error(), options.expression);
  const auto value = program->evaluate(*bindings);
  if (value.has_value()) return print_value(console, *program, *value);
  console.fail(Exit::answer_is_no, said(value.error().message, console.language()));
}

}  // namespace

void add_cel(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(app, console, "cel", "What an expression comes to",
                                     "verloop cel 'date(start) + days(42)' --bindings start.json");
  auto options = std::make_shared<Options>();
  command->add_option("expression", options->expression, "In the Common Expression Language")
      ->required();
  command->add_option("--bindings", options->bindings,
                      "A file with a JSON object: the variables that the expression speaks of");
  command->callback([&console, options] { evaluate(console, *options); });
}

}  // namespace verloop
