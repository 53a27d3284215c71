// Kernels of attention for the baseline of the machine.
#include "attention-backward.h"
#include "attention-forward.h"
#include "attention-kernels.h"

namespace plateau::cpu {

const AttentionKernels plainAttention{plain::stripQueries, plain::scratchFloats, plain::forward, plain::backward};

}  // namespace plateau::cpu
