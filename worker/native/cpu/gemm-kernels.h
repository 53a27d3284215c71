// Kernels: what is compiled once for each instruction set, as functions that the common code calls.
#pragma once
#include <cstdint>

#include "gemm.h"
#include "isa.h"

namespace plateau::cpu {

// One side of a product as the packed kernels read it: strips of `height` rows (of A) or columns (of B), the last may be lower. Within a
// strip, the numbers of one depth lie together.
struct Strips {
  std::int64_t extent, depth;
  // Element (e, k) of the source.
  const float* data;
  std::int64_t extentStride, depthStride;
};

// C[rows, columns] = or += A·B of packed sides over one block of the depth.
struct Sweep {
  std::int64_t rows, columns, depth;
  const float* a;
  const float* b;
  float* c;
  std::int64_t cStride;
  bool add;
  // Which side's strips are gone through in the outer loop, each with all of the other's, which should fit the second cache.
  bool rowsOutside;
};

// Most rows of a product whose B is read where it lies.
constexpr int mostSkinnyRows = 8;

// Columns of such a product. Rows or columns of B are contiguous.
struct SkinnyPart {
  const Product* product;
  std::int64_t begin, end;
};

struct Kernels {
  // Largest height of a strip of A and of B, and what heights of B are rounded up to.
  int rows, columns, lanes;
  void (*pack)(const Strips& strips, std::int64_t height, std::int64_t round, float* to);
  void (*sweep)(const Sweep& sweep, std::int64_t rowHeight);
  // With scratch of depth · (rows + 16) floats.
  void (*skinny)(const SkinnyPart& part, float* scratch);
};

const Kernels& kernelsOf(Isa isa);

extern const Kernels plainKernels;
#if defined(__x86_64__)
extern const Kernels avx2Kernels;
extern const Kernels avx512Kernels;
#endif

}  // namespace plateau::cpu
