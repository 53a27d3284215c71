/**
 * LASER benchmark: what methods reach over a noisy channel at several powers, each at its best learning rate.
 *
 *   npm run bench:laser                 the digits by a linear model and an MLP, and the demo's smallest model on the Brown corpus
 *   npm run bench:laser -- gpt-l        only this one; also digits, mlp, gpt. gpt-l is the demo's largest model and takes long
 *
 * Baseline is Z-SGD: the gradients as they are over the same channel. `digits.orderAsExpected` says whether no pair of methods that
 * the notes tell apart came out the other way round; `gpt.powerRatio` how much more power Z-SGD needs than LASER for the same loss, and
 * `gpt.gradientPowerRatio` for a sum of gradients that arrives as well.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { curveOf, powerRatios, spread, type Cell } from "./cells.ts";
import { measureArrival } from "./received.ts";
import { judge, statements } from "./expectations.ts";
import { processes, runSweeps, type Sweep } from "./pool.ts";
import { plot, shown, table } from "./report.ts";
import { powersOf, prepareData, tasks, type TaskName } from "./tasks.ts";

const results = join(import.meta.dirname, "..", "results");
const standard: readonly TaskName[] = ["digits", "mlp", "gpt"];
/** How long a sweep takes against the others: begun in this order. */
const longest = ["a-dsgd", "laser", "random-k", "sketch", "signum", "z-sgd"];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(tasks, name));
if (unknown.length > 0) {
  console.error(`Unknown task ${unknown.join(", ")}. There are: ${Object.keys(tasks).join(", ")}.`);
  process.exit(2);
}
const chosen = asked.length > 0 ? (asked as TaskName[]) : standard;
const round = (value: number, digits = 4): number => Number(value.toFixed(digits));

