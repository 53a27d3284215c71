// See tile-kernels.inc.h.
#define PLATEAU_LANES 8
#include "tile-kernels.inc.h"

const plateau::cpu::Kernel* plateau::cpu::avx2Kernels() { return kernels; }
