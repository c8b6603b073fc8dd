#pragma once
// A disk that fails, for test programs that link failing_disk.cpp: the calls by which RocksDB and
// this program write, make durable, name and remove files are those of that file then. Not those by
// which a file is opened or made.

namespace verloop::test {

enum class Failing : unsigned char { once, from_then_on };

/// From now on calls are counted, and the one of this number (from 0) fails: with ENOSPC
/// when it is even, else with EIO. One at a time; it ends with the object.
class FailingDisk {
 public:
  FailingDisk(int call, Failing how);
  ~FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  /// Whether so many calls came that the one that was to fail did; also asked afterwards.
  static bool was_reached();
};

}  // namespace verloop::test
