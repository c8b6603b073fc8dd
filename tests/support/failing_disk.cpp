#include "tests/support/failing_disk.hpp"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::atomic<bool> is_armed = false, goes_on = false;
std::atomic<int> calls = 0, failing = 0;

/// Whether this call is one that fails.
bool fails() {
  if (!is_armed) return false;
  const int call = calls++;
  if (call != failing && !(goes_on && call > failing)) return false;
  errno = call % 2 == 0 ? ENOSPC : EIO;
  return true;
}

}  // namespace

extern "C" {
ssize_t write(int file, const void* bytes, size_t count) {
  return fails() ? -1 : ::syscall(SYS_write, file, bytes, count);
}
ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
  return fails() ? -1 : ::syscall(SYS_pwrite64, file, bytes, count, at);
}
int fsync(int file) {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_fsync, file));
}
int fdatasync(int file) {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_fdatasync, file));
}
int ftruncate(int file, off_t size) noexcept {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_ftruncate, file, size));
}
int rename(const char* from, const char* to) noexcept {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int link(const char* from, const char* to) noexcept {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int unlink(const char* path) noexcept {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}
int mkdir(const char* path, mode_t mode) noexcept {
  return fails() ? -1 : static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}
}

namespace verloop::test {

FailingDisk::FailingDisk(int call, Failing how) {
  calls = 0;
  failing = call;
  goes_on = how == Failing::from_then_on;
  is_armed = true;
}

FailingDisk::~FailingDisk() {
  is_armed = false;
}

bool FailingDisk::was_reached() {
  return calls > failing;
}

}  // namespace verloop::test
