/**
 * Comparison: runs of one model that differ in how their gradients travel. What each has cost in power and in bytes, and the loss
 * that it has reached. The data of `plateau report RUN RUN …`; without drawing.
 */
import type { CurvePoint, TimingReport } from "../study-report.ts";

export interface ComparedRun {
  name: string;
  /** As the kind spells it: None, Laser, … */
  codec: string;
  /** P of the channel, energy a shard may spend on a step; absent without one. */
  power?: number;
  /** Asked for instead of a power. */
  askedSnrDb?: number;
  isNoisy: boolean;
  learningRate: number;
  seed: number;
  state: string;
  step: number;
  tokens: number;
  /** Nats per token; absent before the first step. */
  loss?: number;
  /** What `loss` is: of the validation set, or the mean of the last steps' training losses. */
  lossOf: "validation" | "training";
  curve: CurvePoint[];
  /** Of one shard in one step: its gradient as it is, and the mean of what its payload has held. */
  gradientBytes: number;
  payloadBytes: number;
  timing?: TimingReport;
}

/** Runs that share codec and channel: the best learning rate stands for them, over its seeds. */
export interface ComparedMethod {
  codec: string;
  isNoisy: boolean;
  power?: number;
  askedSnrDb?: number;
  learningRate: number;
  /** Rates that were tried. */
  rates: number;
  seeds: number;
  /** Mean over the seeds at the best rate, and the largest distance from it. */
  loss: number;
  spread: number;
  payloadBytes: number;
  gradientBytes: number;
  /** Of the run that is nearest to the mean. */
  curve: CurvePoint[];
}

export interface Comparison {
  generatedAt: string;
  version: string;
  runs: ComparedRun[];
  methods: ComparedMethod[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Noiseless first, then by codec and rising power. Runs without a loss, or whose loss is no number, are left out. */
export function methodsOf(runs: readonly ComparedRun[]): ComparedMethod[] {
  const usable = runs.filter(({ loss }) => Number.isFinite(loss));
  const groups = Map.groupBy(usable, ({ codec, isNoisy, power, askedSnrDb }) =>
    [codec, isNoisy, power, askedSnrDb].join(),
  );
  return [...groups.values()]
    .map(bestOf)
    .toSorted(
      (a, b) =>
        Number(a.isNoisy) - Number(b.isNoisy) ||
        a.codec.localeCompare(b.codec) ||
        (a.power ?? a.askedSnrDb ?? 0) - (b.power ?? b.askedSnrDb ?? 0),
    );
}

function bestOf(runs: readonly ComparedRun[]): ComparedMethod {
  const byRate = [...Map.groupBy(runs, ({ learningRate }) => learningRate)].map(([learningRate, same]) => ({
    learningRate,
    same,
    loss: mean(same.map(({ loss }) => loss!)),
  }));
  const best = byRate.toSorted((a, b) => a.loss - b.loss)[0]!;
  const distance = ({ loss }: ComparedRun): number => Math.abs(loss! - best.loss);
  const nearest = best.same.toSorted((a, b) => distance(a) - distance(b))[0]!;
  const { codec, isNoisy, power, askedSnrDb, gradientBytes, payloadBytes, curve } = nearest;
  return {
    codec,
    isNoisy,
    ...(power === undefined ? {} : { power }),
    ...(askedSnrDb === undefined ? {} : { askedSnrDb }),
    learningRate: best.learningRate,
    rates: byRate.length,
    seeds: best.same.length,
    loss: best.loss,
    spread: Math.max(...best.same.map(distance)),
    payloadBytes,
    gradientBytes,
    curve,
  };
}

/**
 * How many times the power of Laser uncompressed gradients (None over the channel) need for the same loss, at the loss that Laser
 * reaches at each of its powers; between two powers of None, loss is taken as linear in the logarithm of power.
 *
 * @returns by Laser's power; absent where None never gets so low, or is so low already at its smallest power
 */
export function powerFactors(methods: readonly ComparedMethod[]): { power: number; factor: number }[] {
  const line = (codec: string): ComparedMethod[] =>
    methods.filter((method) => method.codec === codec && method.isNoisy && method.power !== undefined);
  const plain = line("None");
  return line("Laser").flatMap(({ power, loss }) => {
    const above = plain.findLastIndex((each) => each.loss > loss);
    const [left, right] = [plain[above], plain[above + 1]];
    if (!left || !right) return [];
    const share = (left.loss - loss) / (left.loss - right.loss);
    const needed = left.power! * (right.power! / left.power!) ** share;
    return [{ power: power!, factor: needed / power! }];
  });
}
