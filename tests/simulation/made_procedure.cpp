#include "tests/simulation/made_procedure.hpp"

#include <algorithm>

#include "tests/simulation/made_rules.hpp"
#include "tests/support/definitions.hpp"

namespace verloop::test {
namespace {

class ProcedureMaker {
 public:
  ProcedureMaker(Dice& dice, const MadeCatalogue& catalogue) : scope_{dice, catalogue, {}, {}} {}

  std::string make() {
    head();
    roles();
    tracks();
    landmarks();
    actions();
    derived();
    MadeRules rules = make_rules(scope_, actions_);
    text_ += rules.text;
    rules_ = std::move(rules.names);
    views();
    return std::move(text_);
  }

 private:
  void line(const std::string& words) { text_ += words + "\n"; }

  void head() {
    line("procedure: made\nversion: 1\nlabel: " + label("gemaakt"));
    line("purposes:\n  work: " + label("werk"));
    line("settings:");
    line("  term: {type: integer, value: 14, label: " + label("termijn") + "}");
    line("  limit: {type: integer, value: " + std::to_string(scope_.dice.between(-2, 30)) +
         ", label: " + label("grens") + "}");
    line("  rolls: {type: boolean, value: " +
         std::string(scope_.dice.chance(50) ? "true" : "false") +
         ", label: " + label("schuift op") + "}");
    if (scope_.dice.chance(50))
      line("  retentionDays: {type: integer, value: 30, label: " + label("bewaartermijn") + "}");
    line("holidays:\n  - {date: 04-27, onSunday: -1, label: " + label("Koningsdag") +
         "}\n  - {easter: 1, label: " + label("tweede paasdag") + "}");
  }

  void roles() {
    const std::vector<std::string> ways = {"true", "case.office == actor.org", "has(case.office)"};
    scope_.roles = {{"clerk", "school", scope_.dice.one_of(ways)},
                    {"judge", "swv", "true"},
                    {"guard", "governance", scope_.dice.one_of(ways)},
                    {"resident", "school", "own"}};
    line("roles:");
    for (const MadeRole& role : scope_.roles)
      line("  " + role.name + ": {label: " + label(role.name) +
           ", organisation: " + role.organisation + ", access: " + quoted(role.access) + "}");
  }

  /// Gives a field its value.
  std::string computed(const MadeField& field, const Readable& readable) {
    ExpressionMaker maker(scope_.dice, readable);
    if (field.values.size() > 1)
      return "(" + maker.boolean(2) + " ? '" + field.values[0] + "' : '" + field.values[1] + "')";
    if (field.seen == Seen::text) return scope_.dice.chance(50) ? "'made/name'" : maker.text(0);
    return maker.of(field.seen);
  }

  // Tracks.

  std::string move(const MadeEvent& event, const std::string& to) {
    Readable readable;
    for (const MadeField& field : event.fields)
      if (field.open && field.seen != Seen::other) readable.add("data." + field.name, field.seen);
    std::string text = "      - {on: " + event.name;
    if (!readable.absent.empty() && scope_.dice.chance(35))
      text += ", when: " + quoted(ExpressionMaker(scope_.dice, readable).boolean(1));
    return text + ", to: " + to + "}";
  }

  const MadeEvent& any_event() {
    if (!scope_.catalogue.derived.empty() && scope_.dice.chance(15))
      return scope_.dice.one_of(scope_.catalogue.derived);
    return scope_.dice.one_of(scope_.catalogue.acted);
  }

  void tracks() {
    line("tracks:");
    const std::vector<std::string> names = {"main", "money", "side"};
    const std::size_t count = 1 + scope_.dice.pick(names.size());
    for (std::size_t at = 0; at < count; ++at) {
      MadeTrack track{names.at(at), {"start", "busy", "done", "over"}};
      track.states.resize(2 + scope_.dice.pick(3));
      line("  " + track.name + ":\n    label: " + label(track.name) + "\n    initial: start");
      line("    states:");
      for (const std::string& state : track.states) line("      " + state + ": " + label(state));
      line("    moves:");
      for (const std::string& state : track.states) line(move(any_event(), state));
      for (std::size_t more = scope_.dice.pick(4); more > 0; --more)
        line(move(any_event(), scope_.dice.one_of(track.states)));
      scope_.tracks.push_back(std::move(track));
    }
  }

