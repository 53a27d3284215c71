// Target: from here to target-end.h, code is compiled for one instruction set, which the including file names by defining PLATEAU_AVX512,
// PLATEAU_AVX2 or neither, and lies in a namespace of that name. Headers of the standard library come before: an inline function of theirs
// that was compiled for a newer machine could replace the common one.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#if defined(PLATEAU_AVX512)
#define PLATEAU_TARGET avx512
#define PLATEAU_LANES 16
#define PLATEAU_FEATURES "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"
#elif defined(PLATEAU_AVX2)
#define PLATEAU_TARGET avx2
#define PLATEAU_LANES 8
#define PLATEAU_FEATURES "avx2,fma"
#else
#define PLATEAU_TARGET plain
#define PLATEAU_LANES 4
#endif

#if defined(PLATEAU_FEATURES)
#define PLATEAU_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define PLATEAU_PUSH(features) PLATEAU_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#else
#define PLATEAU_PUSH(features) PLATEAU_PRAGMA(GCC push_options) PLATEAU_PRAGMA(GCC target(features))
#endif
PLATEAU_PUSH(PLATEAU_FEATURES)
#endif
