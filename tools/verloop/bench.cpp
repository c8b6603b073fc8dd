#include "tools/verloop/bench.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <unistd.h>

#include "tools/verloop/subcommands.hpp"

namespace verloop {
namespace {

namespace json = boost::json;

using Bench = Result<BenchReport> (*)(const Console&, const BenchOptions&);

const std::vector<std::pair<std::string, Bench>> kinds = {
    {"append", bench_append},   {"verify", bench_verify}, {"replay", bench_replay},
    {"restart", bench_restart}, {"size", bench_size},     {"growth", bench_growth}};

/// Three digits that count, or all in front of the point.
double rounded(double value) {
  const double digits = value == 0 ? 0 : std::floor(std::log10(std::abs(value)));
  const double scale = std::pow(10.0, std::max(0.0, 2 - digits));
  return std::round(value * scale) / scale;
}

/// Of the last minute; other work on the machine makes all figures worse.
double load_average() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? load : 0;
}

std::string shown(double value) {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%.*f", value < 10 ? 2 : 0, value);
  return {text.data(), static_cast<std::size_t>(size)};
}

void print(const Console& console, const std::string& kind, const BenchOptions& options,
           const BenchReport& report, double load) {
  if (console.json) {
    json::array figures;
    for (const Figure& figure : report.figures) {
      json::object one{
          {"what", figure.what}, {"value", rounded(figure.value)}, {"unit", figure.unit}};
      if (figure.of_limit) one["ofLimit"] = rounded(*figure.of_limit);
      figures.push_back(std::move(one));
    }
    console.print(json::value(json::object{{"bench", kind},
                                           {"measured", report.measured},
                                           {"events", report.events},
                                           {"rounds", options.rounds},
                                           {"loadBefore", rounded(load)},
                                           {"loadAfter", rounded(load_average())},
                                           {"figures", std::move(figures)}}));
    return;
  }
  console.print("bench " + kind + ": " + report.measured);
  console.print(std::to_string(report.events) + " events, " + std::to_string(options.rounds) +
                " rounds; load of the machine " + shown(load) + " before, " +
                shown(load_average()) + " after\n");
  for (const Figure& figure : report.figures) {
    std::string line =
        "  " + padded(figure.what, 52) + " " + shown(figure.value) + " " + figure.unit;
    if (figure.of_limit) line += "   (" + shown(*figure.of_limit) + " x the limit)";
    console.print(line);
  }
}

void bench(Console& console, const std::string& kind, const BenchOptions& options) {
  const auto known = std::find_if(kinds.begin(), kinds.end(),
                                  [&kind](const auto& one) { return one.first == kind; });
  const double load = load_average();
  const auto report = known->second(console, options);
  if (report.has_error()) return console.fail(report.error());
  print(console, kind, options, *report, load);
}

}  // namespace

double Rounds::median() const {
  std::vector<double> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  return sorted.at(sorted.size() / 2);
}

double Rounds::largest() const {
  return *std::max_element(values_.begin(), values_.end());
}

double Rounds::smallest() const {
  return *std::min_element(values_.begin(), values_.end());
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

void show_progress(const std::string& what, std::uint64_t done, std::uint64_t of) {
  if (::isatty(STDERR_FILENO) == 0) return;
  std::fprintf(stderr, "\r%s: %llu / %llu  ", what.c_str(), static_cast<unsigned long long>(done),
               static_cast<unsigned long long>(of));
  if (done >= of) std::fprintf(stderr, "\r%*s\r", 72, "");
}

void add_bench(CLI::App& app, Console& console) {
  constexpr std::uint64_t events_max = 100'000'000;
  constexpr std::size_t rounds_max = 99;
  CLI::App* command = add_subcommand(
      app, console, "bench",
      "Measure this program on this machine, beside what the machine allows (in English)",
      "verloop bench append --rounds 5");
  auto kind = std::make_shared<std::string>();
  auto options = std::make_shared<BenchOptions>();
  std::vector<std::string> names;
  for (const auto& [name, unused] : kinds) names.push_back(name);
  command->add_option("kind", *kind, "append, verify, replay, restart, size or growth")
      ->required()
      ->check(CLI::IsMember(names));
  command->add_option("--events", options->events, "How large (default: as the kind has it)")
      ->check(CLI::Range(std::uint64_t{1}, events_max));
  command->add_option("--rounds", options->rounds, "How often each is measured (default: 5)")
      ->check(CLI::Range(std::size_t{1}, rounds_max));
  command->callback([&console, kind, options] { bench(console, *kind, *options); });
}

}  // namespace verloop
