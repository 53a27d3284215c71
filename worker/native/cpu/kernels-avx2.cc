// Kernels for the instruction set avx2.
#if defined(__x86_64__)
#define PLATEAU_AVX2
#include "kernels.h"

#include "target.h"

#include "gemm-pack.h"
#include "gemm-tile.h"

namespace plateau::cpu {

const Kernels avx2Kernels{avx2::tileRows, avx2::tileColumns, avx2::lanes, avx2::pack, avx2::sweepTiles};

}  // namespace plateau::cpu

#include "target-end.h"
#endif
