// Splits attention over threads: forward by strips of queries, backward by key heads, so that no two threads add to one gradient.
#include "attention.h"

#include <stdexcept>

#include "attention-kernels.h"

namespace plateau::cpu {
namespace {

const AttentionKernels& kernelsFor(Isa isa) {
#if defined(__x86_64__)
  if (isa == Isa::avx512) return avx512Attention;
  if (isa == Isa::avx2) return avx2Attention;
#endif
  static_cast<void>(isa);
  return plainAttention;
}

void check(const AttentionShape& shape) {
  if (shape.batch < 0 || shape.queries < 0 || shape.keys < 0 || shape.width < 0 || shape.keyHeads < 1)
    throw std::invalid_argument("attention: a size is negative, or there is no key head");
  if (shape.heads % shape.keyHeads != 0) throw std::invalid_argument("attention: query heads are no multiple of key heads");
  if (shape.keys == 0 || (shape.causal && shape.keys < shape.queries))
    throw std::invalid_argument("attention: a query sees no key");
}

}  // namespace

void attend(Pool& pool, Workspace& workspace, const AttentionForward& call) {
  const auto& shape = call.shape;
  check(shape);
  const auto& kernels = kernelsFor(workspace.isa());
  const auto strips = (shape.queries + kernels.queries - 1) / kernels.queries;
  workspace.prepareOwn(pool.threads(), kernels.scratch(shape.width));
  pool.run(shape.batch * shape.heads * strips, [&](std::int64_t part, int thread) {
    const auto head = part / strips;
    // The last strip sees the most keys: the longest piece of work first.
    const auto strip = strips - 1 - part % strips;
    kernels.forward(call, head / shape.heads, head % shape.heads, strip * kernels.queries, workspace.own(thread));
  });
}

void attendBackward(Pool& pool, Workspace& workspace, const AttentionBackward& call) {
  const auto& shape = call.shape;
  check(shape);
  const auto& kernels = kernelsFor(workspace.isa());
  workspace.prepareOwn(pool.threads(), kernels.scratch(shape.width));
  pool.run(shape.batch * shape.keyHeads, [&](std::int64_t part, int thread) {
    kernels.backward(call, part / shape.keyHeads, part % shape.keyHeads, workspace.own(thread));
  });
}

}  // namespace plateau::cpu
