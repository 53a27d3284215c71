// Products of float32 matrices, C = A·B or C += A·B, on a pool of threads.
//
// The bits of C depend on the operands, shapes and strides alone: not on the number of threads, and not on the instruction set (but `plain`
// on x86, which has no fused multiply-add). Each element is summed along depth in blocks of one size, each block in ascending order.
#pragma once
#include <cstdint>

#include "pool.h"
#include "workspace.h"

namespace plateau::cpu {

// Element (i, j) at data[i * rowStride + j * columnStride]: a transposed matrix is the same one with strides exchanged. Strides may be 0.
struct Matrix {
  const float* data;
  std::int64_t rowStride, columnStride;
};

// A finished piece of C: its first element is element (row, column) of the product with that index in the call.
struct Block {
  std::int64_t product, row, column, rows, columns;
  float* c;
  std::int64_t cStride;
  int thread;
};

// Called once for each piece of C, which together cover it, on the thread that computed it and while it is in its cache. Pieces are as the
// implementation likes; their size may depend on the number of threads. Never for a product without rows or columns.
class Epilogue {
 public:
  virtual ~Epilogue() = default;
  virtual void finish(const Block& block) const = 0;
};

// a is rows × depth, b depth × columns; element (i, j) of the result at c[i * cStride + j]. Depth 0 gives zeros. C overlaps no operand.
struct Product {
  std::int64_t rows, columns, depth;
  Matrix a, b;
  float* c;
  std::int64_t cStride;
  // Add to what C holds.
  bool accumulate = false;
  const Epilogue* after = nullptr;
};

// The results of one call overlap neither each other nor any operand.
void multiply(Pool& pool, Workspace& workspace, const Product* products, std::int64_t count);

}  // namespace plateau::cpu
