#include "tests/simulation/made_catalogue.hpp"

#include <algorithm>
#include <set>

#include "tests/simulation/field_pool.hpp"

namespace verloop::test {
namespace {

const std::vector<std::string> audiences = {"shared", "shared", "school", "swv", "governance"};

class CatalogueMaker {
 public:
  explicit CatalogueMaker(Dice& dice) : dice_(dice) {}

  MadeCatalogue make() {
    made_.text = "catalogue: made\ntypes:\n";
    made_.acted.push_back(opening());
    made_.acted.push_back(admission());
    for (std::size_t left = 3 + dice_.pick(5); left > 0; --left) made_.acted.push_back(step());
    if (dice_.chance(70)) made_.acted.push_back(landmark("MatterClosed", made_.closes));
    if (dice_.chance(60)) made_.acted.push_back(landmark("RoundBegun", made_.opens_cycle));
    if (dice_.chance(60)) made_.acted.push_back(explanation());
    for (std::size_t left = dice_.pick(4); left > 0; --left) made_.derived.push_back(derived());
    return std::move(made_);
  }

 private:
  /// Fields from the pool, each at most once, with their lines.
  void add_fields(MadeEvent& event, std::string& lines) {
    for (std::size_t left = dice_.pick(6); left > 0; --left) {
      const PooledField& pooled = dice_.one_of(pool_);
      const auto is_same = [&](const MadeField& known) { return known.name == pooled.field.name; };
      if (std::any_of(event.fields.begin(), event.fields.end(), is_same)) continue;
      MadeField field = pooled.field;
      const std::string privacy = dice_.one_of(pooled.classes);
      field.open = privacy == "open";
      std::string line = "      " + field.name + ": {" + field.type;
      if (!field.open) line += ", class: " + privacy + ", subject: " + subject_for(event);
      if (dice_.chance(30)) line += ", required: true";
      if (dice_.chance(20)) line += ", label: " + label("het " + field.name);
      lines += line + "}\n";
      event.fields.push_back(std::move(field));
    }
  }

  std::string subject_for(const MadeEvent& event) {
    std::vector<std::string> subjects = {"case", "case", "actor"};
    if (event.about_member) subjects = {"person", "person", "case"};
    return dice_.one_of(subjects);
  }

  static std::string head(const MadeEvent& event, const std::string& sentence,
                          const std::string& more) {
    return "  " + event.name + "@1:\n    label: " + label(event.name) + "\n    sentence: {nl: \"" +
           sentence + "\", en: \"" + sentence + "\"}\n    audience: " + event.audience + "\n" +
           more;
  }

  std::string sentence_of(const MadeEvent& event) {
    std::string sentence = event.name + " door {actor}, {role}";
    for (const MadeField& field : event.fields)
      if (dice_.chance(50)) sentence += ", " + field.name + ": {" + field.name + "}";
    return sentence + ".";
  }

  /// A member and the person that it numbers.
  void about_member(MadeEvent& event, std::string& lines) {
    event.about_member = true;
    event.fields.push_back({"member", "", Seen::integer, {}, true, false});
    event.fields.push_back({"person", "", Seen::text, {}, false, false});
    lines +=
        "      member: {type: member, of: person}\n"
        "      person: {type: ref, to: subject, class: personal, subject: person, required: "
        "true}\n";
  }

  void write(const MadeEvent& event, const std::string& lines, const std::string& folds,
             const std::string& more) {
    made_.text += head(event, sentence_of(event), more);
    if (!lines.empty()) made_.text += "    fields:\n" + lines;
    if (!folds.empty()) made_.text += "    fold:\n" + folds;
  }

  MadeEvent opening() {
    MadeEvent event{"MatterOpened", "shared", {}, false};
    std::string lines;
    add_fields(event, lines);
    note_path({"office", Seen::text});
    note_path({"openedOn", Seen::date});
    std::string folds =
        "      - {set: office, from: org}\n      - {set: openedOn, from: occurredOn}\n";
    write(event, lines, folds + fold_steps(event), "");
    return event;
  }

  MadeEvent admission() {
    MadeEvent event{"PersonAdmitted", dice_.one_of(audiences), {}, false};
    std::string lines;
    about_member(event, lines);
    add_fields(event, lines);
    made_.lists.push_back(
        {"people",
         "member",
         {{"member", Seen::integer}, {"since", Seen::date}, {"active", Seen::boolean}}});
    const std::string how = dice_.chance(50) ? "set" : "first";
    const std::string folds = "      - {entry: people, key: member, " + how +
                              ": {since: occurredOn}, " + (how == "set" ? "first" : "set") +
                              ": {active: =true, name: sealed.person}}\n";
    write(event, lines, folds + fold_steps(event), "    admits: true\n");
    return event;
  }

