#include "engine/what_first.hpp"

#include <algorithm>
#include <set>

namespace verloop {
namespace {

using EventNames = std::set<std::string>;

bool is_any_of(const std::set<std::string>& wanted, const EventNames& events) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const std::string& name) { return events.contains(name); });
}

/// The events of an action, and those that are derived from them, in the order of recording.
std::vector<std::string> all_events(const Action& action, const Procedure& procedure) {
  std::vector<std::string> names;
  EventNames known;
  const auto add = [&](const std::string& name) {
    if (known.insert(name).second) names.push_back(name);
  };
  for (const Made& made : action.events) add(made.event);
  for (const Derived& derived : procedure.derived)
    if (is_any_of(derived.after, known)) add(derived.event);
  return names;
}

std::uint16_t index_of(const Track& track, const std::string& state) {
  const auto is_it = [&](const auto& named) { return named.first == state; };
  const auto found = std::find_if(track.states.begin(), track.states.end(), is_it);
  return static_cast<std::uint16_t>(found - track.states.begin());
}

std::string named(const std::vector<const Action*>& actions, const Procedure& procedure,
                  Language language, const std::string& between) {
  std::string text;
  for (const Action* action : actions)
    text += (text.empty() ? "" : between) + "\"" + action->label.in(language) + "\" (" +
            procedure.role_labels(*action, language) + ")";
  return text;
}

void add_writers(const SchemaNode& node, EventNames& events) {
  for (const Writer& writer : node.writers) events.insert(writer.event);
  for (const auto& [name, child] : node.children) add_writers(child, events);
}

/// `case.members[].oppOn` as the schema calls it; empty for what is no value of the case.
std::string schema_path(std::string path) {
  constexpr std::string_view begin = "case.";
  if (!path.starts_with(begin)) return {};
  path.erase(0, begin.size());
  for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]"))
    path.erase(at, 2);
  return path;
}

/// Whether the value is not there yet. Of a column of a list some entry may lack it; the list
/// itself counts only where it is all that is read of it.
bool may_be_missing(const std::string& path, const std::vector<std::string>& read,
                    const CaseState& state) {
  const std::string plain = schema_path(path);
  if (plain.empty()) return false;
  if (path.find("[]") != std::string::npos) return true;
  const auto is_column = [&](const std::string& other) { return other.starts_with(path + "[]"); };
  return !state.origins.contains(plain) && std::none_of(read.begin(), read.end(), is_column);
}

/// The events that write the path, or move the track when it is one, as far as the view shows them.
EventNames writers_of(const std::string& path, const RoleView& view, const Definition& definition) {
  constexpr std::string_view tracks = "tracks.";
  EventNames events;
  if (path.starts_with(tracks)) {
    const Track* track = definition.procedure.track(path.substr(tracks.size()));
    if (track == nullptr || !(view.records || view.tracks.contains(track->name))) return events;
    for (const Move& move : track->moves) events.insert(move.on);
  } else if (const SchemaNode* node = definition.schema.find(path)) {
    add_writers(*node, events);
    std::erase_if(events, [&](const std::string& event) {
      return !view.records && !view.events.contains(event);
    });
  }
  return events;
}

}  // namespace

WaysAhead::WaysAhead(const CaseState& state, const Procedure& procedure) : procedure_(procedure) {
  reached_.push_back({stand_of(state), 0, nullptr, 0});
  if (!state.closed) explore();
}

WaysAhead::Stand WaysAhead::stand_of(const CaseState& state) const {
  Stand stand;
  for (const Track& track : procedure_.tracks) {
    const auto at = state.tracks.find(track.name);
    stand.push_back(index_of(track, at == state.tracks.end() ? track.initial : at->second));
  }
  return stand;
}

bool WaysAhead::fits(const Action& action, const Stand& stand) const {
  for (std::size_t i = 0; i < stand.size(); ++i) {
    const Track& track = procedure_.tracks[i];
    const auto from = action.from.find(track.name);
    if (from == action.from.end() || stand[i] >= track.states.size()) continue;
    if (!from->second.contains(track.states[stand[i]].first)) return false;
  }
  return true;
}

/// Where a track may come by an event: its first move without a condition ends the choice.
std::vector<std::uint16_t> WaysAhead::after_moves(const Track& track, std::uint16_t at,
                                                  const std::string& event) const {
  std::vector<std::uint16_t> ends;
  for (const Move& move : track.moves) {
    if (move.on != event) continue;
    ends.push_back(index_of(track, move.to));
    if (!move.when) return ends;
  }
  ends.push_back(at);
  return ends;
}