mkdirSync(results, { recursive: true });
const hardware = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}; Node ${process.version}`;
console.log(`${hardware}; ${processes} processes side by side.`);
await prepareData();

const begun = performance.now();
const elapsed = (): string => `${((performance.now() - begun) / 1000).toFixed(0)} s`;
const sweeps = chosen
  .flatMap((task) => tasks[task]().methods.map((method): Sweep => ({ task, method })))
  .sort((a, b) => longest.indexOf(a.method) - longest.indexOf(b.method));
const total = sweeps.reduce((sum, { task, method }) => sum + powersOf(tasks[task](), method).length, 0);
let done = 0;
const cells = await runSweeps(sweeps, (cell) => {
  const { task, method, power, learningRate, tuningRuns, scores, seconds } = cell;
  const value = shown(tasks[task](), scores).toFixed(3);
  const rate = `rate ${Number(learningRate.toPrecision(3))} chosen in ${tuningRuns} runs`;
  console.log(
    `[${++done}/${total}, ${elapsed()}] ${task} ${method} at power ${power}: ${value} (${rate}, ${seconds.toFixed(0)} s)`,
  );
});

const result: Record<string, unknown> = { seconds: Math.round((performance.now() - begun) / 1000), hardware };
for (const name of chosen) {
  const task = tasks[name]();
  const own = cells.filter((cell) => cell.task === name);
  console.log(`\n${table(task, own)}`);
  const file = join(results, `laser-${name}.svg`);
  writeFileSync(file, plot(task, own));
  console.log(`Plot: ${file}`);
  const reached = { ...byMethod(name, own), ...conclusions(name, own) };
  result[name] = reached;
  writeFileSync(
    join(results, `laser-${name}.json`),
    `${JSON.stringify({ hardware, title: task.title, result: reached, cells: own.map(stored) }, null, 2)}\n`,
  );
}
if (chosen.includes("gpt")) Object.assign(result["gpt"] as object, await arrival());
console.log(`RESULT ${JSON.stringify(result)}`);

/** How the gradients of the demo's largest model arrive: what a noisy channel does before an optimizer comes in. */
async function arrival(): Promise<Record<string, unknown>> {
  const task = tasks["gpt-l"]();
  const arrivals = await measureArrival(task, {
    powers: [4, 16, 64, 256, 1024],
    steps: 100,
    learningRate: 0.004,
  });
  console.log(`\n${task.title}: cosine of the sum of 100 gradients, as it arrived and as it was`);
  for (const { method, power, cosine, snrDb, waiting } of arrivals) {
    console.log(
      `  ${method.padEnd(6)} power ${String(power).padStart(5)}: ${cosine.toFixed(3)}, SNR ${snrDb.toFixed(1)} dB, residual ${waiting.toFixed(1)} gradients`,
    );
  }
  const curve = (method: string) =>
    arrivals.filter((each) => each.method === method).map(({ power, cosine }) => ({ power, score: cosine }));
  const ratios = powerRatios(curve("z-sgd"), curve("laser"))
    .map(({ ratio }) => ratio)
    .sort((a, b) => a - b);
  const ratio = ratios[ratios.length >> 1];
  if (ratio !== undefined) {
    console.log(`Z-SGD needs ${ratio.toFixed(1)} times the power of LASER for a sum that is as good.`);
  }
  const measured = { arrivals, gradientPowerRatio: ratio === undefined ? null : round(ratio, 2) };
  writeFileSync(
    join(results, "laser-arrival.json"),
    `${JSON.stringify({ hardware, ...measured }, null, 2)}\n`,
  );
  return { gradientPowerRatio: measured.gradientPowerRatio };
}

/** method → power → what was reached. */
function byMethod(name: TaskName, own: readonly Cell[]): Record<string, Record<string, number>> {
  const task = tasks[name]();
  return Object.fromEntries(
    task.methods.map((method) => [
      method,
      Object.fromEntries(
        powersOf(task, method).map((power) => {
          const cell = own.find((each) => each.method === method && each.power === power);
          return [
            power === Infinity ? "none" : String(power),
            cell ? round(shown(task, cell.scores)) : Number.NaN,
          ];
        }),
      ),
    ]),
  );
}

function conclusions(name: TaskName, own: readonly Cell[]): Record<string, unknown> {
  const ratio = powerRatio(own);
  if (name !== "digits" && name !== "mlp") return ratio;
  const verdicts = statements(name, tasks[name]().powers).map((statement) => judge(own, statement));
  const count = (verdict: string): number => verdicts.filter((each) => each.verdict === verdict).length;
  const wrong = verdicts.filter(({ verdict }) => verdict === "the other way round");
  console.log(
    `Of ${verdicts.length} pairs that the notes tell apart: ${count("as expected")} as expected, ${count("not told apart")} not told apart, ${wrong.length} the other way round.`,
  );
  for (const { better, worse, power, by, uncertain } of wrong) {
    console.log(
      `  ${better} should beat ${worse} at power ${power}: accuracy ${by.toFixed(3)} ± ${uncertain.toFixed(3)}`,
    );
  }
  return {
    orderAsExpected: wrong.length === 0,
    pairs: {
      asExpected: count("as expected"),
      notToldApart: count("not told apart"),
      otherWayRound: wrong.length,
    },
    ...ratio,
  };
}

function powerRatio(own: readonly Cell[]): { powerRatio: number | null; powerRatioRange: number[] } {
  const ratios = powerRatios(curveOf(own, "z-sgd"), curveOf(own, "laser"));
  const sorted = ratios.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) return { powerRatio: null, powerRatioRange: [] };
  console.log(
    `Z-SGD needs ${middle.toFixed(1)} times the power of LASER for the same result (median; ${sorted[0]!.toFixed(1)} to ${sorted.at(-1)!.toFixed(1)} over the results that both reach).`,
  );
  return { powerRatio: round(middle, 2), powerRatioRange: [round(sorted[0]!, 2), round(sorted.at(-1)!, 2)] };
}

function stored(cell: Cell): object {
  return { ...cell, power: String(cell.power), spread: round(spread(cell.scores)) };
}
