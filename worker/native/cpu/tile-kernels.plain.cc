// See tile-kernels.inc.h.
#define PLATEAU_LANES 4
#include "tile-kernels.inc.h"

const plateau::cpu::Kernel* plateau::cpu::plainKernels() { return kernels; }
