#include "tile-program.h"

#include <algorithm>
#include <cstring>

namespace plateau::cpu {

namespace {

constexpr std::int64_t mostOperands = 1024;
// 16 floats are a cache line, which no two registers share.
std::int64_t padded(std::int64_t count) { return (count + 15) / 16 * 16; }

bool isRows(Operation operation) { return operation >= Operation::rows_sum && operation <= Operation::rows_prodI; }
bool isColumns(Operation operation) { return operation >= Operation::columns_sum && operation < Operation::count; }
bool isBinary(Operation operation) { return operation >= Operation::add_ && operation <= Operation::eluGrad_; }

int operandsOf(Operation operation) {
  if (operation == Operation::select) return 3;
  return isBinary(operation) ? 2 : 1;
}

}  // namespace

TileProgram::TileProgram(PlanReader& reader) {
  const auto rank = reader.integer(1, 64);
  for (std::int64_t i = 0; i < rank; i++) dimensions_.push_back(reader.size());
  columns_ = dimensions_.back();
  for (std::int64_t i = 0; i + 1 < rank; i++) rows_ *= dimensions_[static_cast<std::size_t>(i)];
  tileRows_ = reader.integer(1, std::int64_t{1} << 52);
  tileColumns_ = reader.integer(1, std::int64_t{1} << 52);
  tileRegisters_ = static_cast<int>(reader.integer(0, mostOperands));
  perRowRegisters_ = static_cast<int>(reader.integer(0, mostOperands));
  for (auto left = reader.integer(0, mostOperands); left > 0; left--) operands_.push_back(readOperand(reader));
  for (auto left = reader.integer(0, mostOperands); left > 0; left--) actions_.push_back(readAction(reader));
}

TileProgram::Operand TileProgram::readOperand(PlanReader& reader) const {
  Operand operand{};
  operand.kind = static_cast<Kind>(reader.integer(0, 4));
  switch (operand.kind) {
    case Kind::tile:
      operand.index = static_cast<int>(reader.integer(0, tileRegisters_ - 1));
      break;
    case Kind::perRow:
      operand.index = static_cast<int>(reader.integer(0, perRowRegisters_ - 1));
      break;
    case Kind::constant:
      if (reader.flag()) {
        const auto whole = static_cast<std::int32_t>(reader.integer(INT32_MIN, INT32_MAX));
        std::memcpy(&operand.constant, &whole, 4);
      } else {
        operand.constant = static_cast<float>(reader.real());
      }
      break;
    case Kind::memory:
      operand.place = reader.place();
      operand.rowStride = reader.integer();
      operand.splat = reader.flag();
      reader.check(operand.place, {rows_, columns_}, {operand.rowStride, operand.splat ? 0 : 1});
      break;
    case Kind::strided:
      operand.place = reader.place();
      operand.strides = reader.integers(static_cast<std::int64_t>(dimensions_.size()));
      reader.check(operand.place, dimensions_, operand.strides);
      break;
  }
  return operand;
}

TileProgram::Action TileProgram::readAction(PlanReader& reader) const {
  Action action{};
  action.operation = static_cast<Operation>(reader.integer(0, static_cast<int>(Operation::count) - 1));
  action.perRow = reader.flag();
  const auto last = static_cast<std::int64_t>(operands_.size()) - 1;
  action.to = static_cast<int>(reader.integer(0, last));
  for (int i = 0; i < 3; i++) action.from[i] = static_cast<int>(reader.integer(i < operandsOf(action.operation) ? 0 : -1, last));
  action.x = static_cast<float>(reader.real());
  action.y = static_cast<float>(reader.real());
  checkAction(reader, action);
  return action;
}

void TileProgram::checkAction(const PlanReader& reader, const Action& action) const {
  const auto& to = operands_[static_cast<std::size_t>(action.to)];
  const bool isCopy = action.operation == Operation::copy;
  if (to.kind == Kind::constant) reader.refuse("it writes to a constant");
  if (to.kind == Kind::strided && (!isCopy || action.perRow)) reader.refuse("it computes into scattered memory");
  const bool givesOneARow = action.perRow || isRows(action.operation);
  if (givesOneARow != (to.kind == Kind::perRow || (to.kind == Kind::memory && to.splat))) {
    reader.refuse("a result has not the form of its operand");
  }
  if (givesOneARow && to.kind == Kind::memory && to.rowStride != 1) reader.refuse("it writes results of rows apart from each other");
  if (isRows(action.operation) && tileColumns_ < columns_) reader.refuse("it reduces rows that no tile holds");
  if (isColumns(action.operation) && (to.kind != Kind::memory || to.rowStride != 0)) reader.refuse("it accumulates nowhere");
  for (int i = 0; i < operandsOf(action.operation); i++) {
    const auto& from = operands_[static_cast<std::size_t>(action.from[i])];
    if (from.kind == Kind::strided && (!isCopy || action.perRow || to.kind == Kind::strided)) {
      reader.refuse("it computes on scattered memory");
    }
    const bool isWide = from.kind == Kind::tile || (from.kind == Kind::memory && !from.splat);
    if (action.perRow && (isWide || (from.kind == Kind::memory && from.rowStride > 1))) {
      reader.refuse("it takes a whole row for one number");
    }
    const bool canSplat = isCopy || isBinary(action.operation) || action.operation == Operation::select || isColumns(action.operation);
    if (!action.perRow && !isWide && from.kind != Kind::strided && !canSplat) reader.refuse("it takes one number for a whole row");
  }
}

std::int64_t TileProgram::scratch() const {
  return tileRegisters_ * padded(tileRows_ * tileColumns_) + perRowRegisters_ * padded(tileRows_);
}

TileProgram::Resolved TileProgram::resolve(const Context& context, float* registers, const Operand& operand, const Tile& tile,
                                           bool perRow) const {
  switch (operand.kind) {
    case Kind::tile:
      return {registers + operand.index * padded(tileRows_ * tileColumns_), tile.columns, false};
    case Kind::perRow: {
      float* data = registers + tileRegisters_ * padded(tileRows_ * tileColumns_) + operand.index * padded(tileRows_);
      return perRow ? Resolved{data, tile.rows, false} : Resolved{data, 1, true};
    }
    case Kind::constant:
      return {const_cast<float*>(&operand.constant), 0, true};
    default: {
      float* data = context.at(operand.place) + tile.row * operand.rowStride + (operand.splat ? 0 : tile.column);
      // One number a row, side by side.
      if (perRow && operand.rowStride == 1) return {data, tile.rows, false};
      return {data, operand.rowStride, operand.splat};
    }
  }
}

// Between a register or plain memory and memory whose rows lie anywhere.
void TileProgram::move(const Context& context, float* registers, const Action& action, const Tile& tile) const {
  const auto& to = operands_[static_cast<std::size_t>(action.to)];
  const auto& from = operands_[static_cast<std::size_t>(action.from[0])];
  const bool scatters = to.kind == Kind::strided;
  const auto& far = scatters ? to : from;
  const auto near = resolve(context, registers, scatters ? from : to, tile, false);
  const auto rank = dimensions_.size();
  std::int64_t index[64] = {};
  float* data = context.at(far.place) + tile.column * far.strides[rank - 1];
  auto left = tile.row;
  for (auto i = rank - 1; i-- > 0;) {
    index[i] = left % dimensions_[i];
    left /= dimensions_[i];
    data += index[i] * far.strides[i];
  }
  const auto step = far.strides[rank - 1];
  for (std::int64_t r = 0; r < tile.rows; r++) {
    float* row = near.data + r * near.stride;
    if (scatters) {
      if (near.splat) for (std::int64_t c = 0; c < tile.columns; c++) data[c * step] = *row;
      else if (step == 1) std::memcpy(data, row, 4 * static_cast<std::size_t>(tile.columns));
      else for (std::int64_t c = 0; c < tile.columns; c++) data[c * step] = row[c];
    } else if (step == 1) {
      std::memcpy(row, data, 4 * static_cast<std::size_t>(tile.columns));
    } else {
      for (std::int64_t c = 0; c < tile.columns; c++) row[c] = data[c * step];
    }
    // The next row: count up, from the last but one dimension.
    for (auto i = rank - 1; i-- > 0;) {
      data += far.strides[i];
      if (++index[i] < dimensions_[i]) break;
      data -= far.strides[i] * dimensions_[i];
      index[i] = 0;
    }
  }
}

void TileProgram::run(const Context& context, float* registers, const Tile& tile, bool first) const {
  for (const auto& action : actions_) {
    const auto& to = operands_[static_cast<std::size_t>(action.to)];
    const auto& from = operands_[static_cast<std::size_t>(action.from[0])];
    if (to.kind == Kind::strided || from.kind == Kind::strided) {
      move(context, registers, action, tile);
      continue;
    }
    Call call{};
    call.rows = action.perRow ? 1 : tile.rows;
    call.columns = action.perRow ? tile.rows : tile.columns;
    const auto target = resolve(context, registers, to, tile, action.perRow);
    call.to = target.data;
    call.toStride = target.stride;
    call.x = action.x;
    call.y = action.y;
    call.first = first;
    bool isFlat = call.toStride == call.columns;
    for (int i = 0; i < operandsOf(action.operation); i++) {
      const auto source = resolve(context, registers, operands_[static_cast<std::size_t>(action.from[i])], tile, action.perRow);
      call.from[i] = source.data;
      call.stride[i] = source.stride;
      call.splat[i] = source.splat;
      isFlat = isFlat && source.stride == (source.splat ? 0 : call.columns);
    }
    if (isFlat && !isRows(action.operation) && !isColumns(action.operation)) {
      call.columns *= call.rows;
      call.rows = 1;
    }
    context.kernels[static_cast<int>(action.operation)](call);
  }
}

void TileProgram::runAll(const Context& context, float* registers, const Tile& tile) const {
  for (std::int64_t row = 0; row < tile.rows; row += tileRows_) {
    const auto rows = std::min(tileRows_, tile.rows - row);
    for (std::int64_t column = 0; column < tile.columns; column += tileColumns_) {
      const auto columns = std::min(tileColumns_, tile.columns - column);
      run(context, registers, {tile.row + row, rows, tile.column + column, columns}, row == 0);
    }
  }
}

}  // namespace plateau::cpu
