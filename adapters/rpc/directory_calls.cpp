#include "adapters/rpc/directory_calls.hpp"

#include <map>

#include "adapters/rpc/params.hpp"
#include "engine/rights.hpp"

namespace verloop {
namespace {

using Read = std::function<DirectoryCall(Params&)>;

RoleAt role_in(Params& params) {
  RoleAt role;
  role.role = {params.text("role")};
  role.org = {params.text("organisation")};
  return role;
}

Days days_in(Params& params) {
  Days days;
  days.from = params.day_if_any("from");
  days.until = params.day_if_any("until");
  return days;
}

Date day_in(Params& params, std::string_view name) {
  const auto day = params.day_if_any(name);
  if (!day) params.reject(name, "must be a day, as in 2026-03-10");
  return day.value_or(Date());
}

DirectoryCall read_actor(Params& params) {
  const ActorId id{params.text("actor")};
  const std::string name = params.text_if_any("name").value_or("");
  return {id, [id, name](const DirectoryWork& work, const Order& order) {
            return add_actor(work, id, name, order);
          }};
}

DirectoryCall read_giving(Params& params) {
  const ActorId person{params.text("actor")};
  const RoleAt role = role_in(params);
  const Days days = days_in(params);
  return {person, [person, role, days](const DirectoryWork& work, const Order& order) {
            return give_role(work, person, role, days, order);
          }};
}

DirectoryCall read_withdrawing(Params& params) {
  const ActorId person{params.text("actor")};
  const RoleAt role = role_in(params);
  const std::string reason = params.text_if_any("reason").value_or("");
  return {person, [person, role, reason](const DirectoryWork& work, const Order& order) {
            return withdraw_role(work, person, role, reason, order);
          }};
}

using LinkOrder = Ordered (*)(const DirectoryWork&, const ActorId&, const HandleAt&, const Order&);

DirectoryCall read_link(Params& params, LinkOrder how) {
  const ActorId person{params.text("actor")};
  HandleAt at;
  at.org = {params.text("organisation")};
  at.handle = params.text("subject");
  return {person, [person, at, how](const DirectoryWork& work, const Order& order) {
            return how(work, person, at, order);
          }};
}

std::vector<ActionId> actions_in(Params& params) {
  std::vector<ActionId> actions;
  const boost::json::value* list = params.value_if_any("actions");
  if (list == nullptr) return actions;
  if (!list->is_array()) {
    params.reject("actions", "must be a list of names");
    return actions;
  }
  for (const boost::json::value& one : list->get_array()) {
    if (one.is_string())
      actions.push_back({std::string(one.get_string())});
    else
      params.reject("actions", "must be a list of names");
  }
  return actions;
}

DirectoryCall read_mandate(Params& params) {
  NewMandate wanted;
  wanted.giver = {params.text("giver")};
  wanted.holder = {params.text("holder")};
  wanted.role = {params.text("role")};
  if (auto org = params.text_if_any("organisation")) wanted.org = OrganisationId{*org};
  wanted.actions = actions_in(params);
  wanted.from = day_in(params, "from");
  wanted.until = day_in(params, "until");
  wanted.reason = params.text("reason");
  return {wanted.holder, [wanted](const DirectoryWork& work, const Order& order) {
            return give_mandate(work, wanted, order);
          }};
}

DirectoryCall read_end_of_mandate(Params& params) {
  const auto number = params.integer_if_any("mandate").value_or(-1);
  if (number < 0) params.reject("mandate", "must be the number of a mandate");
  const Position mandate{number < 0 ? 0 : static_cast<std::uint64_t>(number)};
  return {{}, [mandate](const DirectoryWork& work, const Order& order) {
            return withdraw_mandate(work, mandate, order);
          }};
}

const std::map<std::string, Read, std::less<>>& table() {
  static const std::map<std::string, Read, std::less<>> all{
      {"directory.addActor", read_actor},
      {"directory.giveRole", read_giving},
      {"directory.withdrawRole", read_withdrawing},
      {"directory.linkSubject", [](Params& params) { return read_link(params, link_subject); }},
      {"directory.unlinkSubject", [](Params& params) { return read_link(params, unlink_subject); }},
      {"directory.giveMandate", read_mandate},
      {"directory.withdrawMandate", read_end_of_mandate}};
  return all;
}

}  // namespace

std::variant<DirectoryCall, RpcError> directory_call(std::string_view method,
                                                     const boost::json::value& params) {
  const auto read = table().find(method);
  ensure(read != table().end(), "only what orders something is read as an order");
  Params named(params);
  DirectoryCall call = read->second(named);
  if (auto error = named.error()) return std::move(*error);
  return call;
}

std::vector<std::string> directory_orders() {
  std::vector<std::string> names;
  for (const auto& [name, read] : table()) names.push_back(name);
  return names;
}

Refusal for_the_administrator() {
  return refuse(RefusalKind::unauthorised,
                {"Dit is aan de beheerder.", "This is for the administrator."});
}

Refusal for_directory_readers() {
  return refuse(RefusalKind::unauthorised,
                {"Dit is aan de beheerder, de privacyfunctionaris of de auditor.",
                 "This is for the administrator, the privacy officer or the auditor."});
}

std::optional<Actor> directory_reader(const Rights& rights, const ActorId& actor) {
  return rights.acting_as(actor, {"administrator", "privacy-officer", "auditor"});
}

}  // namespace verloop
