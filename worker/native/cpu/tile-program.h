// TileProgram: element-wise work on a matrix of rows × columns, done tile by tile so that what is between its operations stays in the cache.
//
// Operands are registers, which hold one tile, or one number for each of its rows; constants; and memory. Memory is read and written where
// it lies if its rows are one stride apart. Any other arrangement, such as a transposed matrix, is copied to or from a register.
#pragma once
#include <cstdint>
#include <vector>

#include "step.h"

namespace plateau::cpu {

// Rows [row, row + rows) and columns [column, column + columns).
struct Tile {
  std::int64_t row, rows, column, columns;
};

class TileProgram {
 public:
  explicit TileProgram(PlanReader& reader);

  std::int64_t rows() const { return rows_; }
  std::int64_t columns() const { return columns_; }
  // Of the largest tile that it is planned for.
  std::int64_t tileRows() const { return tileRows_; }
  std::int64_t tileColumns() const { return tileColumns_; }
  // Floats of registers that a thread needs.
  std::int64_t scratch() const;

  // One tile, at most as large as planned. `first` begins accumulators anew.
  void run(const Context& context, float* registers, const Tile& tile, bool first) const;
  // A tile of any size, cut into such.
  void runAll(const Context& context, float* registers, const Tile& tile) const;

 private:
  enum class Kind { tile, perRow, constant, memory, strided };
  struct Operand {
    Kind kind;
    int index = 0;
    float constant = 0;
    Place place{};
    std::int64_t rowStride = 0;
    bool splat = false;
    std::vector<std::int64_t> strides;
  };
  struct Action {
    Operation operation;
    // On the numbers that each row has one of.
    bool perRow;
    int to;
    int from[3];
    float x, y;
  };
  // An operand for one tile.
  struct Resolved {
    float* data;
    std::int64_t stride;
    bool splat;
  };

  Operand readOperand(PlanReader& reader) const;
  Action readAction(PlanReader& reader) const;
  void checkAction(const PlanReader& reader, const Action& action) const;
  Resolved resolve(const Context& context, float* registers, const Operand& operand, const Tile& tile, bool perRow) const;
  void move(const Context& context, float* registers, const Action& action, const Tile& tile) const;

  // The last is the columns.
  std::vector<std::int64_t> dimensions_;
  std::int64_t rows_ = 1, columns_ = 1, tileRows_ = 1, tileColumns_ = 1;
  int tileRegisters_ = 0, perRowRegisters_ = 0;
  std::vector<Operand> operands_;
  std::vector<Action> actions_;
};

}  // namespace plateau::cpu
