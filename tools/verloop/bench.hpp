#pragma once
// The project's own benchmark. Each kind measures the program and, in the same rounds, what the
// machine allows; of the program's figures the median counts, of the limit's the best.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/verloop/console.hpp"

namespace verloop {

struct BenchOptions {
  std::uint64_t events = 0;  // 0: as the kind has it.
  std::size_t rounds = 5;
};

struct Figure {
  std::string what;
  double value = 0;
  std::string unit;
  std::optional<double> of_limit;  // Times the limit.
};

struct BenchReport {
  std::string measured;  // In a sentence.
  std::uint64_t events = 0;
  std::vector<Figure> figures;
};

/// What one figure came to in each round.
class Rounds {
 public:
  void add(double value) { values_.push_back(value); }
  double median() const;
  double largest() const;
  double smallest() const;

 private:
  std::vector<double> values_;
};

Result<BenchReport> bench_append(const Console& console, const BenchOptions& options);
Result<BenchReport> bench_verify(const Console& console, const BenchOptions& options);
Result<BenchReport> bench_replay(const Console& console, const BenchOptions& options);
Result<BenchReport> bench_restart(const Console& console, const BenchOptions& options);
Result<BenchReport> bench_size(const Console& console, const BenchOptions& options);
Result<BenchReport> bench_growth(const Console& console, const BenchOptions& options);

class BenchFolder;
/// A replay of all events, and how long a restart takes beside it.
Result<std::vector<Figure>> measure_restart(BenchFolder& folder, std::size_t rounds);

/// Of all threads of the process.
double cpu_seconds();

/// Says how far something is, on a terminal only.
void show_progress(const std::string& what, std::uint64_t done, std::uint64_t of);

}  // namespace verloop