  void landmarks() {
    if (!scope_.catalogue.opens_cycle.empty()) {
      std::vector<std::string> paths = {"people"};
      for (const MadePath& path : scope_.catalogue.paths) paths.push_back(path.path);
      for (const MadeList& list : scope_.catalogue.lists)
        for (const MadePath& column : list.columns)
          if (column.path != list.key) paths.push_back(list.path + "." + column.path);
      line("cycle: {opens: " + scope_.catalogue.opens_cycle + ", clears: " +
           list_of(scope_.dice.some_of(paths, 25)) + ", tracks: {" + scope_.tracks.front().name +
           ": " + scope_.dice.one_of(scope_.tracks.front().states) + "}}");
    }
    if (!scope_.catalogue.closes.empty()) line("closes: " + scope_.catalogue.closes);
    if (!scope_.catalogue.motivates.empty())
      line("motivates: {event: " + scope_.catalogue.motivates + ", field: rule}");
  }

  // Actions.

  std::string from() {
    if (!scope_.dice.chance(40)) return "";
    const MadeTrack& track = scope_.dice.one_of(scope_.tracks);
    return "    from: {" + track.name + ": " +
           list_of(scope_.dice.at_least_one_of(track.states, 60)) + "}\n";
  }

  /// What no expression gives is asked for. Fields that are computed are chosen first, as the
  /// expressions read the rest.
  void add_event(MadeAction& action, const MadeEvent& event, std::set<std::string>& computed) {
    for (const MadeField& field : event.fields) {
      if (field.computable && scope_.dice.chance(15)) {
        computed.insert(event.name + "." + field.name);
        continue;
      }
      const auto is_same = [&](const MadeField& known) { return known.name == field.name; };
      const auto known = std::find_if(action.payload.begin(), action.payload.end(), is_same);
      if (field.name == "member" && known == action.payload.end()) action.payload.push_back(field);
      if (field.name == "member") continue;
      if (known == action.payload.end()) action.payload.push_back(field);
    }
    action.events.push_back(&event);
  }

  std::string event_lines(const MadeAction& action, const std::set<std::string>& computed_fields) {
    std::string text;
    for (const MadeEvent* event : action.events) {
      std::string given;
      for (const MadeField& field : event->fields) {
        if (!computed_fields.contains(event->name + "." + field.name)) continue;
        const bool words = field.seen == Seen::text && field.values.empty();
        given += (given.empty() ? "" : ", ") + field.name + ": " +
                 quoted(computed(field, scope_.of_decision(action.payload, words && field.open)));
      }
      text += "      - " + (given.empty() ? event->name : event->name + ": {" + given + "}") + "\n";
    }
    return text;
  }

  void action(const std::string& name, const std::vector<const MadeEvent*>& events, bool creates) {
    MadeAction action{name, {}, {}};
    std::set<std::string> computed_fields;
    for (const MadeEvent* event : events) add_event(action, *event, computed_fields);
    const bool about_member = std::any_of(
        events.begin(), events.end(), [](const MadeEvent* event) { return event->about_member; });
    line("  " + name + ":\n    label: " + label(name) +
         "\n    by: " + list_of(scope_.some_roles(about_member && !creates)));
    if (creates) line("    creates: true");
    if (!creates) text_ += from();
    if (!creates && scope_.dice.chance(15)) line("    afterClosing: true");
    line("    purpose: work\n    events:");
    text_ += event_lines(action, computed_fields);
    if (scope_.dice.chance(30)) line("    informs: " + list_of(scope_.some_roles(true)));
    actions_.push_back(std::move(action));
  }

  /// What both take is open in both, or sealed in both.
  static bool go_together(const MadeEvent& one, const MadeEvent& other) {
    for (const MadeField& field : one.fields)
      for (const MadeField& same : other.fields)
        if (field.name == same.name && field.open != same.open) return false;
    return true;
  }

