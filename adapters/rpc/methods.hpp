#pragma once
// The methods of the socket API, by subject. Each file adds its own; all run on the storage thread.

#include "adapters/rpc/dispatch.hpp"
#include "adapters/services.hpp"

namespace verloop {

/// The services must outlive the methods.
void add_session_methods(RpcMethods& methods, const Services& services);
void add_command_methods(RpcMethods& methods, const Services& services);
void add_case_methods(RpcMethods& methods, const Services& services);
void add_question_methods(RpcMethods& methods, const Services& services);
void add_log_methods(RpcMethods& methods, const Services& services);
void add_access_methods(RpcMethods& methods, const Services& services);
void add_proof_methods(RpcMethods& methods, const Services& services);
void add_admin_methods(RpcMethods& methods, const Services& services);
void add_directory_methods(RpcMethods& methods, const Services& services);

RpcMethods all_methods(const Services& services);

}  // namespace verloop