  MadeEvent step() {
    const std::vector<std::string> names = {"Asked",   "Planned", "Visited", "Paid",
                                            "Weighed", "Agreed",  "Left",    "Noted"};
    MadeEvent event{
        "Matter" + names.at(made_.acted.size() - 2), dice_.one_of(audiences), {}, false};
    std::string lines;
    if (dice_.chance(35)) about_member(event, lines);
    add_fields(event, lines);
    write(event, lines, fold_steps(event), dice_.chance(15) ? "    attested: true\n" : "");
    return event;
  }

  MadeEvent landmark(const std::string& name, std::string& noted) {
    noted = name;
    MadeEvent event{name, "shared", {}, false};
    std::string lines;
    if (dice_.chance(40)) add_fields(event, lines);
    write(event, lines, fold_steps(event), "");
    return event;
  }

  MadeEvent explanation() {
    made_.motivates = "DeviationExplained";
    MadeEvent event{made_.motivates, dice_.one_of(audiences), {}, false};
    event.fields.push_back({"rule", "", Seen::text, {}, true, false});
    event.fields.push_back({"words", "", Seen::text, {}, false, false});
    write(event,
          "      rule: {type: name, required: true}\n"
          "      words: {type: text, max: 300, class: confidential, subject: case}\n",
          fold_steps(event), "");
    return event;
  }

  /// Open fields alone: nobody gives the engine anything to seal.
  MadeEvent derived() {
    MadeEvent event{"Stated" + std::string(1, static_cast<char>('A' + made_.derived.size())),
                    dice_.one_of(audiences),
                    {},
                    false};
    std::vector<MadeField> computable;
    for (const PooledField& pooled : pool_)
      if (pooled.field.computable) computable.push_back(pooled.field);
    const MadeField& field = dice_.one_of(computable);
    const std::string lines = "      " + field.name + ": {" + field.type + ", required: true}\n";
    event.fields.push_back(field);
    write(event, lines, fold_steps(event), "");
    return event;
  }

  // How the events change their case.

  void note_path(const MadePath& path) { made_.paths.push_back(path); }

  /// A path that holds what `signature` says: one that other events write too, or a new one.
  std::string path_for(const std::string& signature, Seen seen) {
    std::vector<std::string>& known = by_signature_[signature];
    if (!known.empty() && dice_.chance(50)) return dice_.one_of(known);
    const std::vector<std::string> groups = {"", "", "plan.", "visit.", "plan.detail."};
    const std::string path = dice_.one_of(groups) + "v" + std::to_string(++paths_);
    known.push_back(path);
    note_path({path, seen});
    return path;
  }

  static std::string signature_of(const MadeField& field) {
    if (field.seen == Seen::other) return (field.open ? "open " : "sealed ") + field.name;
    return (field.open ? "open " : "sealed ") + std::to_string(static_cast<int>(field.seen));
  }

  struct Source {
    std::string text;
    std::string signature;
    Seen seen;
  };

  Source source_from(const MadeEvent& event) {
    if (!event.fields.empty() && dice_.chance(65)) {
      const MadeField& field = dice_.one_of(event.fields);
      const Seen seen = field.open ? field.seen : Seen::other;
      return {(field.open ? "data." : "sealed.") + field.name, signature_of(field), seen};
    }
    const std::vector<Source> others = {
        {"occurredOn", "open 0", Seen::date}, {"=true", "open 2", Seen::boolean},
        {"=false", "open 2", Seen::boolean},  {"=12", "open 1", Seen::integer},
        {"=said", "open 3", Seen::text},      {"position", "open 1", Seen::integer},
        {"version", "open 1", Seen::integer}, {"actor", "open 3", Seen::text},
        {"role", "open 3", Seen::text},       {"org", "open 3", Seen::text},
        {"cycle", "open 1", Seen::integer},   {"occurredOn", "open 0", Seen::date},
        {"occurredOn", "open 0", Seen::date}};
    return dice_.one_of(others);
  }

  std::string when_of(const MadeEvent& event) {
    std::vector<MadeField> usable;
    for (const MadeField& field : event.fields)
      if (field.open && (field.seen == Seen::boolean || !field.values.empty()))
        usable.push_back(field);
    if (usable.empty() || !dice_.chance(25)) return "";
    const MadeField& field = dice_.one_of(usable);
    const std::vector<std::string> values =
        field.values.empty() ? std::vector<std::string>{"true", "false"} : field.values;
    return ", when: {data." + field.name + ": " + list_of(dice_.at_least_one_of(values, 40)) + "}";
  }

