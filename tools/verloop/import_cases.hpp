#pragma once
// Cases that run already, from a table (CSV): first examined whole and played in memory, then
// recorded, case by case. What an earlier run recorded is known and left, so that one that was cut
// short goes on where it stopped.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "adapters/csv/takeover_rows.hpp"
#include "tools/verloop/instance.hpp"

namespace CLI {
class App;
}

namespace verloop {

struct Console;

/// What became of the cases, in memory or in the log.
struct TakenOverCases {
  std::size_t cases = 0;
  std::size_t recorded = 0;                        // Commands.
  std::size_t known = 0;                           // From an earlier run.
  std::uint64_t events = 0;                        // Derived ones and findings counted in.
  std::map<std::string, std::size_t> unknown;      // Rule -> in how many cases.
  std::map<CaseId, std::set<std::string>> broken;  // Rules that are violated or not followed.
  std::vector<CsvFault> refused;                   // By the rules of the procedure, with the row.
};

/// How many commands were gone through.
using Progress = std::function<void(std::size_t)>;

/// Whether what is played is recorded next, or only tried: who only tries, and is not shown the
/// names in the log, learns nothing of them.
enum class Rehearsal : std::uint8_t { to_record, to_try };

/// Plays all in memory, in the order of the table, also what is known. Every case is played up to
/// its first refusal. Texts are compared with the names that the log knows too.
Result<TakenOverCases> rehearse_takeover(const TakeoverTable& table, Instance& instance,
                                         Timestamp now, Rehearsal what);
/// Records what is not known yet; stops at the first refusal. Signs on the way.
Result<TakenOverCases> record_takeover(const TakeoverTable& table, Instance& instance,
                                       const Progress& progress);

/// Of a run that refused nothing, or only played it.
void print_summary(const Console& console, const Definition& definition, const TakenOverCases& done,
                   bool is_dry_run);

void add_import_cases(CLI::App& group, Console& console);

}  // namespace verloop
