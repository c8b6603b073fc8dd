// log.inclusion and log.consistency: proofs from the log's tiles, up to its newest checkpoint.
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"
#include "adapters/rpc/problem.hpp"
#include "events/growth.hpp"
#include "events/prove_record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

std::uint64_t number_in(Params& params, const char* name) {
  const auto number = params.integer_if_any(name);
  if (number && *number >= 0) return static_cast<std::uint64_t>(*number);
  params.reject(name, "must be a number that is not negative");
  return 0;
}

json::array in_base64(const std::vector<Digest>& path) {
  json::array hashes;
  for (const Digest& node : path) hashes.push_back(json::string(to_base64(view(node))));
  return hashes;
}

RpcOutcome inclusion(const Services& services, const Session& session, const json::value& given) {
  Params params(given);
  const Position position{number_in(params, "position")};
  if (const auto error = params.error()) return *error;
  const auto proven = prove_record(services.log, position);
  if (proven.has_error()) return problem(proven.error(), session.language);
  return json::value(json::object{{"position", position.value},
                                  {"leaf", to_base64(view(leaf_hash(proven->bytes)))},
                                  {"path", in_base64(proven->proof.path)},
                                  {"checkpoint", proven->proof.checkpoint}});
}

RpcOutcome consistency(const Services& services, const Session& session, const json::value& given) {
  Params params(given);
  const std::uint64_t from = number_in(params, "from");
  if (const auto error = params.error()) return *error;
  const auto note = services.log.newest_checkpoint();
  if (note.has_error()) return problem(note.error(), session.language);
  const auto growth = *note ? prove_growth(services.log, from, **note)
                            : Result<Growth>(Error{Errc::not_found, "nothing was signed yet"});
  if (growth.has_error()) return problem(growth.error(), session.language);
  return json::value(json::object{
      {"from", from}, {"path", in_base64(growth->path)}, {"checkpoint", growth->checkpoint}});
}

}  // namespace

void add_proof_methods(RpcMethods& methods, const Services& services) {
  methods["log.inclusion"] = {RpcMethod::For::sessions,
                              [&services](Session& session, const auto& params) {
                                return inclusion(services, session, params);
                              }};
  methods["log.consistency"] = {RpcMethod::For::sessions,
                                [&services](Session& session, const auto& params) {
                                  return consistency(services, session, params);
                                }};
}

}  // namespace verloop