  void actions() {
    line("actions:");
    const std::vector<MadeEvent>& events = scope_.catalogue.acted;
    for (std::size_t at = 0; at < events.size(); ++at) {
      std::vector<const MadeEvent*> made = {&events[at]};
      const bool is_landmark = at > 1 && (events[at].name == scope_.catalogue.closes ||
                                          events[at].name == scope_.catalogue.opens_cycle);
      if (!is_landmark && scope_.dice.chance(25)) {
        const MadeEvent& other = events[1 + scope_.dice.pick(events.size() - 1)];
        const bool closes_at_once = at == 0 && other.name == scope_.catalogue.closes;
        if (&other != made.front() && !closes_at_once && go_together(events[at], other))
          made.push_back(&other);
      }
      action("do" + events[at].name, made, at == 0);
    }
    const std::vector<std::pair<std::string, std::string>> alterations = {
        {"retractEntry", "EntryRetracted"}, {"correctEntry", "EntryCorrected"}};
    for (const auto& [name, event] : alterations)
      if (scope_.dice.chance(80))
        line("  " + name + ": {label: " + label(name) +
             ", by: " + list_of(scope_.some_roles(false)) +
             ", afterClosing: true, purpose: work, events: [" + event + "]}");
  }

  void derived() {
    if (scope_.catalogue.derived.empty()) return;
    line("derived:");
    std::vector<std::string> causes;
    for (const MadeEvent& event : scope_.catalogue.acted) causes.push_back(event.name);
    for (const MadeEvent& event : scope_.catalogue.derived) {
      Readable readable = scope_.of_case();
      ExpressionMaker maker(scope_.dice, readable);
      line("  - event: " + event.name +
           "\n    after: " + list_of(scope_.dice.at_least_one_of(causes, 30)));
      if (scope_.dice.chance(60)) line("    when: " + quoted(maker.boolean(2)));
      if (scope_.dice.chance(25)) line("    since: " + quoted(maker.date(1)));
      line("    fields: {" + event.fields.front().name + ": " +
           quoted(computed(event.fields.front(), readable)) + "}");
      causes.push_back(event.name);
    }
  }

  // Views.

  static bool admits(const std::string& audience, const MadeRole& role) {
    return audience == "shared" || audience == role.organisation;
  }

  void event_views(const MadeRole& role, const std::vector<MadeEvent>& events) {
    for (const MadeEvent& event : events) {
      if (!admits(event.audience, role) || scope_.dice.chance(20)) continue;
      std::vector<std::string> fields;
      for (const MadeField& field : event.fields) fields.push_back(field.name);
      line("      " + event.name + ": " + list_of(scope_.dice.some_of(fields, 70)));
    }
  }

  void views() {
    line("views:");
    for (const MadeRole& role : scope_.roles) {
      line("  " + role.name + ":");
      if (role.access == "own") line("    own: true");
      if (role.name == "guard" && scope_.dice.chance(50)) line("    records: true");
      std::vector<std::string> tracks;
      for (const MadeTrack& track : scope_.tracks) tracks.push_back(track.name);
      line("    tracks: " + list_of(scope_.dice.some_of(tracks, 70)));
      line("    rules: " +
           (scope_.dice.chance(50) ? "all" : list_of(scope_.dice.some_of(rules_, 60))));
      line("    events:");
      line("      MatterOpened: []");
      event_views(role, std::vector<MadeEvent>(scope_.catalogue.acted.begin() + 1,
                                               scope_.catalogue.acted.end()));
      event_views(role, scope_.catalogue.derived);
    }
  }

  MadeScope scope_;
  std::string text_;
  std::vector<MadeAction> actions_;
  std::vector<std::string> rules_;
};

}  // namespace

std::vector<SourceFile> make_definition(Dice& dice) {
  const MadeCatalogue catalogue = make_catalogue(dice);
  return {{"events/catalogue/made.yaml", catalogue.text},
          {"engine/procedures/made.yaml", ProcedureMaker(dice, catalogue).make()}};
}

std::vector<SourceFile> next_version(std::vector<SourceFile> files) {
  for (SourceFile& file : files) {
    if (file.text.find("procedure: made\n") == std::string::npos) continue;
    file.text = replaced(file.text, "version: 1\n", "version: 2\n");
    file.text =
        replaced(file.text, "term: {type: integer, value: 14", "term: {type: integer, value: 5");
  }
  return files;
}

}  // namespace verloop::test
