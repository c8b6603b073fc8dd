#pragma once
// The subcommands on rights: actor, role, mandate, break-glass. Each works on a data folder, or
// asks a running server, by the same methods and parameters.

#include <boost/json/object.hpp>

#include "tools/verloop/subcommands.hpp"

namespace verloop {

void add_actor_commands(CLI::App& app, Console& console);
void add_role_commands(CLI::App& app, Console& console);
void add_mandate_commands(CLI::App& app, Console& console);
void add_break_glass(CLI::App& app, Console& console);

/// Where something is asked or ordered, and by whom.
struct DirectoryPlace {
  std::string as, server;
};

void add_place_options(CLI::App* command, Console& console, DirectoryPlace& place);

/// What is ordered: a method of the socket API with its parameters, and how it is called here.
struct DirectoryOrder {
  std::string method;
  boost::json::object params;
  std::string asked;  // The subcommand, for the access log.
  Label done;
};

/// The server that is meant; empty: the folder itself is opened.
std::string server_of(const Console& console, const DirectoryPlace& place);
/// The result of a method. None after a message.
std::optional<boost::json::object> call_method(Console& console, const std::string& server,
                                               const std::string& method,
                                               boost::json::object params);

void give_order(Console& console, const DirectoryPlace& place, DirectoryOrder order);

/// The answer to `directory.list` or `directory.get`. None after a message.
std::optional<boost::json::object> ask_directory(Console& console, const DirectoryPlace& place,
                                                 DirectoryOrder order);

/// `ib at school-12, from 1 March 2026 until 31 March 2026`
std::string role_text(const Console& console, const boost::json::object& row);
void print_mandates(const Console& console, const boost::json::array& mandates);

/// The words of a file, or of standard input when it is `-`, without the end of its last line. None
/// after a message.
std::optional<std::string> read_words(Console& console, const std::string& file);

}  // namespace verloop
