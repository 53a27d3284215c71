// Functions over arrays for AVX2.
#include "map-kernels.h"

#include "map-loop.h"

namespace plateau::cpu {

const MapKernels avx2Maps{avx2::map<avx2::exp>, avx2::map<avx2::log>, avx2::map<avx2::tanh>, avx2::map<avx2::erf>};

}  // namespace plateau::cpu
