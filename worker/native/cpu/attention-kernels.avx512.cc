// Kernels of attention for AVX-512.
#include "attention-backward.h"
#include "attention-forward.h"
#include "attention-kernels.h"

namespace plateau::cpu {

const AttentionKernels avx512Attention{avx512::stripQueries, avx512::scratchFloats, avx512::forward, avx512::backward};

}  // namespace plateau::cpu
