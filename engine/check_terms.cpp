// Deadlines: what they never read, and whether what is said to meet them does.

#include <algorithm>

#include "engine/alteration.hpp"
#include "engine/condition_check.hpp"

namespace verloop {
namespace {

/// Whether one of two dotted paths is the other or lies within it.
bool overlap(const std::string& one, const std::string& other) {
  const auto within = [](const std::string& inner, const std::string& outer) {
    return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '.');
  };
  return within(one, other) || within(other, one);
}

std::string without_brackets(std::string path) {
  for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]"))
    path.erase(at, 2);
  return path;
}

class Terms {
 public:
  explicit Terms(Scrutiny& scrutiny)
      : scrutiny_(scrutiny), procedure_(scrutiny.procedure), check_(scrutiny) {}

  void run() {
    for (const Deadline& deadline : procedure_.deadlines) {
      check_parts(deadline);
      check_met(deadline);
    }
  }

 private:
  void check_parts(const Deadline& deadline) {
    const std::string& id = deadline.id.text;
    const std::string what = "deadline " + id + ", ";
    const ConditionPlace place = entry_place(deadline.over);
    const auto value = [&](const cel::Program& program, Scrutiny::Path path, const char* name) {
      path.insert(path.begin(), {"deadlines", id});
      check_.has_value({program, std::move(path), what + name}, place);
    };
    if (deadline.over)
      check_.has_entries({deadline.over->list, {"deadlines", id, "over"}, what + "over"});
    if (deadline.applies)
      check_.may_hold({*deadline.applies, {"deadlines", id, "applies"}, what + "applies"}, place);
    if (deadline.expects)
      check_.may_hold({*deadline.expects, {"deadlines", id, "expects"}, what + "expects"}, {});
    if (deadline.from) value(*deadline.from, {"from"}, "from");
    if (deadline.days) value(*deadline.days, {"days"}, "days");
    if (deadline.due) value(*deadline.due, {"due"}, "due");
    value(deadline.done, {"done"}, "done");
    for (std::size_t i = 0; i < deadline.stops.size(); ++i)
      value(deadline.stops[i], {"stops", std::to_string(i)}, "stops");
    for (std::size_t i = 0; i < deadline.earlier.size(); ++i) {
      value(deadline.earlier[i].from, {"earlier", std::to_string(i), "from"}, "earlier");
      value(deadline.earlier[i].until, {"earlier", std::to_string(i), "until"}, "earlier");
    }
  }

  void check_met(const Deadline& deadline) {
    const Scrutiny::Path at = {"deadlines", deadline.id.text, "meets"};
    const std::string what = "deadline " + deadline.id.text;
    std::string names;
    bool taken = false;
    bool met = false;
    const auto read = paths_of_done(deadline);
    for (const ActionId& id : deadline.meets) {
      names += (names.empty() ? "" : ", ") + id.text;
      if (!scrutiny_.reach.actions.contains(id.text)) continue;
      taken = true;
      met = met || !read || bears_on(*procedure_.action(id.text), *read);
    }
    if (!taken)
      return scrutiny_.fault(at, what + ": nobody can ever take an action that meets it: " + names +
                                     "; make one of them possible, or name another");
    if (met) return;
    std::string paths;
    for (const std::string& path : *read) paths += (paths.empty() ? "" : ", ") + path;
    scrutiny_.fault(at, what + ": no action that is to meet it records what `done` reads (" +
                            paths + "): " + names + "; name one that does, or change `done`");
  }

  /// The paths within the case that tell whether it is done; none when it may be something else.
  static std::optional<std::set<std::string>> paths_of_done(const Deadline& deadline) {
    std::set<std::string> all;
    const ConditionPlace place = entry_place(deadline.over);
    for (std::string path : deadline.done.paths()) {
      const auto alias = place.aliases.find(path.substr(0, path.find_first_of(".[")));
      if (alias != place.aliases.end()) {
        if (alias->second.empty()) return std::nullopt;
        path.replace(0, alias->first.size(), alias->second);
      }
      path = without_brackets(path);
      if (!path.starts_with("case.")) continue;
      path.erase(0, 5);
      const std::string first = path.substr(0, path.find('.'));
      if (first == "tracks" || first == "version" || first == "cycle") return std::nullopt;
      all.insert(path);
    }
    return all;
  }

  /// Whether taking the action can change one of the paths.
  bool bears_on(const Action& action, const std::set<std::string>& paths) const {
    if (alteration_of(action) != nullptr) return true;
    std::set<std::string> events;
    for (const Made& made : action.events) events.insert(made.event);
    for (std::size_t before = 0; before != events.size();) {
      before = events.size();
      for (const Derived& derived : procedure_.derived)
        for (const std::string& cause : derived.after)
          if (events.contains(cause)) events.insert(derived.event);
    }
    return std::any_of(events.begin(), events.end(), [&](const std::string& event) {
      return writes(*scrutiny_.catalogue.find(event), paths) || opens_cycle(event);
    });
  }

  bool opens_cycle(const std::string& event) const {
    return procedure_.cycle && procedure_.cycle->opens == event;
  }

  static bool writes(const EventType& event, const std::set<std::string>& paths) {
    return std::any_of(event.fold.begin(), event.fold.end(), [&paths](const FoldStep& step) {
      return std::any_of(paths.begin(), paths.end(),
                         [&step](const std::string& path) { return overlap(step.path, path); });
    });
  }

  Scrutiny& scrutiny_;
  const Procedure& procedure_;
  ConditionCheck check_;
};

}  // namespace

void check_terms(Scrutiny& scrutiny) {
  Terms(scrutiny).run();
}

}  // namespace verloop
