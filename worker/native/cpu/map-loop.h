// One function over an array. For each instruction set.
#pragma once
#include "vector-math.h"

namespace plateau::cpu::PLATEAU_TARGET {

template <Vector (*function)(Vector)>
void map(const float* from, std::int64_t count, float* to) {
  for (std::int64_t i = 0; i < count; i += lanes) {
    const auto left = count - i;
    if (left >= lanes) {
      store(to + i, function(load(from + i)));
    } else {
      storeFirst(to + i, function(loadFirst(from + i, left)), left);
    }
  }
}

}  // namespace plateau::cpu::PLATEAU_TARGET
