// Kernels of products for AVX-512.
#include "gemm-pack.h"
#include "gemm-skinny.h"
#include "gemm-sweep.h"

namespace plateau::cpu {

const Kernels avx512Kernels{avx512::tileRows, avx512::tileColumns, avx512::lanes, avx512::pack, avx512::sweepTiles, avx512::skinny};

}  // namespace plateau::cpu
