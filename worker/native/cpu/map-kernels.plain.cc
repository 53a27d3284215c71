// Functions over arrays for the baseline of the machine.
#include "map-kernels.h"

#include "map-loop.h"

namespace plateau::cpu {

const MapKernels plainMaps{plain::map<plain::exp>, plain::map<plain::log>, plain::map<plain::tanh>, plain::map<plain::erf>};

}  // namespace plateau::cpu
