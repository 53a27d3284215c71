// Kernels for the instruction set avx512.
#if defined(__x86_64__)
#define PLATEAU_AVX512
#include "kernels.h"

#include "target.h"

#include "gemm-pack.h"
#include "gemm-tile.h"

namespace plateau::cpu {

const Kernels avx512Kernels{avx512::tileRows, avx512::tileColumns, avx512::lanes, avx512::pack, avx512::sweepTiles};

}  // namespace plateau::cpu

#include "target-end.h"
#endif
