// Kernels of attention for AVX2.
#include "attention-backward.h"
#include "attention-forward.h"
#include "attention-kernels.h"

namespace plateau::cpu {

const AttentionKernels avx2Attention{avx2::stripQueries, avx2::scratchFloats, avx2::forward, avx2::backward};

}  // namespace plateau::cpu
