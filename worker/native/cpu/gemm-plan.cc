#include "gemm-plan.h"

#include <algorithm>

namespace plateau::cpu {
namespace {

// Seen in the bits of every product deeper than this: not to be changed lightly.
constexpr std::int64_t deepestBlock = 384;
// Floats of a packed chunk: less than half of a second cache of 1 MiB.
constexpr std::int64_t chunkFloats = 96 << 10;
// Floats of packed shared sides: 8 MiB, of a third cache.
constexpr std::int64_t sharedFloats = 2 << 20;
// Floats of both sides of a product that one thread does alone.
constexpr std::int64_t aloneFloats = 128 << 10;

std::int64_t ceilDivide(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }
std::int64_t roundUp(std::int64_t a, std::int64_t b) { return ceilDivide(a, b) * b; }

ProductPlan planOf(const Kernels& kernels, int threads, const Product& product, std::int64_t index) {
  ProductPlan plan{};
  plan.product = &product;
  plan.index = index;
  plan.cutRows = product.rows >= product.columns;
  // Strips of nearly the same height rather than a low last one.
  plan.rowHeight = ceilDivide(product.rows, ceilDivide(product.rows, kernels.rows));
  plan.depthBlocks = ceilDivide(product.depth, deepestBlock);
  plan.depthBlock = product.depth == 0 ? 0 : ceilDivide(product.depth, plan.depthBlocks);
  const std::int64_t height = plan.cutRows ? plan.rowHeight : kernels.columns;
  const auto strips = ceilDivide(plan.cutExtent(), height);
  const auto most = std::max<std::int64_t>(1, chunkFloats / (height * std::max<std::int64_t>(1, plan.depthBlock)));
  const auto wanted = threads == 1 ? strips : ceilDivide(strips, threads * chunksEach);
  plan.chunk = std::min(wanted, most) * height;
  plan.chunks = ceilDivide(plan.cutExtent(), plan.chunk);
  return plan;
}

// Small enough to be one thread's, with enough others for the other threads.
bool isAlone(const ProductPlan& plan, int threads, std::int64_t count) {
  const auto& product = *plan.product;
  const auto floats = (product.rows + product.columns + 64) * plan.depthBlock;
  return floats <= aloneFloats && (threads == 1 || count >= 4 * threads || product.rows * product.columns * product.depth < 64 << 10);
}

}  // namespace

void Planner::add(const Product& product, std::int64_t index) {
  auto plan = planOf(kernels_, threads_, product, index);
  if (isAlone(plan, threads_, count_)) {
    plan.chunk = plan.cutExtent();
    plan.chunks = 1;
    place({plan, 0, plan.depthBlocks, true, 0});
    return;
  }
  const auto floats = roundUp(plan.sharedExtent(), kernels_.lanes) * std::max<std::int64_t>(1, plan.depthBlock);
  const auto blocks = std::max<std::int64_t>(1, sharedFloats / floats);
  std::int64_t from = 0;
  do {
    const auto to = std::min(from + blocks, plan.depthBlocks);
    place({plan, from, to, false, 0});
    from = to;
  } while (from < plan.depthBlocks);
}

// A piece of the same product may add to what the one before it has computed.
void Planner::place(Piece piece) {
  const auto floats = piece.alone ? 0 : roundUp(piece.sharedFloats(kernels_), 16);
  if (waves_.empty() || used_ + floats > sharedFloats || waves_.back().back().plan.index == piece.plan.index) {
    waves_.emplace_back();
    used_ = 0;
  }
  piece.sharedAt = used_;
  used_ += floats;
  waves_.back().push_back(piece);
}

std::int64_t Piece::sharedFloats(const Kernels& kernels) const {
  std::int64_t depth = 0;
  for (auto block = blockBegin; block < blockEnd; block++) depth += plan.depthOf(block);
  return roundUp(plan.sharedExtent(), plan.cutRows ? kernels.lanes : 1) * (alone ? plan.depthBlock : depth);
}

std::int64_t Piece::chunkFloats(const Kernels& kernels) const {
  return roundUp(plan.chunk, plan.cutRows ? 1 : kernels.lanes) * plan.depthBlock;
}

}  // namespace plateau::cpu