std::vector<WaysAhead::Stand> WaysAhead::after_event(const std::string& event,
                                                     const Stand& stand) const {
  constexpr std::size_t choices_max = 16;
  Stand begin = stand;
  const auto& cycle = procedure_.cycle;
  if (cycle && cycle->opens == event)
    for (std::size_t i = 0; i < begin.size(); ++i) {
      const auto at = cycle->tracks.find(procedure_.tracks[i].name);
      if (at != cycle->tracks.end()) begin[i] = index_of(procedure_.tracks[i], at->second);
    }
  std::vector<Stand> all = {begin};
  for (std::size_t i = 0; i < begin.size(); ++i) {
    const auto ends = after_moves(procedure_.tracks[i], begin[i], event);
    std::vector<Stand> next;
    for (const Stand& one : all)
      for (const std::uint16_t end : ends) {
        if (next.size() == choices_max) break;
        next.push_back(one);
        next.back()[i] = end;
      }
    all = std::move(next);
  }
  return all;
}

std::vector<WaysAhead::Stand> WaysAhead::after(const Action& action, const Stand& stand) const {
  std::set<Stand> all = {stand};
  for (const std::string& event : all_events(action, procedure_)) {
    if (procedure_.closes.contains(event)) return {};
    std::set<Stand> next;
    for (const Stand& one : all)
      for (Stand& end : after_event(event, one)) next.insert(std::move(end));
    all = std::move(next);
  }
  return {all.begin(), all.end()};
}

void WaysAhead::explore() {
  std::set<Stand> known = {reached_.front().stand};
  for (std::size_t i = 0; i < reached_.size(); ++i) {
    if (reached_[i].steps == steps_max) return;
    for (const Action& action : procedure_.actions) {
      if (action.creates || action.by.empty() || !fits(action, reached_[i].stand)) continue;
      for (Stand& stand : after(action, reached_[i].stand)) {
        if (reached_.size() == stands_max) return;
        if (known.insert(stand).second)
          reached_.push_back({std::move(stand), i, &action, reached_[i].steps + 1});
      }
    }
  }
}

std::vector<const Action*> WaysAhead::to(const Action& wanted) const {
  const auto is_there = [&](const Reached& reached) { return fits(wanted, reached.stand); };
  const auto nearest = std::find_if(reached_.begin(), reached_.end(), is_there);
  std::vector<const Action*> way;
  if (nearest == reached_.end()) return way;
  for (auto at = static_cast<std::size_t>(nearest - reached_.begin()); reached_[at].by != nullptr;
       at = reached_[at].before)
    way.push_back(reached_[at].by);
  std::reverse(way.begin(), way.end());
  return way;
}

std::vector<const Action*> actions_that_bear_on(const cel::Program& condition,
                                                const cel::Bindings& bindings,
                                                const CaseState& state, const RoleId& role,
                                                const Definition& definition) {
  const auto view = definition.procedure.views.find(role.text);
  if (view == definition.procedure.views.end()) return {};
  EventNames missing;
  const std::vector<std::string> read = condition.deciding_paths(bindings);
  for (const std::string& path : read)
    if (may_be_missing(path, read, state))
      missing.merge(writers_of(schema_path(path), view->second, definition));
  std::vector<const Action*> actions;
  for (const Action& action : definition.procedure.actions) {
    const auto events = all_events(action, definition.procedure);
    const bool bears = std::any_of(events.begin(), events.end(), [&](const std::string& event) {
      return missing.contains(event);
    });
    if (bears && !action.creates && !action.by.empty()) actions.push_back(&action);
  }
  return actions;
}

Label first_in_words(const std::vector<const Action*>& actions, const Procedure& procedure) {
  if (actions.empty()) return {};
  return {" Kortste weg daarheen: " + named(actions, procedure, Language::nl, ", dan ") + ".",
          " Shortest way there: " + named(actions, procedure, Language::en, ", then ") + "."};
}

Label bearing_in_words(const std::vector<const Action*>& actions, const Procedure& procedure) {
  if (actions.empty()) return {};
  return {
      " Wat ervoor telt wordt vastgelegd met: " + named(actions, procedure, Language::nl, ", ") +
          ".",
      " What counts for it is recorded by: " + named(actions, procedure, Language::en, ", ") + "."};
}

void add_first(const std::vector<const Action*>& actions, const Label& words, Refusal& refusal) {
  for (const Action* action : actions) refusal.first.push_back(action->id);
  refusal.sentence.nl += words.nl;
  refusal.sentence.en += words.en;
}

}  // namespace verloop
