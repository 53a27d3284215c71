// Kernels of attention, compiled once for each instruction set: what one thread does at a time.
#pragma once
#include <cstdint>

#include "attention.h"

namespace plateau::cpu {

struct AttentionKernels {
  // Queries of a strip: they lie in the lanes of vectors.
  int queries;
  // Floats of scratch that a thread needs for heads of this width.
  std::int64_t (*scratch)(std::int64_t width);
  void (*forward)(const AttentionForward& call, std::int64_t batch, std::int64_t head, std::int64_t firstQuery, float* scratch);
  // All that depends on a key head: gradients of its keys and values, and of the queries of the heads that share it.
  void (*backward)(const AttentionBackward& call, std::int64_t batch, std::int64_t keyHead, float* scratch);
};

extern const AttentionKernels plainAttention;
#if defined(__x86_64__)
extern const AttentionKernels avx2Attention;
extern const AttentionKernels avx512Attention;
#endif

}  // namespace plateau::cpu
