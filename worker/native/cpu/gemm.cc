// Carries out the plan of products (gemm-plan.h), wave by wave: threads pack the shared sides, then take chunks.
#include "gemm.h"

#include <algorithm>

#include "gemm-plan.h"
#include "gemm-kernels.h"

namespace plateau::cpu {
namespace {

// Floats of C between two calls of the epilogue: they are still in the second cache.
constexpr std::int64_t finishedFloats = 16 << 10;
// Floats that a thread packs at a time.
constexpr std::int64_t packedFloats = 16 << 10;
// Floats of B that are worth a part of their own.
constexpr std::int64_t skinnyFloats = 16 << 10;

struct Range {
  std::int64_t begin, end;
  std::int64_t size() const { return end - begin; }
};

class WaveRun {
 public:
  WaveRun(Pool& pool, Workspace& workspace, const Kernels& kernels, const Wave& wave)
      : pool_(pool), workspace_(workspace), kernels_(kernels), wave_(wave) {}

  void run() {
    reserve();
    pool_.run(packEnds_.back(), [this](std::int64_t part, int) {
      const auto& piece = pieceOf(packEnds_, part);
      packShared(piece, part - before(packEnds_, piece));
    });
    pool_.run(chunkEnds_.back(), [this](std::int64_t part, int thread) {
      const auto& piece = pieceOf(chunkEnds_, part);
      compute(piece, part - before(chunkEnds_, piece), thread);
    });
  }

 private:
  void reserve() {
    std::int64_t shared = 0, own = 0;
    for (const auto& piece : wave_) {
      const auto floats = piece.sharedFloats(kernels_);
      if (!piece.alone) shared = piece.sharedAt + floats;
      own = std::max(own, piece.chunkFloats(kernels_) + 16 + (piece.alone ? floats : 0));
      packEnds_.push_back(last(packEnds_) + (piece.alone ? 0 : packParts(piece) * (piece.blockEnd - piece.blockBegin)));
      chunkEnds_.push_back(last(chunkEnds_) + piece.plan.chunks);
    }
    shared_ = workspace_.shared(shared);
    workspace_.prepareOwn(pool_.threads(), own);
  }

  static std::int64_t last(const std::vector<std::int64_t>& ends) { return ends.empty() ? 0 : ends.back(); }

  const Piece& pieceOf(const std::vector<std::int64_t>& ends, std::int64_t part) const {
    return wave_[static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), part) - ends.begin())];
  }
  std::int64_t before(const std::vector<std::int64_t>& ends, const Piece& piece) const {
    const auto index = &piece - wave_.data();
    return index == 0 ? 0 : ends[static_cast<std::size_t>(index - 1)];
  }

  // Parts that each block's shared side is packed in.
  std::int64_t packExtent(const Piece& piece) const {
    const auto height = piece.plan.sharedHeight(kernels_);
    return std::max<std::int64_t>(1, packedFloats / (height * std::max<std::int64_t>(1, piece.plan.depthBlock))) * height;
  }
  std::int64_t packParts(const Piece& piece) const {
    const auto extent = packExtent(piece);
    return (piece.plan.sharedExtent() + extent - 1) / extent;
  }

  void packShared(const Piece& piece, std::int64_t part) {
    const auto parts = packParts(piece), extent = packExtent(piece);
    const auto block = piece.blockBegin + part / parts;
    const auto begin = part % parts * extent;
    const Range range{begin, std::min(begin + extent, piece.plan.sharedExtent())};
    pack(piece, !piece.plan.cutRows, range, block, sharedBlock(piece, block) + begin * piece.plan.depthOf(block));
  }

  float* sharedBlock(const Piece& piece, std::int64_t block) const {
    const auto extent = piece.plan.sharedExtent();
    const std::int64_t round = piece.plan.cutRows ? kernels_.lanes : 1;
    const auto padded = (extent + round - 1) / round * round;
    return shared_ + piece.sharedAt + (block - piece.blockBegin) * padded * piece.plan.depthBlock;
  }

  // Rows of A or columns of B over one block of the depth.
  void pack(const Piece& piece, bool rows, Range range, std::int64_t block, float* to) const {
    const auto& product = *piece.plan.product;
    const auto depth = block * piece.plan.depthBlock;
    if (rows) {
      const auto& [data, rowStride, columnStride] = product.a;
      kernels_.pack({range.size(), piece.plan.depthOf(block), data + range.begin * rowStride + depth * columnStride, rowStride,
                     columnStride},
                    piece.plan.rowHeight, 1, to);
    } else {
      const auto& [data, rowStride, columnStride] = product.b;
      kernels_.pack({range.size(), piece.plan.depthOf(block), data + range.begin * columnStride + depth * rowStride, columnStride,
                     rowStride},
                    kernels_.columns, kernels_.lanes, to);
    }
  }

  void compute(const Piece& piece, std::int64_t chunk, int thread) const {
    const auto& plan = piece.plan;
    const Range cut{chunk * plan.chunk, std::min((chunk + 1) * plan.chunk, plan.cutExtent())};
    float* own = workspace_.own(thread);
    for (auto block = piece.blockBegin; block < piece.blockEnd; block++) {
      pack(piece, plan.cutRows, cut, block, own);
      float* shared = piece.alone ? own + (piece.chunkFloats(kernels_) + 15) / 16 * 16 : sharedBlock(piece, block);
      if (piece.alone) pack(piece, !plan.cutRows, {0, plan.sharedExtent()}, block, shared);
      sweep(piece, cut, block, own, shared, thread);
    }
    if (plan.depthBlocks == 0) fill(piece, cut, thread);
  }

  void sweep(const Piece& piece, Range cut, std::int64_t block, const float* own, const float* shared, int thread) const {
    const auto& plan = piece.plan;
    const auto& product = *plan.product;
    const auto depth = plan.depthOf(block);
    const auto height = plan.sharedHeight(kernels_);
    const bool finishes = product.after != nullptr && block + 1 == plan.depthBlocks;
    const auto group = finishes ? std::max<std::int64_t>(1, finishedFloats / (cut.size() * height)) * height : plan.sharedExtent();
    for (std::int64_t begin = 0; begin < plan.sharedExtent(); begin += group) {
      const Range part{begin, std::min(begin + group, plan.sharedExtent())};
      const float* packed = shared + begin * depth;
      const auto& rows = plan.cutRows ? cut : part;
      const auto& columns = plan.cutRows ? part : cut;
      kernels_.sweep({rows.size(), columns.size(), depth, plan.cutRows ? own : packed, plan.cutRows ? packed : own,
                      product.c + rows.begin * product.cStride + columns.begin, product.cStride,
                      product.accumulate || block > 0, !plan.cutRows},
                     plan.rowHeight);
      if (finishes) finish(plan, rows, columns, thread);
    }
  }

  // A sum over nothing.
  void fill(const Piece& piece, Range cut, int thread) const {
    const auto& plan = piece.plan;
    const auto& product = *plan.product;
    const Range part{0, plan.sharedExtent()};
    const auto& rows = plan.cutRows ? cut : part;
    const auto& columns = plan.cutRows ? part : cut;
    for (auto row = rows.begin; row < rows.end && !product.accumulate; row++) {
      float* c = product.c + row * product.cStride;
      std::fill(c + columns.begin, c + columns.end, 0.0f);
    }
    if (product.after != nullptr) finish(plan, rows, columns, thread);
  }

  static void finish(const ProductPlan& plan, Range rows, Range columns, int thread) {
    const auto& product = *plan.product;
    product.after->finish({plan.index, rows.begin, columns.begin, rows.size(), columns.size(),
                           product.c + rows.begin * product.cStride + columns.begin, product.cStride, thread});
  }

  Pool& pool_;
  Workspace& workspace_;
  const Kernels& kernels_;
  const Wave& wave_;
  float* shared_ = nullptr;
  std::vector<std::int64_t> packEnds_, chunkEnds_;
};

