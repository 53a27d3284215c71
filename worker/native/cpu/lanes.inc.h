// Lanes: vectors of PLATEAU_LANES numbers in the compiler's own notation, for whatever instructions the unit is compiled for.
// Everything here belongs to one unit alone: no function compiled for one processor may be taken for another.
#include <cmath>
#include <cstdint>
#include <cstring>

namespace {

constexpr int W = PLATEAU_LANES;
typedef float F __attribute__((vector_size(4 * PLATEAU_LANES)));
typedef std::int32_t I __attribute__((vector_size(4 * PLATEAU_LANES)));
typedef float LooseF __attribute__((vector_size(4 * PLATEAU_LANES), aligned(4), may_alias));

static inline F load(const float* p) { return *reinterpret_cast<const LooseF*>(p); }
static inline void store(float* p, F v) { *reinterpret_cast<LooseF*>(p) = v; }
static inline F splat(float x) { return x - F{}; }
static inline I splatI(std::int32_t x) { return x - I{}; }
static inline I bits(F v) { return reinterpret_cast<I>(v); }
static inline F asFloat(I v) { return reinterpret_cast<F>(v); }
static inline F toFloat(I v) { return __builtin_convertvector(v, F); }
static inline I toInt(F v) { return __builtin_convertvector(v, I); }

// The first n numbers, the others `rest`.
static inline F loadPart(const float* p, long n, F rest) {
  std::memcpy(&rest, p, 4 * n);
  return rest;
}
static inline void storePart(float* p, long n, F v) { std::memcpy(p, &v, 4 * n); }

// Number by number, where no vector form is worth it.
template <class Function>
static inline F each(F v, Function function) {
  float lanes[W];
  std::memcpy(lanes, &v, sizeof lanes);
  for (int i = 0; i < W; i++) lanes[i] = function(lanes[i]);
  std::memcpy(&v, lanes, sizeof lanes);
  return v;
}
template <class Function>
static inline F each(F a, F b, Function function) {
  float left[W], right[W];
  std::memcpy(left, &a, sizeof left);
  std::memcpy(right, &b, sizeof right);
  for (int i = 0; i < W; i++) left[i] = function(left[i], right[i]);
  std::memcpy(&a, left, sizeof left);
  return a;
}

}  // namespace
