#pragma once
// What a benchmark works on: a data folder of its own with one actor who does it all, and commands
// as a school gives them.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "tools/verloop/instance.hpp"

namespace verloop {

/// Commands of the shipped procedure: a case, a pupil in it, then contacts that are logged, each
/// with a sealed note of a dozen words; then the next case.
struct BenchCases {
  static constexpr std::uint64_t contacts = 27;
  static constexpr std::uint64_t commands = contacts + 2;

  std::string prefix;  // Of the names of the cases and of the commands' ids.

  /// Those of BenchFolder::fill.
  static BenchCases filled() { return {"b"}; }
  /// The case that a command is about.
  CaseId case_of(std::uint64_t number) const;
  Command command(std::uint64_t number) const;
  /// Of that contact, in which case it is.
  Command contact(std::uint64_t number) const;
};

class BenchFolder {
 public:
  /// In the system's temporary folder (TMPDIR).
  static Result<std::unique_ptr<BenchFolder>> make();
  ~BenchFolder();

  const std::filesystem::path& path() const { return path_; }  // The data folder lies in it.
  std::filesystem::path data() const { return path_ / "data"; }
  const std::string& token() const { return token_; }
  Instance& instance() { return *instance_; }

  Result<> open(Access access = Access::read_write);
  void close() { instance_.reset(); }

  /// Records commands, many with one append, until the log has so many events; goes on where it
  /// ended the time before. Shows how far it is.
  Result<> fill(std::uint64_t events);
  /// How many it has begun.
  std::uint64_t cases() const {
    return (filled_ + BenchCases::commands - 1) / BenchCases::commands;
  }

  /// Makes as many cases as that many contacts need.
  Result<> make_cases(const BenchCases& cases, std::uint64_t contacts);

 private:
  BenchFolder(std::filesystem::path path, std::string key)
      : path_(std::move(path)), key_(std::move(key)) {}
  Result<> record(const std::function<std::optional<Command>()>& next);

  std::filesystem::path path_;
  std::string key_;
  std::string token_;
  std::uint64_t filled_ = 0;  // Commands.
  std::unique_ptr<Instance> instance_;
};

}  // namespace verloop
