// TileStep: a tile program on its whole matrix. Threads share bands of rows, or, where it sums up columns, bands of columns.
#include <algorithm>

#include "tile-program.h"

namespace plateau::cpu {

namespace {

class TileStep : public Step {
 public:
  explicit TileStep(PlanReader& reader) : downColumns_(reader.flag()), program_(reader) {}

  void run(Context& context) override {
    if (program_.rows() == 0 || program_.columns() == 0) return;
    context.registers.prepareOwn(context.pool.threads(), program_.scratch());
    if (downColumns_) runColumns(context);
    else if (program_.rows() == 1) runRow(context);
    else runRows(context);
  }

 private:
  void runRows(Context& context) {
    const auto tileNumbers = std::max<std::int64_t>(1, program_.tileRows() * program_.columns());
    const auto band = program_.tileRows() * std::max<std::int64_t>(1, worthAThread / tileNumbers);
    share(context, program_.rows(), band, [this](std::int64_t row, std::int64_t rows) { return Tile{row, rows, 0, program_.columns()}; });
  }
  void runRow(Context& context) {
    // No row is cut that is reduced as a whole: its tile is as wide.
    const auto band = program_.tileColumns() * std::max<std::int64_t>(1, worthAThread / program_.tileColumns());
    share(context, program_.columns(), band, [](std::int64_t column, std::int64_t columns) { return Tile{0, 1, column, columns}; });
  }
  void runColumns(Context& context) {
    share(context, program_.columns(), program_.tileColumns(),
          [this](std::int64_t column, std::int64_t columns) { return Tile{0, program_.rows(), column, columns}; });
  }

  template <class Cut>
  void share(Context& context, std::int64_t length, std::int64_t band, Cut cut) {
    const auto parts = (length + band - 1) / band;
    auto work = [&](std::int64_t part, int thread) {
      const auto from = part * band;
      program_.runAll(context, context.registers.own(thread), cut(from, std::min(band, length - from)));
    };
    const bool isSmall = program_.rows() * program_.columns() <= worthAThread;
    if (parts > 1 && !isSmall) {
      context.pool.run(parts, work);
    } else {
      for (std::int64_t part = 0; part < parts; part++) work(part, 0);
    }
  }

  bool downColumns_;
  TileProgram program_;
};

}  // namespace

std::unique_ptr<Step> readTileStep(PlanReader& reader) { return std::make_unique<TileStep>(reader); }

}  // namespace plateau::cpu
