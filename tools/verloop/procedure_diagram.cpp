// verloop procedure diagram: the tracks of a procedure as a picture, of a file or as deployed, with
// the states of a case marked in it.
#include "tools/verloop/procedure_diagram.hpp"

#include <algorithm>
#include <cstdio>

#include "events/size_anchor.hpp"
#include "projections/diagram/bpmn.hpp"
#include "projections/diagram/svg.hpp"
#include "tools/verloop/asked.hpp"
#include "tools/verloop/definition_files.hpp"
#include "tools/verloop/output_check.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  std::vector<std::string> what;  // Files, or one name.
  std::string format = "svg";
  std::string output, case_name, as;
};

void hand_over(Console& console, const Options& options, const Chart& chart,
               const std::string& text) {
  if (options.output.empty()) {
    if (console.json)
      return console.print(json::value(
          json::object{{"procedure", chart.name}, {"format", options.format}, {"diagram", text}}));
    std::fwrite(text.data(), 1, text.size(), stdout);
    return;
  }
  const auto written = replace_file(options.output, text);
  if (written.has_error()) return console.fail(written.error());
  if (console.json)
    return console.print(json::value(json::object{
        {"procedure", chart.name}, {"format", options.format}, {"file", options.output}}));
  console.print(console.choose("Geschreven naar ", "Written to ") + options.output + ": " +
                chart.name);
}

void draw(Console& console, const Options& options, const Definition& definition,
          const ChartMarks& marks) {
  const Chart chart = make_chart(definition, console.language(), marks);
  const bool is_bpmn = options.format == "bpmn";
  const auto layout = lay_out(chart, is_bpmn ? bpmn_look : svg_look);
  if (layout.has_error()) return console.fail(layout.error());
  hand_over(console, options, chart, is_bpmn ? to_bpmn(chart, *layout) : to_svg(chart, *layout));
}

void draw_files(Console& console, const Options& options) {
  std::error_code ignored;
  const std::string& first = options.what.front();
  if (!std::filesystem::exists(first, ignored)) {
    return console.fail(
        Exit::wrong_use,
        console.choose("er is geen bestand " + first +
                           "; noem bij een procedure die in gebruik is ook --data MAP",
                       "there is no file " + first +
                           "; for a procedure that is deployed, name --data DIR too"));
  }
  auto files = read_definition(console, options.what);
  if (!files) return;
  const auto definition = load_files(console, std::move(*files));
  if (definition != nullptr) draw(console, options, *definition, {});
}

/// Where the case is, as far as the actor may see.
ChartMarks marks_of(const Asked& asked) {
  ChartMarks marks;
  for (const auto& track : seen_tracks(asked.reader, asked.loaded.state))
    marks[std::string(track.key())] = std::string(track.value().as_string());
  return marks;
}

void say_other_procedure(Console& console, const Options& options, const std::string& reference) {
  console.fail(Exit::answer_is_no,
               console.choose("de zaak " + options.case_name + " volgt " + reference + ", niet " +
                                  options.what.front() + "; noem die",
                              "the case " + options.case_name + " follows " + reference + ", not " +
                                  options.what.front() + "; name that one"));
}

/// A case is drawn in the definition that it follows.
void draw_case(Console& console, const Options& options, Instance& instance,
               const Definition& named) {
  const auto asked = ask(console, instance, options.case_name, options.as, "");
  if (!asked) return;
  const bool is_any_version = options.what.front().find('@') == std::string::npos;
  const Definition& followed = *asked->definition;
  if (is_any_version ? followed.procedure.name != named.procedure.name : &followed != &named)
    return say_other_procedure(console, options, followed.reference);
  draw(console, options, followed, marks_of(*asked));
}

void draw_deployed(Console& console, const Options& options) {
  if (options.what.size() > 1) {
    return console.fail(Exit::wrong_use,
                        console.choose("noem met --data de naam van één procedure",
                                       "with --data, give the name of one procedure"));
  }
  if (!check_output(console, "-o", options.output)) return;
  auto instance = console.open(Access::read_only);
  if (instance == nullptr) return;
  const std::string& name = options.what.front();
  const Definition* definition = find_deployed(instance->definitions(), name);
  if (definition == nullptr) return console.refuse(instance->definitions().no_such_procedure(name));
  if (!options.case_name.empty()) return draw_case(console, options, *instance, *definition);
  draw(console, options, *definition, {});
}

void diagram(Console& console, const Options& options) {
  if (!console.data.empty()) return draw_deployed(console, options);
  if (options.case_name.empty()) return draw_files(console, options);
  console.fail(Exit::wrong_use,
               console.choose("noem bij --case ook --data MAP, waarin de zaak ligt",
                              "with --case, name --data DIR that the case lies in"));
}

}  // namespace

void add_procedure_diagram(CLI::App& group, Console& console) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_subcommand(
      group, console, "diagram", "The tracks of a procedure as a picture: SVG or BPMN 2.0",
      "verloop procedure diagram clusterarrangement-top --data school --case c1 -o c1.svg");
  command
      ->add_option("procedure", options->what,
                   "With --data: a name, or name@version; else the procedure's file, and its "
                   "catalogues unless the shipped ones will do")
      ->required();
  command->add_option("--format", options->format, "svg (default) or bpmn")
      ->check(CLI::IsMember({"svg", "bpmn"}));
  command->add_option("-o,--output", options->output, "Write it to this file");
  command->add_option("--data", console.data, "The data folder");
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  auto* of_case = command->add_option("--case", options->case_name, "Mark where this case is");
  command->add_option("--as", options->as, "Who asks (default: the administrator)")->needs(of_case);
  command->callback([&console, options] { diagram(console, *options); });
}

}  // namespace verloop
