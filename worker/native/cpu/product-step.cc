// ProductStep: products of matrices, all of the same shape, and what is done to each piece of the result while it is in the cache.
#include <optional>

#include "gemm.h"
#include "tile-program.h"

namespace plateau::cpu {

namespace {

class ProductStep : public Step, private Epilogue {
 public:
  explicit ProductStep(PlanReader& reader) {
    rows_ = reader.size();
    columns_ = reader.size();
    depth_ = reader.size();
    const auto count = reader.integer(0, std::int64_t{1} << 32);
    a_ = readMatrix(reader, rows_, depth_);
    b_ = readMatrix(reader, depth_, columns_);
    c_ = reader.place();
    cStride_ = reader.integer(0, std::int64_t{1} << 52);
    if (rows_ > 1 && cStride_ < columns_) reader.refuse("rows of a product overlap");
    for (std::int64_t i = 0; i < count; i++) {
      a_.offsets.push_back(checked(reader, a_, rows_, depth_));
      b_.offsets.push_back(checked(reader, b_, depth_, columns_));
      // Of the results one lies behind the other, as the rows of the epilogue do.
      reader.check({c_.buffer, c_.offset + i * rows_ * cStride_}, {rows_, columns_}, {cStride_, 1});
    }
    if (reader.flag()) {
      after_.emplace(reader);
      if (after_->rows() != count * rows_ || after_->columns() != columns_) reader.refuse("what follows a product has another shape");
    }
    products_.resize(static_cast<std::size_t>(count));
  }

  void run(Context& context) override {
    context_ = &context;
    if (after_) context.registers.prepareOwn(context.pool.threads(), after_->scratch());
    for (std::size_t i = 0; i < products_.size(); i++) {
      products_[i] = {rows_, columns_, depth_, at(context, a_, i), at(context, b_, i),
                      context.at(c_) + static_cast<std::int64_t>(i) * rows_ * cStride_, cStride_, false, after_ ? this : nullptr};
    }
    multiply(context.pool, context.workspace, products_.data(), static_cast<std::int64_t>(products_.size()));
  }

 private:
  struct Side {
    int buffer;
    std::int64_t rowStride, columnStride;
    std::vector<std::int64_t> offsets;
  };

  static Side readMatrix(PlanReader& reader, std::int64_t, std::int64_t) {
    const auto buffer = reader.place().buffer;
    return {buffer, reader.integer(), reader.integer(), {}};
  }
  static std::int64_t checked(PlanReader& reader, const Side& side, std::int64_t rows, std::int64_t columns) {
    const auto offset = reader.integer();
    reader.check({side.buffer, offset}, {rows, columns}, {side.rowStride, side.columnStride});
    return offset;
  }
  static Matrix at(const Context& context, const Side& side, std::size_t product) {
    return {context.at({side.buffer, side.offsets[product]}), side.rowStride, side.columnStride};
  }

  void finish(const Block& block) const override {
    after_->runAll(*context_, context_->registers.own(block.thread),
                   {block.product * rows_ + block.row, block.rows, block.column, block.columns});
  }

  std::int64_t rows_, columns_, depth_;
  Side a_, b_;
  Place c_;
  std::int64_t cStride_;
  std::optional<TileProgram> after_;
  std::vector<Product> products_;
  Context* context_ = nullptr;
};

}  // namespace

std::unique_ptr<Step> readProductStep(PlanReader& reader) { return std::make_unique<ProductStep>(reader); }

}  // namespace plateau::cpu
