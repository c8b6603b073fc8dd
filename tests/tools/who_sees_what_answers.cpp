// Whether a word or a number reaches somebody by any other way than the history's fields.

#include <algorithm>
#include <cctype>
#include <regex>

#include <boost/json/serialize.hpp>

#include "tests/support/stored_bytes.hpp"
#include "tests/tools/who_sees_what_course.hpp"

namespace verloop::test::who {
namespace {

namespace json = boost::json;

/// `number` with no other letter or digit around it.
bool has_number(const std::string& text, std::int64_t number) {
  const std::string digits = std::to_string(number);
  const auto is_part = [&text](std::size_t at) {
    return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
  };
  for (std::size_t at = text.find(digits); at != std::string::npos; at = text.find(digits, at + 1))
    if ((at == 0 || !is_part(at - 1)) && !is_part(at + digits.size())) return true;
  return false;
}

bool has(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

}  // namespace

/// A step of a scenario in which somebody looks at a case.
std::string Course::look_of(const Actor& actor, const std::string& case_name) const {
  std::string shown, hidden;
  for (const std::string& canary : canaries_) {
    const bool may = may_see_word(actor, canary, case_name);
    (may ? shown : hidden) += (may ? shown : hidden).empty() ? canary : ", " + canary;
  }
  return "  - {see: " + case_name + ", by: " + actor.id + ", expect: {shows: [" + shown +
         "], hides: [" + hidden + "]}}\n";
}

std::string Course::faults_of_words(const std::string& changed) const {
  std::string text = read_file(who_file(procedure_));
  for (const Actor& actor : actors_)
    for (const std::string case_name : {"c1", "c2", "c3"})
      if (reaches(actor, case_name)) text += look_of(actor, case_name);
  std::filesystem::create_directory(program_ / "words");
  program_.write("words/words.yaml", text);
  Program::Words words{"run", "words", "--keep-going", "--lang", "en"};
  if (!changed.empty()) {
    words = {"procedure", "test", "--scenarios", "words", "--keep-going", "--lang", "en"};
    const Program::Words files = written(changed);
    words.insert(words.begin() + 2, files.begin(), files.end());
  }
  const Ran ran = program_.run(words);
  return ran.status == 0 ? "" : ran.all();
}

std::vector<std::string> Course::faults_of_numbers() const {
  std::vector<std::string> faults;
  for (const Actor& actor : actors_) {
    const auto history = histories_.find(actor.id);
    if (history == histories_.end()) continue;
    for (const auto& [number, places] : numbers_) {
      if (has_number(history->second, number) && !may_see_number(actor, number))
        faults.push_back(procedure_ + ": " + actor.id + " has " + std::to_string(number) + " of " +
                         happened_.at(places.front().first).type + "." + places.front().second);
    }
  }
  return faults;
}

std::vector<std::string> Course::faults_of_feed(const Actor& actor,
                                                const std::vector<json::object>& events) const {
  std::vector<std::string> faults;
  std::map<Place, std::set<std::string>> arrived;
  for (const json::object& event : events) {
    const std::string of(event.at("case").as_string());
    const Place place{of.substr(of.size() - 2), event.at("version").to_number<std::uint64_t>()};
    if (!happened_.contains(place)) continue;  // A finding.
    std::set<std::string>& fields = arrived[place];
    for (const char* part : {"data", "values"})
      if (const json::value* values = event.if_contains(part))
        for (const auto& member : values->as_object()) fields.insert(std::string(member.key()));
    const std::string text = json::serialize(event);
    for (const std::string& canary : canaries_)
      if (has(text, canary) && !may_see_word(actor, canary, place.of))
        faults.push_back(procedure_ + ": the feed of " + actor.id + " has " + canary);
  }
  const auto shown = shown_.find(actor.id);
  if (shown == shown_.end() ? !arrived.empty() : arrived != shown->second)
    faults.push_back(procedure_ + ": the feed of " + actor.id + " is not what the history shows");
  return faults;
}

std::vector<std::string> Course::faults_of_text(const std::string& what,
                                                const std::string& text) const {
  std::vector<std::string> faults;
  for (const std::string& canary : canaries_)
    if (has(text, canary)) faults.push_back(procedure_ + ": " + what + " has " + canary);
  return faults;
}

std::vector<std::string> Course::faults_of_mining(const std::string& form,
                                                  const std::string& type_in) const {
  const std::regex type(type_in);
  std::vector<std::string> faults;
  std::set<std::string> asked;
  for (const Actor& actor : actors_) {
    if (!asked.insert(actor.role).second && actor.role != "ib") continue;
    ask({"export", form, "-o", "made.export"}, actor);
    const std::string text = read_file(program_ / "made.export");
    std::filesystem::remove(program_ / "made.export");
    const std::string what = "the " + form + " of " + actor.id;
    if (!actor.is_stranger() && !std::regex_search(text, type))
      faults.push_back(procedure_ + ": " + what + " is empty");
    for (std::string& fault : faults_of_text(what, text)) faults.push_back(std::move(fault));
    for (auto at = std::sregex_iterator(text.begin(), text.end(), type);
         at != std::sregex_iterator(); ++at) {
      const Sees sees = level(actor, (*at)[1], "");
      if ((sees.level == Level::none || actor.is_stranger()) && !(*at)[1].str().starts_with("Find"))
        faults.push_back(procedure_ + ": " + what + " tells " + (*at)[1].str());
    }
  }
  return faults;
}

std::vector<std::string> Course::faults_of_exports() const {
  std::vector<std::string> faults =
      faults_of_mining("xes", "key=\"verloop:type\" value=\"([A-Za-z]+)@");
  for (std::string& fault : faults_of_mining("ocel", "\"type\":\"([A-Z][A-Za-z]+)\"\\}"))
    faults.push_back(std::move(fault));
  const auto check_words = [&](const std::string& text, const std::string& what) {
    for (const std::string& canary : canaries_)
      if (has(text, canary)) faults.push_back(what + " holds " + canary);
  };
  const Ran tiles = program_.run({"export", "tiles", "--data", "data", "-o", "tiles"});
  const Ran processing = program_.run({"export", "ldv", "--data", "data"});
  if (tiles.status != 0 || processing.status != 0 || processing.out.empty())
    faults.push_back(procedure_ + ": nothing is exported: " + tiles.all() + processing.err);
  check_words(processing.all(), procedure_ + ": the processing records");
  for (const auto& [file, bytes] : contents_of(program_.folder())) {
    check_words(file, procedure_ + ": the name of a file");
    if (has(file, "/tiles/")) check_words(with_uncompressed(bytes), procedure_ + ": " + file);
  }
  return faults;
}

std::vector<std::string> Course::faults_of_access_log(const Row& row) const {
  std::vector<std::string> faults;
  std::set<std::string> asked;
  for (const Actor& actor : actors_) {
    if (!asked.insert(actor.role).second) continue;
    const Ran ran = ask({"audit", "--access", "--json"}, actor);
    const bool may =
        std::find(row.may_search.begin(), row.may_search.end(), actor.role) != row.may_search.end();
    if ((ran.status == 0) != may)
      faults.push_back(procedure_ + ": " + actor.id + (may ? " is refused" : " searches") +
                       " the access log");
    for (const std::string& canary : canaries_)
      if (has(ran.all(), canary))
        faults.push_back(procedure_ + ": the access log tells " + actor.id + " " + canary);
  }
  return faults;
}

std::vector<std::string> Course::faults_of_looks() const {
  std::vector<std::string> faults;
  const auto auditor = std::find_if(actors_.begin(), actors_.end(),
                                    [](const Actor& actor) { return actor.role == "auditor"; });
  for (const Actor& actor : actors_) {
    std::set<std::string> fields;
    for (const auto& [place, event] : happened_)
      for (const auto& [field, is_open] : event.fields)
        if (!is_open && !actor.is_stranger() &&
            level(actor, event.type, field).level == Level::nameless &&
            may_see(actor, event, field))
          fields.insert(field);
    if (fields.empty()) continue;
    const Ran ran = ask({"audit", "--access", "--json", "--actor", name_of(actor)}, *auditor);
    for (const std::string& field : fields)
      if (!has(ran.out, "\"" + field + "\""))
        faults.push_back(procedure_ + ": the access log does not tell that " + actor.id +
                         " was shown " + field);
  }
  return faults;
}

std::vector<std::string> Course::faults_of_strangers() const {
  std::vector<std::string> faults;
  std::set<std::string> asked;
  for (const Actor& actor : actors_) {
    if (!actor.is_stranger() && !asked.insert(actor.role).second) continue;
    for (const std::string case_name : {"c1", "c2", "c3"}) {
      if (reaches(actor, case_name)) continue;
      const Ran ran = ask({"show", procedure_ + "." + case_name, "--json"}, actor);
      if (ran.status == 0) faults.push_back(procedure_ + ": " + actor.id + " sees " + case_name);
      for (const std::string& canary : canaries_)
        if (has(ran.all(), canary))
          faults.push_back(procedure_ + ": the refusal tells " + actor.id + " " + canary);
    }
    if (!actor.is_stranger()) continue;
    if (has(ask({"cases", "--json"}, actor).out, procedure_ + ".c"))
      faults.push_back(procedure_ + ": " + actor.id + " is told of cases");
  }
  return faults;
}

}  // namespace verloop::test::who
