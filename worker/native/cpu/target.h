// Target: the instruction set that a file is compiled for. `NAME.avx512.cc` and `NAME.avx2.cc` get the compiler's flags for theirs, others
// the machine's baseline; what is compiled for each lies in a namespace of its name, so that the linker never takes one for another. For the
// same reason nothing in such files uses functions of the standard library that a header defines.
#pragma once

#if defined(__AVX512F__)
#include <immintrin.h>
#define PLATEAU_TARGET avx512
#define PLATEAU_LANES 16
#elif defined(__AVX2__)
#include <immintrin.h>
#define PLATEAU_TARGET avx2
#define PLATEAU_LANES 8
#else
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif
#define PLATEAU_TARGET plain
#define PLATEAU_LANES 4
#endif

#define PLATEAU_INLINE inline __attribute__((always_inline))
