// Operations: what a tile program is made of. JavaScript asks for these names; the numbers are nobody else's business.
#pragma once

// One operand, the same place in the result. Those with an I are of whole numbers, of which truth values are 0 and 1.
#define PLATEAU_UNARY(X)                                                                                                            \
  X(abs) X(acos) X(acosh) X(asin) X(asinh) X(atan) X(atanh) X(ceil) X(clip) X(cos) X(cosh) X(elu) X(erf) X(exp) X(expm1) X(floor)  \
  X(leakyRelu) X(log) X(log1p) X(neg) X(reciprocal) X(relu) X(relu6) X(round) X(rsqrt) X(selu) X(sigmoid) X(sign) X(sin) X(sinh)   \
  X(softplus) X(sqrt) X(square) X(step) X(tan) X(tanh) X(isFinite) X(isInf) X(isNan) X(toFloat) X(toInt) X(toTruth) X(toTruthI)    \
  X(absI) X(negI) X(clipI) X(reluI) X(relu6I) X(signI) X(stepI) X(squareI) X(not)

#define PLATEAU_BINARY(X)                                                                                                           \
  X(add) X(sub) X(mul) X(div) X(max) X(min) X(pow) X(mod) X(floorDiv) X(squaredDifference) X(equal) X(notEqual) X(less)            \
  X(lessEqual) X(addI) X(subI) X(mulI) X(maxI) X(minI) X(powI) X(modI) X(floorDivI) X(squaredDifferenceI) X(equalI) X(notEqualI)   \
  X(lessI) X(lessEqualI) X(and) X(or) X(eluGrad)

// Along rows, or down columns into an accumulator.
#define PLATEAU_REDUCE(X) X(sum) X(max) X(min) X(prod) X(sumI) X(maxI) X(minI) X(prodI)

namespace plateau::cpu {

enum class Operation : int {
  copy,
  select,
#define X(name) name##_,
  PLATEAU_UNARY(X) PLATEAU_BINARY(X)
#undef X
#define X(name) rows_##name,
  PLATEAU_REDUCE(X)
#undef X
#define X(name) columns_##name,
  PLATEAU_REDUCE(X)
#undef X
  count
};

constexpr const char* operationNames[] = {
    "copy",
    "select",
#define X(name) #name,
    PLATEAU_UNARY(X) PLATEAU_BINARY(X)
#undef X
#define X(name) "rows:" #name,
    PLATEAU_REDUCE(X)
#undef X
#define X(name) "columns:" #name,
    PLATEAU_REDUCE(X)
#undef X
};

// One operation on a tile of `rows` × `columns` numbers. An operand that is a splat has one number a row.
struct Call {
  long rows, columns;
  float* to;
  long toStride;
  const float* from[3];
  long stride[3];
  bool splat[3];
  // Of the operation itself: bounds, slopes.
  float x, y;
  // For reductions down the columns: nothing has been accumulated yet.
  bool first;
};

using Kernel = void (*)(const Call&);

// By Operation. For each set of instructions; all compute the same bits.
const Kernel* plainKernels();
const Kernel* avx2Kernels();
const Kernel* avx512Kernels();

}  // namespace plateau::cpu
