// Plan of a product: which of its sides is shared by all threads, how the other one is cut into chunks that threads take one by one, and
// in what blocks the depth is summed.
//
// Both sides are packed (gemm-pack.h): the shared one once, by all threads together; a chunk of the other by the thread that took it, into
// its own cache. So the longer side is cut. Nothing here but the depth's blocks is visible in the result's bits.
#pragma once
#include <cstdint>
#include <vector>

#include "gemm.h"
#include "gemm-kernels.h"

namespace plateau::cpu {

struct ProductPlan {
  const Product* product;
  std::int64_t index;
  bool cutRows;
  // Of a strip of A.
  std::int64_t rowHeight;
  // Rows or columns of a chunk: whole strips.
  std::int64_t chunk, chunks;
  std::int64_t depthBlock, depthBlocks;

  std::int64_t cutExtent() const { return cutRows ? product->rows : product->columns; }
  std::int64_t sharedExtent() const { return cutRows ? product->columns : product->rows; }
  std::int64_t sharedHeight(const Kernels& kernels) const { return cutRows ? kernels.columns : rowHeight; }
  std::int64_t depthOf(std::int64_t block) const {
    const auto left = product->depth - block * depthBlock;
    return left < depthBlock ? left : depthBlock;
  }
};

// A part of a product that is computed at a time: a range of the blocks of the depth.
struct Piece {
  ProductPlan plan;
  std::int64_t blockBegin, blockEnd;
  // Each thread packs the shared side for itself: the whole product is one chunk.
  bool alone;
  // Place of the packed shared side.
  std::int64_t sharedAt;

  std::int64_t sharedFloats(const Kernels& kernels) const;
  std::int64_t chunkFloats(const Kernels& kernels) const;
};

// Pieces whose packed sides fit the machine's caches together; none depends on another.
using Wave = std::vector<Piece>;

// Chunks for each thread, so that one which is held up leaves its share to others.
constexpr std::int64_t chunksEach = 6;

class Planner {
 public:
  // `count`: how many products there are in the call.
  Planner(const Kernels& kernels, int threads, std::int64_t count) : kernels_(kernels), threads_(threads), count_(count) {}

  // A product with rows and columns.
  void add(const Product& product, std::int64_t index);
  const std::vector<Wave>& waves() const { return waves_; }

 private:
  void place(Piece piece);

  const Kernels& kernels_;
  int threads_;
  std::int64_t count_;
  std::vector<Wave> waves_;
  std::int64_t used_ = 0;
};

}  // namespace plateau::cpu
