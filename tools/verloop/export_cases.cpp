#include "tools/verloop/export_cases.hpp"

#include <fstream>

#include "engine/case_records.hpp"
#include "projections/role_view.hpp"
#include "tools/verloop/bench.hpp"
#include "tools/verloop/output_check.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 1000;

struct Exported {
  std::size_t cases = 0;
  std::size_t events = 0;
  Position position;  // As of which; the log's size.
  std::optional<Actor> reader;
};

/// The cases of the log in the order in which they were opened.
Result<std::vector<CaseId>> cases_in_order(const EventLog& log) {
  std::vector<CaseId> cases;
  for (Position from;;) {
    const auto page = log.read(from, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      const bool opens =
          stored.record.version == Version{} && !is_system_stream(stored.record.case_id.text);
      if (opens) cases.push_back(stored.record.case_id);
    }
    if (page->size() < page_size) return cases;
    from.value += page_size;
  }
}

/// One export under way.
class Export {
 public:
  Export(Console& console, Instance& instance, const CaseExport& options, CaseWriter& writer)
      : console_(console), instance_(instance), options_(options), writer_(writer) {}

  Result<Exported> run(const std::string& form) {
    exported_.position = {instance_.log().tail().size};
    const auto cases = cases_in_order(instance_.log());
    if (cases.has_error()) return cases.error();
    writer_.begin();
    std::size_t done = 0;
    for (const CaseId& id : *cases) {
      auto added = add(id);
      if (added.has_error()) return added.error();
      show_progress(form, ++done, cases->size());
    }
    writer_.end();
    return exported_;
  }

 private:
  /// Nothing of a case of another procedure, or that the actor may not know of.
  Result<> add(const CaseId& id) {
    const auto found = instance_.processor().find(id);
    if (found.has_error()) return found.error();
    const LoadedCase& loaded = **found;
    const Definition* definition = instance_.definitions().find(loaded.state.definition);
    ensure(definition != nullptr, "a loaded case has its definition");
    const std::string& name = definition->procedure.name;
    if (!options_.procedure.empty() && name != options_.procedure) return {};
    const std::optional<RoleId> role =
        options_.role.empty() ? std::nullopt : std::optional<RoleId>(RoleId{options_.role});
    const auto reader = reader_of({options_.as}, role, loaded, *definition, instance_.rights(),
                                  console_.language());
    if (reader.has_error()) return reader.error();
    if (const auto* who = std::get_if<Reader>(&*reader)) return write(loaded, *who, *definition);
    return {};
  }

  Result<> write(const LoadedCase& loaded, const Reader& reader, const Definition& definition) {
    const auto records = read_case(instance_.log(), loaded.state.id, *loaded.state.version);
    if (records.has_error()) return records.error();
    exported_.events += writer_.add(*records, reader, definition);
    ++exported_.cases;
    if (!exported_.reader) exported_.reader = reader.actor;
    return {};
  }

  Console& console_;
  Instance& instance_;
  const CaseExport& options_;
  CaseWriter& writer_;
  Exported exported_;
};

/// False after a message: no definition in the log bears the name.
bool check_procedure(Console& console, const Instance& instance, Definitions& definitions,
                     const CaseExport& options) {
  if (!console.check_actor(instance, {options.as})) return false;
  if (options.procedure.empty() || definitions.newest(options.procedure) != nullptr) return true;
  console.refuse(definitions.no_such_procedure(options.procedure));
  console.status = Exit::wrong_use;
  return false;
}

void say_not_written(Console& console, const std::string& file) {
  console.fail(Exit::storage_failure,
               console.choose("kan dit niet schrijven: ", "can't write this: ") + file);
}

Result<Exported> write_cases(Console& console, Instance& instance, const CaseForm& form,
                             const CaseExport& options, std::ostream& file) {
  const auto writer = form.make(file, instance, options);
  if (writer.has_error()) return writer.error();
  return Export(console, instance, options, **writer).run(form.name);
}

/// None after a message. What is there of an export that failed is removed.
std::optional<Exported> write_file(Console& console, Instance& instance, const CaseForm& form,
                                   const CaseExport& options, const std::filesystem::path& part) {
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  auto exported = write_cases(console, instance, form, options, file);
  file.close();
  if (exported.has_value() && file.good()) return std::move(*exported);
  std::error_code ignored;  // It may never have been made.
  std::filesystem::remove(part, ignored);
  if (exported.has_error())
    console.fail(exported.error());
  else
    say_not_written(console, options.output);
  return std::nullopt;
}

/// Who took it along is in the access log before it is there.
bool enter(Console& console, Instance& instance, const CaseForm& form, const Exported& exported) {
  const auto entered = instance.access().handed(
      exported.reader.value_or(acting_administrator()), exported.position,
      Instance::local("export " + form.name), AccessLog::Handing::exported);
  if (entered.has_error()) console.fail(entered.error());
  console.sign_access(instance);
  return entered.has_value();
}

void print_written(const Console& console, const CaseForm& form, const CaseExport& options,
                   const Exported& exported) {
  if (console.json) {
    return console.print(json::value(json::object{{"file", options.output},
                                                  {form.cases, exported.cases},
                                                  {"events", exported.events},
                                                  {"size", exported.position.value}}));
  }
  const std::string cases = std::to_string(exported.cases);
  const std::string events = std::to_string(exported.events);
  console.print(console.choose(
      "Geschreven naar " + options.output + ": " + cases + " zaken, " + events + " gebeurtenissen",
      "Written to " + options.output + ": " + cases + " " + form.cases + ", " + events +
          " events"));
}

void export_cases(Console& console, const CaseForm& form, CaseExport options) {
  if (!check_output(console, "-o", options.output)) return;
  auto instance = console.open(Access::read_write);
  if (instance == nullptr) return;
  options.as = instance->asker(options.as).text;
  if (!check_procedure(console, *instance, instance->definitions(), options)) return;
  const std::filesystem::path part = options.output + ".part";
  const auto exported = write_file(console, *instance, form, options, part);
  if (!exported) return;
  std::error_code failed;
  if (enter(console, *instance, form, *exported))
    std::filesystem::rename(part, options.output, failed);
  else
    std::filesystem::remove(part, failed);
  if (failed) return say_not_written(console, options.output);
  if (console.status == Exit::done) print_written(console, form, options, *exported);
}

}  // namespace

void add_export_cases(CLI::App& group, Console& console, const CaseForm& form,
                      const std::string& description, const std::string& example) {
  CLI::App* command = add_subcommand(group, console, form.name, description, example);
  auto options = std::make_shared<CaseExport>();
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("-o,--output", options->output, "The file to write")->required();
  command->add_option("--as", options->as, "Whose view (default: the first administrator)");
  command->add_option("--role", options->role, "In which of its roles");
  command->add_option("--procedure", options->procedure, "Only cases of this procedure");
  command->callback([&console, form, options] { export_cases(console, form, *options); });
}

}  // namespace verloop
