#include "events/result.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace verloop {
namespace {

class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "verloop"; }
  std::string message(int value) const override {
    switch (static_cast<Errc>(value)) {
      case Errc::malformed:
        return "malformed input";
      case Errc::too_large:
        return "too large";
      case Errc::version_conflict:
        return "version conflict";
      case Errc::command_reused:
        return "command id reused";
      case Errc::tampered:
        return "tampered or corrupt";
      case Errc::not_found:
        return "not found";
      case Errc::wrong_key:
        return "wrong key";
      case Errc::foreign_folder:
        return "not a data folder of this program";
      case Errc::locked:
        return "in use by another process";
      case Errc::read_only:
        return "read-only";
      case Errc::storage_failed:
        return "storage failed";
      case Errc::network_failed:
        return "network failed";
    }
    return "unknown";
  }
};

}  // namespace

const boost::system::error_category& verloop_category() noexcept {
  static const Category category;
  return category;
}

boost::system::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), verloop_category()};
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(error.code.message() + ": " + error.detail);
}

void ensure(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "verloop: broken invariant: %s\n", claim);
  std::abort();
}

}  // namespace verloop
