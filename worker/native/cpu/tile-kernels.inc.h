// Kernels of all operations, for the instructions that this unit is compiled for; see operations.h.
#include "lanes.inc.h"
#include "functions.inc.h"
#include "operations.h"

namespace {

using plateau::cpu::Call;
using plateau::cpu::Kernel;

static inline F truth(I mask) { return asFloat(mask & 1); }

#define UNARY(name, body)                     \
  struct Unary_##name {                       \
    static inline F of(F a, float x, float y) { \
      (void)x, (void)y;                       \
      return body;                            \
    }                                         \
  };
#define BY_LIBRARY(name, function) UNARY(name, each(a, [](float v) { return function(v); }))

BY_LIBRARY(acos, std::acos)
BY_LIBRARY(acosh, std::acosh)
BY_LIBRARY(asin, std::asin)
BY_LIBRARY(asinh, std::asinh)
BY_LIBRARY(atan, std::atan)
BY_LIBRARY(atanh, std::atanh)
BY_LIBRARY(ceil, std::ceil)
BY_LIBRARY(cos, std::cos)
BY_LIBRARY(cosh, std::cosh)
BY_LIBRARY(expm1, std::expm1)
BY_LIBRARY(floor, std::floor)
BY_LIBRARY(log1p, std::log1p)
BY_LIBRARY(round, std::nearbyint)
BY_LIBRARY(sin, std::sin)
BY_LIBRARY(sinh, std::sinh)
BY_LIBRARY(sqrt, std::sqrt)
BY_LIBRARY(tan, std::tan)
UNARY(rsqrt, 1.0f / each(a, [](float v) { return std::sqrt(v); }))
UNARY(abs, asFloat(bits(a) & 0x7fffffff))
UNARY(neg, -a)
UNARY(clip, a > y ? splat(y) : a < x ? splat(x) : a)
UNARY(elu, a >= 0.0f ? a : each(a, [](float v) { return std::expm1(v); }))
UNARY(erf, errorFunction(a))
UNARY(exp, exponential(a))
UNARY(leakyRelu, a < 0.0f ? a * x : a)
UNARY(log, logarithm(a))
UNARY(reciprocal, 1.0f / a)
UNARY(relu, a < 0.0f ? F{} : a)
UNARY(relu6, a < 0.0f ? F{} : a > 6.0f ? splat(6.0f) : a)
UNARY(selu, a >= 0.0f ? a * y : x * each(a, [](float v) { return std::expm1(v); }))
UNARY(sigmoid, logistic(a))
UNARY(sign, a > 0.0f ? splat(1.0f) : a < 0.0f ? splat(-1.0f) : a != a ? a : F{})
UNARY(softplus, each(a, [](float v) { return std::fmax(v, 0.0f) + std::log1p(std::exp(-std::fabs(v))); }))
UNARY(square, a * a)
UNARY(step, a != a ? a : a > 0.0f ? splat(1.0f) : splat(x))
UNARY(tanh, hyperbolicTangent(a))
UNARY(isFinite, truth((bits(a) & 0x7f800000) != 0x7f800000))
UNARY(isInf, truth((bits(a) & 0x7fffffff) == 0x7f800000))
UNARY(isNan, truth(a != a))
UNARY(toFloat, toFloat(bits(a)))
UNARY(toInt, asFloat(toInt(a)))
UNARY(toTruth, truth(a != 0.0f))
UNARY(toTruthI, truth(bits(a) != 0))
UNARY(absI, asFloat(bits(a) < 0 ? -bits(a) : bits(a)))
UNARY(negI, asFloat(-bits(a)))
UNARY(clipI, asFloat(bits(a) > static_cast<std::int32_t>(y)   ? splatI(static_cast<std::int32_t>(y))
                     : bits(a) < static_cast<std::int32_t>(x) ? splatI(static_cast<std::int32_t>(x))
                                                              : bits(a)))
UNARY(reluI, asFloat(bits(a) < 0 ? I{} : bits(a)))
UNARY(relu6I, asFloat(bits(a) < 0 ? I{} : bits(a) > 6 ? splatI(6) : bits(a)))
UNARY(signI, asFloat((bits(a) < 0) - (bits(a) > 0)))
UNARY(stepI, asFloat(bits(a) > 0 ? splatI(1) : splatI(static_cast<std::int32_t>(x))))
UNARY(squareI, asFloat(bits(a) * bits(a)))
UNARY(not, truth(bits(a) == 0))

#define BINARY(name, body)            \
  struct Binary_##name {              \
    static inline F of(F a, F b) {    \
      return body;                    \
    }                                 \
  };
