// Attention of float32 heads without a matrix of all pairs: O = softmax(scale · Q·Kᵀ) · V, block by block, and its gradients.
// The bits depend on the operands and the shape alone, as in gemm.h.
#pragma once
#include <cstdint>

#include "pool.h"
#include "workspace.h"

namespace plateau::cpu {

struct AttentionShape {
  // Query heads are a multiple of key heads: neighbours share one.
  std::int64_t batch, heads, keyHeads;
  std::int64_t queries, keys;
  // Numbers of a head.
  std::int64_t width;
  // Query i sees the keys up to i + keys - queries.
  bool causal;
  float scale;
};

// Element (b, h, t, d) at data[b * batchStride + h * headStride + t * rowStride + d]: heads of [B, T, 3·H·D] need no copy.
template <class Number>
struct HeadsOf {
  Number* data;
  std::int64_t batchStride, headStride, rowStride;
};
using Heads = HeadsOf<float>;
using ConstHeads = HeadsOf<const float>;

struct AttentionForward {
  AttentionShape shape;
  ConstHeads q, k, v;
  Heads o;
  // [batch, heads, queries]: log of the sum of exp(scale · q·k) of each query.
  float* logSumExp;
};

struct AttentionBackward {
  AttentionShape shape;
  ConstHeads q, k, v, o;
  const float* logSumExp;
  // Gradient of o.
  ConstHeads outputGradient;
  // Overwritten.
  Heads dq, dk, dv;
};

void attend(Pool& pool, Workspace& workspace, const AttentionForward& call);
void attendBackward(Pool& pool, Workspace& workspace, const AttentionBackward& call);

}  // namespace plateau::cpu