  std::string value_step(const MadeEvent& event) {
    const Source source = source_from(event);
    const std::string word = dice_.chance(70) ? "set" : "first";
    return "{" + word + ": " + path_for(source.signature, source.seen) + ", from: " + source.text +
           when_of(event) + "}";
  }

  std::string add_step(const MadeEvent& event) {
    std::string source = "=1";
    for (const MadeField& field : event.fields)
      if (field.open && field.seen == Seen::integer && dice_.chance(50))
        source = "data." + field.name;
    return "{add: " + path_for("open 1", Seen::integer) + ", from: " + source + when_of(event) +
           "}";
  }

  /// `{name: source, ...}` for columns of the list, and what they are called.
  std::string columns(MadeList& list, const MadeEvent& event, std::set<std::string>& named) {
    std::string text;
    for (std::size_t left = 1 + dice_.pick(2); left > 0; --left) {
      const Source source = source_from(event);
      const std::string name = "c" + column_number(list.path + ' ' + source.signature);
      if (!named.insert(name).second) continue;
      text += (text.empty() ? "" : ", ") + name + ": " + source.text;
      const auto is_known = [&](const MadePath& column) { return column.path == name; };
      if (std::none_of(list.columns.begin(), list.columns.end(), is_known))
        list.columns.push_back({name, source.seen});
    }
    return "{" + text + "}";
  }

  std::string column_number(const std::string& signature) {
    const auto known = columns_.emplace(signature, columns_.size() + 1);
    return std::to_string(known.first->second);
  }

  MadeList& list_named(const std::string& path, const std::string& key, Seen key_seen) {
    for (MadeList& list : made_.lists)
      if (list.path == path) return list;
    MadeList list{path, key, {}};
    if (!key.empty()) list.columns.push_back({key, key_seen});
    made_.lists.push_back(std::move(list));
    return made_.lists.back();
  }

  std::string append_step(const MadeEvent& event) {
    std::set<std::string> named;
    const std::string path = dice_.chance(50) ? "trail" : "plan.notes";
    MadeList& list = list_named(path, "", Seen::other);
    return "{append: " + path + ", set: " + columns(list, event, named) + when_of(event) + "}";
  }

  std::string entry_step(const MadeEvent& event) {
    const std::vector<std::string> keys = {"member", "topic", "kind"};
    for (const MadeField& field : event.fields) {
      if (!field.open || std::find(keys.begin(), keys.end(), field.name) == keys.end()) continue;
      std::set<std::string> named;
      const std::string path = field.name == "member" ? "people" : "by" + field.name;
      MadeList& list = list_named(path, field.name, field.seen);
      std::string text =
          "{entry: " + path + ", key: " + field.name + ", set: " + columns(list, event, named);
      if (dice_.chance(30)) text += ", first: " + columns(list, event, named);
      if (dice_.chance(20)) text += cleared_column(list, named);
      return text + when_of(event) + "}";
    }
    return append_step(event);
  }

  std::string cleared_column(const MadeList& list, const std::set<std::string>& named) {
    std::vector<std::string> free;
    for (const MadePath& column : list.columns)
      if (column.path != list.key && !named.contains(column.path)) free.push_back(column.path);
    return free.empty() ? "" : ", clear: [" + dice_.one_of(free) + "]";
  }

  std::string clear_step(const MadeEvent& event) {
    std::vector<std::string> known;
    for (const MadePath& path : made_.paths) known.push_back(path.path);
    return "{clear: " + dice_.one_of(known) + when_of(event) + "}";
  }

  std::string fold_steps(const MadeEvent& event) {
    std::string text;
    for (std::size_t left = 1 + dice_.pick(4); left > 0; --left) {
      std::string step;
      const std::size_t which = dice_.pick(20);
      if (which < 10) {
        step = value_step(event);
      } else if (which < 12) {
        step = add_step(event);
      } else if (which < 14) {
        step = append_step(event);
      } else if (which < 19) {
        step = entry_step(event);
      } else {
        step = clear_step(event);
      }
      text += "      - " + step + "\n";
    }
    return text;
  }

  Dice& dice_;
  MadeCatalogue made_;
  const std::vector<PooledField> pool_ = field_pool();
  std::map<std::string, std::vector<std::string>> by_signature_;
  std::map<std::string, std::size_t> columns_;
  std::size_t paths_ = 0;
};

}  // namespace

std::string label(const std::string& words) {
  return "{nl: \"" + words + "\", en: \"" + words + "\"}";
}

std::string list_of(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return "[" + text + "]";
}

MadeCatalogue make_catalogue(Dice& dice) {
  return CatalogueMaker(dice).make();
}

}  // namespace verloop::test
