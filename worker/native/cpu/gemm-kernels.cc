#include "gemm-kernels.h"

namespace plateau::cpu {

const Kernels& kernelsOf(Isa isa) {
#if defined(__x86_64__)
  if (isa == Isa::avx512) return avx512Kernels;
  if (isa == Isa::avx2) return avx2Kernels;
#endif
  static_cast<void>(isa);
  return plainKernels;
}

}  // namespace plateau::cpu
