// Sweep: a product of two packed sides, tile by tile. For each instruction set.
#pragma once
#include "gemm-kernels.h"
#include "gemm-tile.h"

namespace plateau::cpu::PLATEAU_TARGET {

inline void sweepTile(const Sweep& sweep, std::int64_t rowHeight, std::int64_t row, std::int64_t column) {
  const auto rows = sweep.rows - row < rowHeight ? sweep.rows - row : rowHeight;
  const auto columns = sweep.columns - column < tileColumns ? sweep.columns - column : tileColumns;
  const Tile tile{sweep.a + row * sweep.depth,    rows,        sweep.b + column * sweep.depth,
                  vectorsOf(columns) * lanes,     sweep.depth, sweep.c + row * sweep.cStride + column,
                  sweep.cStride, sweep.add ? Start::add : Start::zero};
  compute<false>(tile, rows, columns);
}

inline void sweepTiles(const Sweep& sweep, std::int64_t rowHeight) {
  if (sweep.rowsOutside) {
    for (std::int64_t row = 0; row < sweep.rows; row += rowHeight)
      for (std::int64_t column = 0; column < sweep.columns; column += tileColumns)
        sweepTile(sweep, rowHeight, row, column);
  } else {
    for (std::int64_t column = 0; column < sweep.columns; column += tileColumns)
      for (std::int64_t row = 0; row < sweep.rows; row += rowHeight) sweepTile(sweep, rowHeight, row, column);
  }
}

}  // namespace plateau::cpu::PLATEAU_TARGET
