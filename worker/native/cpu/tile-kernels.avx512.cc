// See tile-kernels.inc.h.
#define PLATEAU_LANES 16
#include "tile-kernels.inc.h"

const plateau::cpu::Kernel* plateau::cpu::avx512Kernels() { return kernels; }
