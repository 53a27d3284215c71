// Functions of vector-math.h over arrays, compiled once for each instruction set: what tests compare them by.
#pragma once
#include <cstdint>

#include "isa.h"

namespace plateau::cpu {

using MapFunction = void (*)(const float* from, std::int64_t count, float* to);

struct MapKernels {
  MapFunction exp, log, tanh, erf;
};

extern const MapKernels plainMaps;
#if defined(__x86_64__)
extern const MapKernels avx2Maps;
extern const MapKernels avx512Maps;
#endif

}  // namespace plateau::cpu
