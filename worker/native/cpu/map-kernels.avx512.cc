// Functions over arrays for AVX-512.
#include "map-kernels.h"

#include "map-loop.h"

namespace plateau::cpu {

const MapKernels avx512Maps{avx512::map<avx512::exp>, avx512::map<avx512::log>, avx512::map<avx512::tanh>, avx512::map<avx512::erf>};

}  // namespace plateau::cpu
