/**
 * The next token from logits: the most likely one at temperature 0, else drawn from softmax(logits / temperature), cut to the `topK`
 * most likely and to the fewest that hold `topP` of what is left. In double precision and in a fixed order, so that a seed decides.
 */

export interface Sampling {
  /** 0 = always the most likely token. */
  temperature: number;
  /** 0 = all. */
  topK: number;
  /** 1 = all. */
  topP: number;
}

/** @param draw uniform in [0, 1) */
export function chooseToken(logits: Float32Array, sampling: Sampling, draw: number): number {
  if (sampling.temperature === 0) return mostLikely(logits);
  const candidates = likeliest(logits, sampling);
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  let left = draw * total;
  for (const { id, weight } of candidates) {
    left -= weight;
    if (left < 0) return id;
  }
  // Rounding may leave a trace of the draw.
  return candidates.at(-1)!.id;
}

/** Of equal ones the first. */
function mostLikely(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

interface Candidate {
  id: number;
  weight: number;
}

/** Most likely first, of equal ones the lower id. */
function likeliest(logits: Float32Array, { temperature, topK, topP }: Sampling): Candidate[] {
  const largest = logits[mostLikely(logits)]!;
  const sorted = Array.from(logits, (logit, id): Candidate => ({
    id,
    weight: Math.exp((logit - largest) / temperature),
  })).sort((a, b) => logits[b.id]! - logits[a.id]! || a.id - b.id);
  const first = topK === 0 ? sorted : sorted.slice(0, topK);
  const wanted = topP * first.reduce((sum, { weight }) => sum + weight, 0);
  let held = 0;
  const enough = topP >= 1 ? -1 : first.findIndex(({ weight }) => (held += weight) >= wanted);
  return enough < 0 ? first : first.slice(0, enough + 1);
}
