// Kernels for the instruction set plain.
#include "kernels.h"

#include "target.h"

#include "gemm-pack.h"
#include "gemm-tile.h"

namespace plateau::cpu {

const Kernels plainKernels{plain::tileRows, plain::tileColumns, plain::lanes, plain::pack, plain::sweepTiles};

}  // namespace plateau::cpu

#include "target-end.h"
