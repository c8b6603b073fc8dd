// log.inclusion and log.consistency: proofs from the log's tiles, up to its newest checkpoint; and
// log.read: the records themselves, for auditors.
#include "adapters/rpc/accesses.hpp"
#include "adapters/rpc/methods.hpp"
#include "adapters/rpc/params.hpp"
#include "adapters/rpc/problem.hpp"
#include "events/growth.hpp"
#include "events/prove_record.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::int64_t records_default = 64;
constexpr std::int64_t records_max = 256;
constexpr std::size_t answer_bytes = std::size_t{512} * 1024;  // After which it ends.
const char* const read_method = "log.read";

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

RpcOutcome read_log(const Services& services, const Session& session, const json::value& given) {
  Params params(given);
  const Position from{number_in(params, "from")};
  const auto count = params.integer_if_any("count").value_or(records_default);
  if (count < 1 || count > records_max)
    params.reject("count", "must be from 1 to " + std::to_string(records_max));
  const std::uint64_t size = services.log.tail().size;
  if (from.value > size) params.reject("from", "must be at most the log's size");
  if (const auto error = params.error()) return *error;
  // Who may read every record.
  const auto by = services.rights().acting_as(*session.actor, {"auditor"});
  if (!by) {
    Refusal refusal;
    refusal.kind = RefusalKind::unauthorised;
    refusal.sentence = {"Dit is aan de auditor.", "This is for the auditor."};
    return refused(services, session, refusal, {}, read_method);
  }
  const auto page = services.log.read(from, static_cast<std::size_t>(count));
  if (page.has_error()) return problem(page.error(), session.language);
  json::array records;
  std::size_t bytes = 0;
  for (const StoredRecord& stored : *page) {
    if (bytes >= answer_bytes) break;
    bytes += stored.bytes.size();
    records.push_back(json::string(stored.bytes));
  }
  const Position end{from.value + records.size()};
  const auto entered = services.access.log().handed(
      *by, end, occasion_of(services, session, read_method), AccessLog::Handing::shown);
  if (entered.has_error()) return not_entered(services, session, entered.error());
  json::object result{{"from", from.value}, {"size", size}, {"records", std::move(records)}};
  if (from < end && end.value < size) result["next"] = end.value;
  return json::value(std::move(result));
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
  methods[read_method] = {RpcMethod::For::sessions,
                          [&services](Session& session, const auto& params) {
                            return read_log(services, session, params);
                          }};
}

}  // namespace verloop