// Products of few rows, whose parts are columns of C.
class SkinnyRun {
 public:
  SkinnyRun(Pool& pool, Workspace& workspace, const Kernels& kernels) : pool_(pool), workspace_(workspace), kernels_(kernels) {}

  static bool takes(const Product& product) {
    return product.rows > 0 && product.rows <= mostSkinnyRows && product.columns > mostSkinnyRows && product.depth > 0 &&
           (product.b.columnStride == 1 || product.b.rowStride == 1);
  }

  void add(const Product& product, std::int64_t index) {
    const auto parts = std::clamp<std::int64_t>(product.depth * product.columns / skinnyFloats, 1, chunksEach * pool_.threads());
    const auto chunk = (product.columns / parts + kernels_.columns) / kernels_.columns * kernels_.columns;
    for (std::int64_t begin = 0; begin < product.columns; begin += chunk) {
      parts_.push_back({&product, begin, std::min(begin + chunk, product.columns)});
      indices_.push_back(index);
    }
    scratch_ = std::max(scratch_, product.depth * (product.rows + 16));
  }

  void run() {
    workspace_.prepareOwn(pool_.threads(), scratch_);
    pool_.run(static_cast<std::int64_t>(parts_.size()), [this](std::int64_t number, int thread) {
      const auto& part = parts_[static_cast<std::size_t>(number)];
      const auto& product = *part.product;
      kernels_.skinny(part, workspace_.own(thread));
      if (product.after != nullptr)
        product.after->finish({indices_[static_cast<std::size_t>(number)], 0, part.begin, product.rows, part.end - part.begin,
                               product.c + part.begin, product.cStride, thread});
    });
  }

 private:
  Pool& pool_;
  Workspace& workspace_;
  const Kernels& kernels_;
  std::vector<SkinnyPart> parts_;
  std::vector<std::int64_t> indices_;
  std::int64_t scratch_ = 0;
};

}  // namespace

void multiply(Pool& pool, Workspace& workspace, const Product* products, std::int64_t count) {
  const auto& kernels = kernelsOf(workspace.isa());
  SkinnyRun skinny(pool, workspace, kernels);
  Planner planner(kernels, pool.threads(), count);
  for (std::int64_t i = 0; i < count; i++) {
    if (products[i].rows <= 0 || products[i].columns <= 0) continue;
    if (SkinnyRun::takes(products[i])) {
      skinny.add(products[i], i);
    } else {
      planner.add(products[i], i);
    }
  }
  skinny.run();
  for (const auto& wave : planner.waves()) WaveRun(pool, workspace, kernels, wave).run();
}

}  // namespace plateau::cpu
