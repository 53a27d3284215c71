/**
 * The digits as the worker takes its data: a sequence is an image, its tokens are the shades of the pixels, and only the first
 * position has a target, the label. 1 297 images are for training; which, and in what order, follows from the seed.
 */
import { permute, sampleIndex, streamKey } from "@plateau/scaling";
import type { DataSource, DataSourceOptions } from "@plateau/worker/data/source.ts";
import type { TokenBatch } from "@plateau/worker/engine/engine.ts";
import { pixels, shades, type Digits } from "./digits-file.ts";

const heldOut = 500;

export function digitsSource(digits: Digits, { seed, sequencesPerStep }: DataSourceOptions): DataSource {
  const training = digits.count - heldOut;
  const key = streamKey(seed, 0x64696769);
  const place = (index: number, row: number, batch: TokenBatch): void => {
    const image = permute(index, digits.count, key);
    batch.inputs.set(digits.images.subarray(image * pixels, (image + 1) * pixels), row * pixels);
    batch.targets.fill(-1, row * pixels, (row + 1) * pixels);
    batch.targets[row * pixels] = digits.labels[image]!;
  };
  return {
    identity: "digits",
    vocabulary: shades,
    trainTokens: training * pixels,
    fill(step, samples, batch) {
      for (const [row, sample] of samples.entries()) {
        place(sampleIndex({ seed, sequences: training, step, sample, sequencesPerStep }).index, row, batch);
      }
      return Promise.resolve();
    },
    validationSequences: heldOut,
    fillValidation(index, row, batch) {
      place(training + index, row, batch);
      return Promise.resolve("");
    },
    close: () => Promise.resolve(),
  };
}
