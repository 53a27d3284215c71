// Sums: over vectors, with the same bits as worker/src/exchange/sum.ts and finite.ts have.
#pragma once
#include <cstddef>

namespace plateau::exchange {

// mean[i] = (rows[0][i] + rows[1][i] + …) / count, in float64 and rounded once.
void average(const float* const* rows, size_t count, float* mean, size_t length);
// Squared L2 norm in float64: four sums side by side, then together, then the rest.
double energy(const float* vector, size_t length);

}  // namespace plateau::exchange
