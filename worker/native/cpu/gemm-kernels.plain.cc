// Kernels of products for the baseline of the machine.
#include "gemm-pack.h"
#include "gemm-skinny.h"
#include "gemm-sweep.h"

namespace plateau::cpu {

const Kernels plainKernels{plain::tileRows, plain::tileColumns, plain::lanes, plain::pack, plain::sweepTiles, plain::skinny};

}  // namespace plateau::cpu
