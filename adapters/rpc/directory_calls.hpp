#pragma once
// The orders of the directory as the socket API names them: from named parameters to what is
// ordered. The command line gives its orders through the same table.

#include <functional>
#include <variant>

#include "adapters/rpc/json_rpc.hpp"
#include "engine/directory_orders.hpp"

namespace verloop {

/// What is asked for, read and not yet checked against the directory.
struct DirectoryCall {
  ActorId about;  // Whom it concerns, for the access log; empty: nobody by name.
  std::function<Ordered(const DirectoryWork&, const Order&)> run;
};

/// Or what is wrong with the parameters. The method is one of directory_orders().
std::variant<DirectoryCall, RpcError> directory_call(std::string_view method,
                                                     const boost::json::value& params);

/// The names of the methods that order something.
std::vector<std::string> directory_orders();

/// Both: the orders are for the administrator alone; these may read the directory.
Refusal for_the_administrator();
Refusal for_directory_readers();
/// As whom the actor may read the directory; none when it may not.
std::optional<Actor> directory_reader(const Rights& rights, const ActorId& actor);

}  // namespace verloop
