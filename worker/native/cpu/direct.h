// Direct: products, attention and functions of vectors called by themselves, outside a plan, by tests and benches. On the calling thread
// and threads made for the call.
#pragma once
#include <node_api.h>

#include <string>
#include <vector>

namespace plateau::cpu {

// multiplyDirectly(threads, instructions, products, vectors, repeats) → nanoseconds of each repetition.
// Of each product 16 numbers: rows, columns, depth; vector, offset, row stride and column stride of A, then of B; vector, offset and stride
// of C; whether it adds; a vector in which an epilogue counts how often it saw each element of C, which it doubles, by row and column, or -1.
napi_value multiplyDirectly(napi_env env, const std::vector<napi_value>& args);

// attendDirectly(threads, instructions, shape, vectors, repeats) → nanoseconds of each forward, then of each backward.
// shape: batch, heads, key heads, queries, keys, width, causal, scale. vectors: q, k, v, o, log of sums, gradient of o, dq, dk, dv;
// [batch, time, heads, width] in one piece.
napi_value attendDirectly(napi_env env, const std::vector<napi_value>& args);

// mapDirectly(instructions, name, input, output): exp, log, tanh or erf of each number.
napi_value mapDirectly(napi_env env, const std::vector<napi_value>& args);

// nestDirectly(threads): uses a pool from within its own work, which fails.
napi_value nestDirectly(napi_env env, const std::vector<napi_value>& args);

}  // namespace plateau::cpu
