#pragma once
// The fields that a made catalogue draws from: of every type, and of each class that it may have.

#include <string>
#include <vector>

#include "tests/simulation/made_catalogue.hpp"

namespace verloop::test {

/// A field as every event that has it declares it, so that actions with several events agree.
struct PooledField {
  MadeField field;
  std::vector<std::string> classes;  // That it may have; its subject is decided by the event.
};

std::vector<PooledField> field_pool();

}  // namespace verloop::test
