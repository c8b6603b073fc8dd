#include "tests/tools/who_sees_what_course.hpp"

#include <algorithm>
#include <regex>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "events/yaml/yaml_reader.hpp"

namespace verloop::test::who {
namespace {

namespace json = boost::json;

const std::vector<std::string> case_names{"c1", "c2", "c3"};

/// Numbers from here on are canaries too; smaller ones occur everywhere.
constexpr std::int64_t number_min = 7000;

/// The engine's own events, which the table leaves out: whoever is shown a rule is shown findings.
bool is_finding(const std::string& type) {
  return type == "FindingRaised" || type == "FindingCleared";
}

std::vector<Actor> actors_in(const std::string& course) {
  const json::value file = to_json(*parse_yaml(course));
  std::vector<Actor> actors;
  for (const json::value& item : file.at("actors").as_array()) {
    const json::object& one = item.as_object();
    Actor actor{std::string(one.at("id").as_string()), std::string(one.at("role").as_string())};
    if (const json::value* of = one.if_contains("of"))
      actor.own = std::stoll(std::string(of->at(0).as_string()).substr(4));  // Behind `pup-`.
    actors.push_back(std::move(actor));
  }
  return actors;
}

std::set<std::string> canaries_in(const std::string& course) {
  static const std::regex canary("w-[A-Za-z]+\\.[A-Za-z/]+-[0-9]|pup-[1-8]");
  return {std::sregex_token_iterator(course.begin(), course.end(), canary), {}};
}

bool is_whom_it_is_about(const std::string& procedure, const std::string& type,
                         const std::string& field) {
  const EventType* found = shipped_procedure(procedure)->catalogue.find(type);
  const Field* meant = found == nullptr ? nullptr : found->field(field);
  return meant != nullptr && meant->type.kind == FieldKind::reference &&
         meant->type.refers_to == Referent::subject;
}

}  // namespace

Course::Course(std::string procedure, const Table& table, const Program& program)
    : procedure_(std::move(procedure)), table_(table), program_(program) {
  const std::string text = read_file(who_file(procedure_));
  actors_ = actors_in(text);
  canaries_ = canaries_in(text);
}

Program::Words Course::written(const std::string& changed) const {
  Program::Words names{"changed.yaml"};
  program_.write("changed.yaml", changed);
  for (const ShippedFile& file : shipped_files()) {
    if (!file.path.starts_with("events/catalogue/cluster-")) continue;
    names.push_back(std::filesystem::path(file.path).filename());
    program_.write(names.back(), std::string(file.text));
  }
  return names;
}

std::string Course::play(const std::string& changed) const {
  Ran ran = program_.run({"init", "--data", "data"});
  if (ran.status != 0) return ran.all();
  if (!changed.empty()) {
    Program::Words words = written(changed);
    words.insert(words.begin(), {"procedure", "deploy"});
    words.insert(words.end(), {"--data", "data"});
    ran = program_.run(words);
    if (ran.status != 0) return ran.all();
  }
  ran = program_.run({"run", who_file(procedure_), "--data", "data"});
  return ran.status == 0 ? "" : ran.all();
}

Ran Course::ask(Program::Words words, const Actor& actor) const {
  words.insert(words.end(), {"--data", "data", "--as", name_of(actor)});
  return program_.run(words);
}

std::size_t Course::count_of(const Actor& actor) const {
  const auto found = counts_.find(actor.id);
  return found == counts_.end() ? 0 : found->second;
}

bool Course::reaches(const Actor& actor, const std::string& case_name) const {
  return !actor.is_stranger() && (case_name == "c1" || !table_.apart.contains(actor.role));
}

void Course::look() {
  for (const Actor& actor : actors_) {
    for (const std::string& case_name : case_names) {
      if (!reaches(actor, case_name)) continue;
      const Ran ran = ask({"replay", procedure_ + "." + case_name, "--json", "--diff"}, actor);
      if (ran.status != 0) continue;
      histories_[actor.id] += ran.out;
      const json::value answer = json::parse(ran.out);
      for (const json::value& event : answer.at("events").as_array())
        note(case_name, actor, event.as_object());
    }
  }
}

void Course::note(const std::string& case_name, const Actor& actor, const json::object& event) {
  ++counts_[actor.id];
  const std::string type(event.at("type").as_string());
  const Place place{case_name, event.at("version").to_number<std::uint64_t>()};
  if (is_finding(type.substr(0, type.find('@')))) return;
  Happened& happened = happened_[place];
  happened.type = type.substr(0, type.find('@'));
  std::set<std::string>& fields = shown_[actor.id][place];
  for (const auto& member : event.at("data").as_object()) {
    fields.insert(std::string(member.key()));
    happened.fields[std::string(member.key())] = true;
    if (member.key() == "member") happened.member = member.value().as_int64();
    note_numbers(place, std::string(member.key()), member.value());
  }
  const json::value* values = event.if_contains("values");
  if (values == nullptr) return;
  for (const auto& member : values->as_object()) {
    fields.insert(std::string(member.key()));
    happened.fields[std::string(member.key())] = false;
    note_numbers(place, std::string(member.key()), member.value());
    const std::string text = json::serialize(member.value());
    for (const std::string& canary : canaries_)
      if (text.find(canary) != std::string::npos)
        words_[canary].emplace(place, std::string(member.key()));
  }
}

void Course::note_numbers(const Place& place, const std::string& field, const json::value& value) {
  if (value.is_int64() && value.as_int64() >= number_min)
    numbers_[value.as_int64()].emplace_back(place, field);
  if (value.is_array())
    for (const json::value& item : value.as_array()) note_numbers(place, field, item);
  if (value.is_object())
    for (const auto& member : value.as_object()) note_numbers(place, field, member.value());
}

Sees Course::level(const Actor& actor, const std::string& type, const std::string& field) const {
  const Part* part = table_.find(procedure_, type, field);
  const auto same = table_.same.find(actor.role);
  return part == nullptr ? Sees{}
                         : part->seen_by(same == table_.same.end() ? actor.role : same->second);
}

bool Course::may_see(const Actor& actor, const Happened& event, const std::string& field) const {
  if (actor.own != 0 && event.member != 0 && actor.own != event.member) return false;
  const Sees sees = level(actor, event.type, field);
  if (field.empty()) return sees.level != Level::none;
  switch (sees.level) {
    case Level::none:
    case Level::event:
      return false;
    case Level::open:
      return event.fields.at(field);
    case Level::nameless:
      return !is_whom_it_is_about(procedure_, event.type, field);
    case Level::own:
      return actor.own != 0 && actor.own == event.member;
    case Level::all:
      return true;
    case Level::only:
      return sees.only.contains(field);
  }
  return false;
}

bool Course::may_see_word(const Actor& actor, const std::string& canary,
                          const std::string& case_name) const {
  const auto places = words_.find(canary);
  return places != words_.end() &&
         std::any_of(places->second.begin(), places->second.end(), [&](const auto& one) {
           return one.first.of == case_name && may_see(actor, happened_.at(one.first), one.second);
         });
}

bool Course::may_see_number(const Actor& actor, std::int64_t number) const {
  const auto& places = numbers_.at(number);
  return std::any_of(places.begin(), places.end(), [&](const auto& one) {
    return reaches(actor, one.first.of) && may_see(actor, happened_.at(one.first), one.second);
  });
}

std::vector<std::string> Course::faults_of_fields() const {
  std::vector<std::string> faults;
  for (const Actor& actor : actors_) {
    const auto shown = shown_.find(actor.id);
    for (const auto& [place, event] : happened_) {
      const std::set<std::string>* fields = nullptr;
      if (shown != shown_.end() && shown->second.contains(place)) fields = &shown->second.at(place);
      const auto check = [&](const std::string& field, bool is_shown) {
        const bool may = reaches(actor, place.of) && may_see(actor, event, field);
        if (may == is_shown) return;
        faults.push_back(procedure_ + ": " + actor.id + (is_shown ? " sees " : " does not see ") +
                         event.type + (field.empty() ? "" : "." + field) + " of pupil " +
                         std::to_string(event.member));
      };
      check("", fields != nullptr);
      for (const auto& [field, is_open] : event.fields)
        check(field, fields != nullptr && fields->contains(field));
    }
  }
  return faults;
}

std::vector<std::string> Course::faults_of_the_table() const {
  std::vector<std::string> faults;
  std::set<std::string> played;
  for (const auto& [place, event] : happened_) {
    played.insert(event.type);
    for (const auto& [field, is_open] : event.fields) played.insert(event.type + "." + field);
    if (table_.find(procedure_, event.type, "") == nullptr)
      faults.push_back(procedure_ + ": the table does not have " + event.type);
  }
  std::vector<const Parts*> all{&table_.beside.at(procedure_)};
  for (const Row& row : table_.rows)
    if (row.parts.contains(procedure_)) all.push_back(&row.parts.at(procedure_));
  std::set<std::string> named;
  for (const Parts* parts : all) {
    for (const Part& part : *parts) {
      for (const std::string& entry : part.of) {
        if (!played.contains(entry)) faults.push_back(procedure_ + ": nothing came of " + entry);
        if (!named.insert(entry).second)
          faults.push_back(procedure_ + ": the table has twice " + entry);
      }
    }
  }
  const Procedure& procedure = shipped_procedure(procedure_)->procedure;
  const auto require = [&](const std::string& type) {
    const bool counts = played.contains(type) || type == "ClusterPlanConsentLapsed";
    if (!counts) faults.push_back(procedure_ + ": the course has no " + type);
  };
  for (const std::string& canary : canaries_) {
    const bool is_seen = std::any_of(actors_.begin(), actors_.end(), [&](const Actor& actor) {
      return may_see_word(actor, canary, "c1") || may_see_word(actor, canary, "c2") ||
             may_see_word(actor, canary, "c3");
    });
    if (!is_seen) faults.push_back(procedure_ + ": nobody is to see " + canary);
  }
  for (const Action& action : procedure.actions)
    for (const Made& made : action.events) require(made.event);
  for (const Derived& derived : procedure.derived) require(derived.event);
  return faults;
}

}  // namespace verloop::test::who
