// Instruction sets that the kernels are compiled for. The best one of the machine is chosen at run time; tests choose others.
#pragma once

namespace plateau::cpu {

enum class Isa {
  // Vectors of four: any x86-64 (no fused multiply-add: other bits than the rest), arm64.
  plain,
  // 256 bits and fused multiply-add.
  avx2,
  // 512 bits: avx512f, bw, dq and vl.
  avx512,
};

bool supports(Isa isa);
Isa bestIsa();
const char* nameOf(Isa isa);

}  // namespace plateau::cpu
