#pragma once
// How an operation fails. A refusal is data, an operation that can fail returns Result<T>, a bug
// stops the process.

#include <string>
#include <type_traits>

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

namespace verloop {

enum class Errc {
  malformed = 1,     // The input is not what its format demands.
  too_large,         // A limit with a name was passed.
  version_conflict,  // The case moved on; the caller may decide again.
  command_reused,    // The command id is known, its content is not the same.
  tampered,          // What was read is not what was signed or hashed.
  not_found,
  wrong_key,       // The key does not open what it should.
  foreign_folder,  // The folder belongs to another program, or to a newer version of this one.
  locked,          // Another process holds the folder.
  read_only,       // Opened for reading, or storage failed earlier.
  storage_failed,  // The engine is read-only from here on.
  network_failed,
};

const boost::system::error_category& verloop_category() noexcept;
boost::system::error_code make_error_code(Errc code) noexcept;

/// Why an operation failed. `detail` says what was attempted, on what, and what to do; never a
/// personal value.
struct Error {
  boost::system::error_code code;
  std::string detail;
};

template <class T = void>
using Result = boost::system::result<T, Error>;

/// Makes `.value()` usable in tools and tests: throws std::runtime_error with the detail.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& where);

/// A bug trips this, in every build: the process stops with `claim` on standard error.
void ensure(bool holds, const char* claim);

}  // namespace verloop

template <>
struct boost::system::is_error_code_enum<verloop::Errc> : std::true_type {};
