// Kernels of products for AVX2.
#include "gemm-pack.h"
#include "gemm-skinny.h"
#include "gemm-sweep.h"

namespace plateau::cpu {

const Kernels avx2Kernels{avx2::tileRows, avx2::tileColumns, avx2::lanes, avx2::pack, avx2::sweepTiles, avx2::skinny};

}  // namespace plateau::cpu
