/**
 * Measure: all programs of one size and number of threads. In turns, so that whatever else the machine does meets all of them; of a size
 * whose programs do not fit into memory side by side, one after the other, as many times around.
 */
import type { Programs } from "./programs.ts";
import type { End, Measured, Ready } from "./protocol.ts";
import { flopsPerStep, sizes, type SizeName } from "./sizes.ts";

export interface Measurement extends Ready, End {
  /** Median. */
  ms: number;
  gflops: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

interface Taken {
  ready: Ready;
  end: End;
  ms: number[];
}

export async function measure(
  programs: Programs,
  name: SizeName,
  threads: number,
): Promise<Map<string, Measurement>> {
  const names = programs.of(threads);
  const start = (program: string): Measured => programs.start(program, name, threads);
  const taken = sizes[name].apart ? await apart(names, name, start) : await inTurns(names, name, start);
  const measurements = new Map<string, Measurement>();
  for (const [program, { ready, end, ms }] of taken) {
    const middle = median(ms);
    measurements.set(program, {
      ...ready,
      ...end,
      ms: middle,
      gflops: flopsPerStep(sizes[name]) / middle / 1e6,
    });
  }
  checkLosses(name, measurements);
  return measurements;
}

type Start = (program: string) => Measured;

async function inTurns(names: readonly string[], size: SizeName, start: Start): Promise<Map<string, Taken>> {
  const { turns, stepsPerTurn } = sizes[size];
  const running: { program: string; measured: Measured; ready: Ready; ms: number[] }[] = [];
  for (const program of names) {
    const measured = start(program);
    running.push({ program, measured, ready: await measured.ready(), ms: [] });
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const { measured, ms } of running) ms.push(...(await measured.run(stepsPerTurn)).ms);
  }
  const taken = new Map<string, Taken>();
  for (const { program, measured, ready, ms } of running)
    taken.set(program, { ready, end: await measured.end(), ms });
  return taken;
}

async function apart(names: readonly string[], size: SizeName, start: Start): Promise<Map<string, Taken>> {
  const { turns, stepsPerTurn } = sizes[size];
  const taken = new Map<string, Taken>();
  for (let turn = 0; turn < turns; turn++) {
    for (const program of names) {
      const measured = start(program);
      const ready = await measured.ready();
      const { ms } = await measured.run(stepsPerTurn);
      console.log(`  ${size}, ${program}: ${ms.map((each) => each.toFixed(0)).join(", ")} ms`);
      const before = taken.get(program);
      taken.set(program, { ready, end: await measured.end(), ms: [...(before?.ms ?? []), ...ms] });
    }
  }
  return taken;
}

/** Same model, same data: the third loss has been through two updates, in which float32 sums differ in order. */
function checkLosses(name: string, measurements: Map<string, Measurement>): void {
  const [first, ...others] = [...measurements.values()];
  for (const { losses, description } of others) {
    losses.forEach((loss, step) => {
      const expected = first!.losses[step]!;
      if (!(Math.abs(loss - expected) <= 5e-4 * expected))
        throw new Error(
          `${description} on ${name}: loss of step ${step} is ${loss}, that of ${first!.description} is ${expected}.`,
        );
    });
  }
}
