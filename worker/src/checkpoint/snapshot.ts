/** Snapshot: a copy of a checkpoint's vectors on one SharedArrayBuffer, so that another thread can write it without a second copy. */
import type { CheckpointContents, CheckpointState } from "./contents.ts";

export interface Snapshot {
  buffer: SharedArrayBuffer;
  contents: CheckpointContents;
}

/** @param reuse an earlier snapshot that nobody needs; its memory is taken if it is large enough */
export function copySnapshot({ facts, layout, state }: CheckpointContents, reuse?: Snapshot): Snapshot {
  const { averages } = state;
  const all = [
    state.parameters,
    ...[state.slots, averages.vectors, state.extra].flatMap((record) => Object.values(record)),
  ];
  const bytes = all.reduce((sum, vector) => sum + vector.byteLength, 0);
  const buffer = reuse && reuse.buffer.byteLength >= bytes ? reuse.buffer : new SharedArrayBuffer(bytes);
  let at = 0;
  const copy = (vector: Float32Array): Float32Array => {
    const target = new Float32Array(buffer, at, vector.length);
    target.set(vector);
    at += vector.byteLength;
    return target;
  };
  const copyAll = (record: Record<string, Float32Array>): Record<string, Float32Array> =>
    Object.fromEntries(Object.entries(record).map(([name, vector]) => [name, copy(vector)]));
  const copied: CheckpointState = {
    parameters: copy(state.parameters),
    slots: copyAll(state.slots),
    averages: { vectors: copyAll(averages.vectors), counters: { ...averages.counters } },
    extra: copyAll(state.extra),
  };
  return {
    buffer,
    // Only names and shapes: a model's parameters carry more than a message may.
    contents: {
      facts: structuredClone(facts),
      layout: layout.map(({ name, shape }) => ({ name, shape: [...shape] })),
      state: copied,
    },
  };
}