static inline float floorMod(float a, float b) {
  const float remainder = std::fmod(a, b);
  return (a < 0) == (b < 0) ? remainder : std::fmod(remainder + b, b);
}
// Whole numbers go through double, which holds them all; a division by zero gives 0, as converting its result does elsewhere.
static inline std::int32_t wholeFloorDiv(std::int32_t a, std::int32_t b) {
  return b == 0 ? 0 : static_cast<std::int32_t>(std::floor(static_cast<double>(a) / b));
}
template <class Function>
static inline F eachWhole(F a, F b, Function function) {
  return each(a, b, [function](float p, float q) {
    std::int32_t i, j;
    std::memcpy(&i, &p, 4);
    std::memcpy(&j, &q, 4);
    const std::int32_t result = function(i, j);
    std::memcpy(&p, &result, 4);
    return p;
  });
}

BINARY(add, a + b)
BINARY(sub, a - b)
BINARY(mul, a* b)
BINARY(div, a / b)
BINARY(max, (a > b || a != a) ? a : b)
BINARY(min, (a < b || a != a) ? a : b)
BINARY(pow, each(a, b, [](float p, float q) { return std::pow(p, q); }))
BINARY(mod, each(a, b, floorMod))
BINARY(floorDiv, each(a, b, [](float p, float q) { return std::floor(p / q); }))
BINARY(squaredDifference, (a - b) * (a - b))
BINARY(equal, truth(a == b))
BINARY(notEqual, truth(a != b))
BINARY(less, truth(a < b))
BINARY(lessEqual, truth(a <= b))
BINARY(addI, asFloat(bits(a) + bits(b)))
BINARY(subI, asFloat(bits(a) - bits(b)))
BINARY(mulI, asFloat(bits(a) * bits(b)))
BINARY(maxI, asFloat(bits(a) > bits(b) ? bits(a) : bits(b)))
BINARY(minI, asFloat(bits(a) < bits(b) ? bits(a) : bits(b)))
BINARY(powI, eachWhole(a, b, [](std::int32_t p, std::int32_t q) { return static_cast<std::int32_t>(std::pow(double(p), double(q))); }))
BINARY(modI, eachWhole(a, b, [](std::int32_t p, std::int32_t q) { return q == 0 ? 0 : static_cast<std::int32_t>(p - double(q) * std::floor(double(p) / q)); }))
BINARY(floorDivI, eachWhole(a, b, wholeFloorDiv))
BINARY(squaredDifferenceI, asFloat((bits(a) - bits(b)) * (bits(a) - bits(b))))
BINARY(equalI, truth(bits(a) == bits(b)))
BINARY(notEqualI, truth(bits(a) != bits(b)))
BINARY(lessI, truth(bits(a) < bits(b)))
BINARY(lessEqualI, truth(bits(a) <= bits(b)))
BINARY(and, truth((bits(a) != 0) & (bits(b) != 0)))
BINARY(or, truth((bits(a) != 0) | (bits(b) != 0)))
BINARY(eluGrad, b >= 0.0f ? a : a * (b + 1.0f))

template <class Op>
void unary(const Call& call) {
  for (long r = 0; r < call.rows; r++) {
    const float* a = call.from[0] + r * call.stride[0];
    float* to = call.to + r * call.toStride;
    long c = 0;
    for (; c + W <= call.columns; c += W) store(to + c, Op::of(load(a + c), call.x, call.y));
    if (const long rest = call.columns - c) storePart(to + c, rest, Op::of(loadPart(a + c, rest, F{}), call.x, call.y));
  }
}

template <class Op, bool splatA, bool splatB>
void binaryOf(const Call& call) {
  for (long r = 0; r < call.rows; r++) {
    const float* a = call.from[0] + r * call.stride[0];
    const float* b = call.from[1] + r * call.stride[1];
    const F wholeA = splatA ? splat(*a) : F{}, wholeB = splatB ? splat(*b) : F{};
    float* to = call.to + r * call.toStride;
    long c = 0;
    for (; c + W <= call.columns; c += W) store(to + c, Op::of(splatA ? wholeA : load(a + c), splatB ? wholeB : load(b + c)));
    if (const long rest = call.columns - c) {
      storePart(to + c, rest, Op::of(splatA ? wholeA : loadPart(a + c, rest, F{}), splatB ? wholeB : loadPart(b + c, rest, F{})));
    }
  }
}

template <class Op>
void binary(const Call& call) {
  if (call.splat[0]) {
    if (call.splat[1]) binaryOf<Op, true, true>(call);
    else binaryOf<Op, true, false>(call);
  } else if (call.splat[1]) {
    binaryOf<Op, false, true>(call);
  } else {
    binaryOf<Op, false, false>(call);
  }
}

