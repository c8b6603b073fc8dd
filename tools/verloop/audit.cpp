// verloop audit --access: who was shown what, and what was refused; --could-see: what somebody
// could see on a day.
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include "projections/access_search.hpp"
#include "projections/sentences.hpp"
#include "tools/verloop/could_see.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

struct Options {
  bool access = false;
  std::string as, actor, case_name, subject, from, to, type, could_see, day;
};

/// False after a message: no type of the access log.
bool check_type(Console& console, const AccessLog& access, const std::string& type) {
  if (type.empty() || access.types().types.find(type) != nullptr) return true;
  std::vector<std::string> names;
  for (const auto& [id, known] : access.types().types.types()) names.push_back(known.name);
  const auto near = nearest(type, names);
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  console.fail(
      Exit::wrong_use,
      console.choose("--type: er zijn " + all + (near ? "; bedoelt u " + *near + "?" : ""),
                     "--type: there are " + all + (near ? "; did you mean " + *near + "?" : "")));
  return false;
}

AccessQuery query_of(const Options& options) {
  AccessQuery query;
  if (!options.actor.empty()) query.actor = ActorId{options.actor};
  if (!options.case_name.empty()) query.case_id = CaseId{options.case_name};
  if (!options.subject.empty()) query.subject = SubjectId{options.subject};
  if (!options.from.empty()) query.from = *parse_date(options.from);
  if (!options.to.empty()) query.to = *parse_date(options.to);
  query.type = options.type;
  return query;
}

/// The actor in a role that may search the access log. None after a message.
std::optional<Actor> searcher(Console& console, Instance& instance, const Options& options) {
  const ActorId actor = instance.asker(options.as);
  if (!console.check_actor(instance, actor)) return std::nullopt;
  auto found = instance.rights().acting_as(actor, {"auditor", "privacy-officer", "administrator"});
  if (found) return found;
  Refusal refusal;
  refusal.kind = RefusalKind::unauthorised;
  refusal.sentence = {"Dit is aan de auditor, de privacyfunctionaris of de beheerder.",
                      "This is for the auditor, the privacy officer or the administrator."};
  console.warn_if_failed(instance.access().refused(
      {actor, {}, {}, {}}, told_of(refusal, {}, nullptr, {}), Instance::local("audit")));
  console.sign_access(instance);
  console.refuse(refusal);
  return std::nullopt;
}

std::string listed(const json::value& value) {
  if (!value.is_array()) return json::value_to<std::string>(value);
  std::string all;
  for (const json::value& one : value.get_array())
    all += (all.empty() ? "" : ",") + json::value_to<std::string>(one);
  return all;
}

/// `case=c1 fields=name,plan`
std::string details_of(const json::object& data) {
  std::string text;
  for (const char* name : {"case", "view", "fields", "subjects", "subject", "person", "until",
                           "ground", "outcome", "action", "rule", "via"}) {
    const json::value* value = data.if_contains(name);
    if (value != nullptr)
      text += (text.empty() ? "" : " ") + std::string(name) + "=" + listed(*value);
  }
  return text;
}

void print_row(const Console& console, const json::value& row) {
  const auto text = [&row](const char* name) { return std::string(row.at(name).as_string()); };
  const json::object& actor = row.at("actor").as_object();
  const std::string role(actor.at("role").as_string());
  const std::string who =
      std::string(actor.at("id").as_string()) + (role.empty() ? "" : " (" + role + ")");
  console.print(printable(padded(json::serialize(row.at("position")), 7) +
                          text("recordedAt").substr(0, 19) + "Z " + padded(text("label"), 22) +
                          " " + padded(who, 28) + " " + padded(text("asked"), 16) + " " +
                          details_of(row.at("data").as_object())));
}

void audit(Console& console, const Options& options) {
  if (!options.could_see.empty())
    return could_see(console, {options.as, options.could_see, options.day, options.case_name});
  if (!console.check_day("--from", options.from) || !console.check_day("--to", options.to)) return;
  if (!options.access) {
    return console.fail(Exit::wrong_use,
                        console.choose("noem --access, of --could-see met --day",
                                       "name --access, or --could-see with --day"));
  }
  auto instance = console.open(Access::read_write);
  if (instance == nullptr || !check_type(console, instance->access(), options.type)) return;
  const auto by = searcher(console, *instance, options);
  if (!by) return;
  const auto page = search_access(instance->access(), query_of(options), *by, console.language(),
                                  Instance::local("audit"));
  if (page.has_error()) return console.fail(page.error());
  console.sign_access(*instance);
  if (console.json) return console.print(json::value(page->entries));
  for (const json::value& row : page->entries) print_row(console, row);
  console.print(std::to_string(page->entries.size()) + console.choose(" vermeldingen", " entries"));
}

}  // namespace

void add_audit(CLI::App& app, Console& console) {
  CLI::App* command = add_subcommand(
      app, console, "audit", "Who was shown what, and what was refused",
      "verloop audit --access --data school --case c1 --from 2026-03-01 --to 2026-03-31");
  auto options = std::make_shared<Options>();
  command->add_flag("--access", options->access, "In the access log");
  auto* could = command->add_option("--could-see", options->could_see,
                                    "What this actor could see on a day; for auditors");
  auto* day = command->add_option("--day", options->day, "That day");
  could->needs(day);
  day->needs(could);
  command->add_option("--data", console.data, "The data folder")->required();
  command->add_option("--key-file", console.key_file,
                      "File with the key-encryption key (default: DIR.key)");
  command->add_option("--as", options->as, "Who asks (default: the administrator)");
  command->add_option("--actor", options->actor, "Only what this actor asked");
  command->add_option("--case", options->case_name, "Only what is about this case");
  command->add_option("--subject", options->subject,
                      "Only what is of this subject: s-..., actor/ID");
  command->add_option("--from", options->from, "From this day on");
  command->add_option("--to", options->to, "Up to this day");
  command->add_option(
      "--type", options->type,
      "Read, Exported, Refused, LoginFailed, Erased, Administered or EmergencyOpened");
  command->callback([&console, options] { audit(console, *options); });
}

}  // namespace verloop
