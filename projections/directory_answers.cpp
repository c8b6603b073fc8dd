#include "projections/directory_answers.hpp"

#include "projections/erased_value.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

enum class Which : std::uint8_t { present, all };

/// Whether it holds or will; what was withdrawn, or ended with its last day, does not.
bool is_present(const Entered& entered, const Days& days, Timestamp now) {
  return !entered.ended && (!days.until || day_in_amsterdam(now) <= *days.until);
}

void add_times(json::object& row, const Entered& entered, const Days& days) {
  row["entry"] = entered.position.value;
  row["since"] = format(entered.at);
  if (days.from) row["from"] = format(*days.from);
  if (days.until) row["until"] = format(*days.until);
  if (entered.ended) row["withdrawn"] = format(*entered.ended);
}

json::array roles_json(const std::vector<RoleGiven>& all, Which which, Timestamp now) {
  json::array rows;
  for (const RoleGiven& given : all) {
    if (which == Which::present && !is_present(given.entered, given.days, now)) continue;
    rows.push_back(to_json(given));
  }
  return rows;
}

/// The name as it was entered; nothing where none was.
Result<json::value> name_of(const Sources& sources, const ActorId& actor, Looks& looks) {
  const auto at = sources.directory.entered_at(actor);
  if (!at) return json::value();
  const auto page = sources.log.read(*at, 1);
  if (page.has_error()) return page.error();
  if (page->empty())
    return Error{Errc::not_found, "no record at position " + std::to_string(at->value)};
  const auto opened =
      open_values(sources.log, sources.vault, page->front().record, {"name"}, looks);
  if (opened.has_error()) return opened.error();
  const auto value = opened->find("name");
  if (value == opened->end()) return json::value();
  return value->second ? *value->second : json::value(erased_json(value->second.erased));
}

}  // namespace

json::object to_json(const RoleGiven& given) {
  json::object row{{"role", given.role.role.text}, {"organisation", given.role.org.text}};
  add_times(row, given.entered, given.days);
  return row;
}

json::object to_json(const SubjectLink& link) {
  json::object row;
  add_times(row, link.entered, {});
  return row;
}

json::object to_json(const Mandate& mandate) {
  json::object row{{"giver", mandate.giver.text},
                   {"holder", mandate.holder.text},
                   {"role", mandate.role.role.text},
                   {"organisation", mandate.role.org.text}};
  json::array actions;
  for (const ActionId& action : mandate.actions) actions.push_back(json::string(action.text));
  if (!actions.empty()) row["actions"] = std::move(actions);
  add_times(row, mandate.entered, mandate.days);
  return row;
}

json::object directory_answer(const Directory& directory, const Rights& rights) {
  json::array actors;
  for (const ActorId& actor : directory.actors())
    actors.push_back(json::object{
        {"actor", actor.text},
        {"roles", roles_json(directory.roles_given(actor), Which::present, rights.moment())},
        {"links", rights.subjects_of(actor).size()}});
  json::array mandates;
  for (const Mandate& mandate : directory.mandates())
    if (is_present(mandate.entered, mandate.days, rights.moment()))
      mandates.push_back(to_json(mandate));
  return {{"actors", std::move(actors)}, {"mandates", std::move(mandates)}};
}

Result<Guarded<json::object>> actor_answer(const Sources& sources, const ActorId& actor,
                                           const Actor& by) {
  Looks looks;
  auto name = name_of(sources, actor, looks);
  if (name.has_error()) return name.error();
  const Directory& directory = sources.directory;
  json::array links;
  for (const SubjectLink& link : directory.links_of(actor)) links.push_back(to_json(link));
  json::array mandates;
  for (const Mandate& mandate : directory.mandates())
    if (mandate.giver == actor || mandate.holder == actor) mandates.push_back(to_json(mandate));
  json::object answer{{"actor", actor.text},
                      {"roles", roles_json(directory.roles_given(actor), Which::all, {})},
                      {"links", std::move(links)},
                      {"mandates", std::move(mandates)}};
  if (!name->is_null()) answer["name"] = std::move(*name);
  return Guarded(std::move(answer), Sight{by, std::move(looks), Position{sources.log.tail().size}});
}

}  // namespace verloop
