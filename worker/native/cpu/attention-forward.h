// Forward attention of one strip of queries: block by block of keys, with the largest score and the sum so far (FlashAttention, Dao et al.
// 2022; here each block's keys meet queries in lanes). For each instruction set.
#pragma once
#include "attention-strip.h"

namespace plateau::cpu::PLATEAU_TARGET {

struct Softmax {
  Vector largest[tileVectors], sum[tileVectors];
};

PLATEAU_INLINE void hideUnseen(const Sight& sight, std::int64_t firstKey, std::int64_t keys, float* scores) {
  for (std::int64_t key = 0; key < keys; key++)
    for (int j = 0; j < tileVectors; j++) {
      float* at = scores + key * pitch + j * lanes;
      store(at, sight.sees(firstKey + key, j * lanes) ? load(at) : all(-__builtin_inff()));
    }
}

// Scores become exp(score - largest); what was summed under a smaller one is scaled down.
PLATEAU_INLINE void weigh(Softmax& softmax, std::int64_t keys, std::int64_t width, float* scores, float* output) {
  for (int j = 0; j < tileVectors; j++) {
    float* column = scores + j * lanes;
    Vector largest = softmax.largest[j];
    for (std::int64_t key = 0; key < keys; key++) {
      const Vector score = load(column + key * pitch);
      largest = score > largest ? score : largest;
    }
    const Vector factor = exp(softmax.largest[j] - largest);
    Vector sum = softmax.sum[j] * factor;
    for (std::int64_t key = 0; key < keys; key++) {
      const Vector weight = exp(load(column + key * pitch) - largest);
      store(column + key * pitch, weight);
      sum += weight;
    }
    for (std::int64_t d = 0; d < width; d++) {
      float* at = output + d * pitch + j * lanes;
      store(at, load(at) * factor);
    }
    softmax.largest[j] = largest;
    softmax.sum[j] = sum;
  }
}

PLATEAU_INLINE void storeOutput(const Softmax& softmax, std::int64_t queries, std::int64_t width, float* output, float* o,
                                std::int64_t stride, float* logSumExp) {
  for (int j = 0; j < tileVectors; j++) {
    for (std::int64_t d = 0; d < width; d++) {
      float* at = output + d * pitch + j * lanes;
      store(at, load(at) / softmax.sum[j]);
    }
    const auto left = queries - j * lanes;
    if (left > 0) storeFirst(logSumExp + j * lanes, softmax.largest[j] + log(softmax.sum[j]), left < lanes ? left : lanes);
  }
  transpose(output, pitch, queries, width, stride, o);
}

// Scratch: the strip's queries, its output, and scores of a block.
inline void forward(const AttentionForward& call, std::int64_t batch, std::int64_t head, std::int64_t firstQuery, float* scratch) {
  const auto& shape = call.shape;
  const auto width = shape.width;
  const auto left = shape.queries - firstQuery;
  const auto queries = left < stripQueries ? left : stripQueries;
  const auto keyHead = head / (shape.heads / shape.keyHeads);
  const auto k = headOf(call.k, batch, keyHead), v = headOf(call.v, batch, keyHead);
  const auto sight = sightOf(shape, firstQuery);
  float* strip = scratch;
  float* output = strip + width * pitch;
  float* scores = output + width * pitch;
  loadStrip(headOf(call.q, batch, head).from(firstQuery), queries, width, shape.scale, strip);
  for (std::int64_t i = 0; i < width * pitch; i += lanes) store(output + i, Vector{});
  Softmax softmax;
  for (int j = 0; j < tileVectors; j++) softmax.largest[j] = all(-__builtin_inff()), softmax.sum[j] = Vector{};
  const auto end = sight.end(shape.keys, queries);
  for (std::int64_t key = 0; key < end; key += blockKeys) {
    const auto keys = end - key < blockKeys ? end - key : blockKeys;
    scoreBlock(k.from(key), keys, width, strip, scores);
    if (!sight.all(key + keys - 1)) hideUnseen(sight, key, keys, scores);
    weigh(softmax, keys, width, scores, output);
    mixBlock(v.from(key), keys, width, scores, output);
  }
  float* o = call.o.data + batch * call.o.batchStride + head * call.o.headStride + firstQuery * call.o.rowStride;
  float* logSumExp = call.logSumExp + (batch * shape.heads + head) * shape.queries + firstQuery;
  storeOutput(softmax, queries, width, output, o, call.o.rowStride, logSumExp);
}

}  // namespace plateau::cpu::PLATEAU_TARGET