static inline F operandAt(const Call& call, int which, long r, long c, long count) {
  const float* p = call.from[which] + r * call.stride[which];
  if (call.splat[which]) return splat(*p);
  return count == W ? load(p + c) : loadPart(p + c, count, F{});
}

void select(const Call& call) {
  for (long r = 0; r < call.rows; r++) {
    float* to = call.to + r * call.toStride;
    for (long c = 0; c < call.columns; c += W) {
      const long count = call.columns - c < W ? call.columns - c : W;
      const I chosen = bits(operandAt(call, 0, r, c, count)) != 0;
      const F value = chosen ? operandAt(call, 1, r, c, count) : operandAt(call, 2, r, c, count);
      if (count == W) store(to + c, value);
      else storePart(to + c, count, value);
    }
  }
}

void copy(const Call& call) {
  for (long r = 0; r < call.rows; r++) {
    const float* a = call.from[0] + r * call.stride[0];
    float* to = call.to + r * call.toStride;
    if (!call.splat[0]) {
      std::memcpy(to, a, 4 * call.columns);
      continue;
    }
    const F whole = splat(*a);
    long c = 0;
    for (; c + W <= call.columns; c += W) store(to + c, whole);
    if (const long rest = call.columns - c) storePart(to + c, rest, whole);
  }
}

// Sixteen accumulators whatever the vectors' length, joined in one order: so the sum is the same everywhere.
constexpr int accumulators = 16;
constexpr int parts = accumulators / W;

template <class Op>
static inline float joined(const F* sums) {
  float lanes[accumulators];
  std::memcpy(lanes, sums, sizeof lanes);
  for (int half = accumulators / 2; half > 0; half /= 2) {
    for (int i = 0; i < half; i++) lanes[i] = Op::of(splat(lanes[i]), splat(lanes[i + half]))[0];
  }
  return lanes[0];
}

template <class Op>
void rows(const Call& call, F identity) {
  for (long r = 0; r < call.rows; r++) {
    const float* a = call.from[0] + r * call.stride[0];
    F sums[parts];
    for (int i = 0; i < parts; i++) sums[i] = identity;
    long c = 0;
    for (; c + accumulators <= call.columns; c += accumulators) {
      for (int i = 0; i < parts; i++) sums[i] = Op::of(sums[i], load(a + c + i * W));
    }
    for (int i = 0; c < call.columns; i++, c += W) {
      const long count = call.columns - c < W ? call.columns - c : W;
      sums[i] = Op::of(sums[i], loadPart(a + c, count, identity));
    }
    call.to[r * call.toStride] = joined<Op>(sums);
  }
}

// A tile's rows are added up first, then the sum to what is there: fewer roundings, and an order that depends on the tiles alone.
template <class Op>
void columns(const Call& call, F identity) {
  for (long c = 0; c < call.columns; c += W) {
    const long count = call.columns - c < W ? call.columns - c : W;
    F sum = identity;
    for (long r = 0; r < call.rows; r++) {
      const float* a = call.from[0] + r * call.stride[0] + (call.splat[0] ? 0 : c);
      sum = Op::of(sum, call.splat[0] ? splat(*a) : count == W ? load(a) : loadPart(a, count, identity));
    }
    float* to = call.to + c;
    if (count == W) store(to, call.first ? sum : Op::of(load(to), sum));
    else storePart(to, count, call.first ? sum : Op::of(loadPart(to, count, identity), sum));
  }
}

#define REDUCTION(name, Op, identity)                                       \
  void rows_##name(const Call& call) { rows<Binary_##Op>(call, identity); } \
  void columns_##name(const Call& call) { columns<Binary_##Op>(call, identity); }

REDUCTION(sum, add, F{})
REDUCTION(max, max, splat(-__builtin_inff()))
REDUCTION(min, min, splat(__builtin_inff()))
REDUCTION(prod, mul, splat(1.0f))
REDUCTION(sumI, addI, F{})
REDUCTION(maxI, maxI, asFloat(splatI(INT32_MIN)))
REDUCTION(minI, minI, asFloat(splatI(INT32_MAX)))
REDUCTION(prodI, mulI, asFloat(splatI(1)))

const Kernel kernels[] = {
    copy,
    select,
#define X(name) unary<Unary_##name>,
    PLATEAU_UNARY(X)
#undef X
#define X(name) binary<Binary_##name>,
    PLATEAU_BINARY(X)
#undef X
#define X(name) rows_##name,
    PLATEAU_REDUCE(X)
#undef X
#define X(name) columns_##name,
    PLATEAU_REDUCE(X)
#undef X
};

}  // namespace
