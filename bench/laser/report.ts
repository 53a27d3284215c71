/** Tables for the terminal and plots as SVG: a task's measure by method and power. */
import * as Plot from "@observablehq/plot";
import { drawPlot, seriesColour, standaloneSvg } from "@plateau/cli/report/plots/style.ts";
import { logTicks } from "@plateau/cli/report/plots/ticks.ts";
import { curveOf, mean, spread, type Cell } from "./cells.ts";
import type { Task } from "./tasks.ts";

const powerName = (power: number): string => (power === Infinity ? "none" : String(power));

/** As the papers give it: accuracy, or loss. */
export function shown(task: Pick<Task, "measure">, scores: readonly number[]): number {
  return task.measure === "error" ? 1 - mean(scores) : mean(scores);
}

/** Rows methods, columns powers: mean ± spread over the seeds, below it the learning rates. */
export function table(task: Task, cells: readonly Cell[]): string {
  const what = task.measure === "error" ? "test accuracy" : "validation loss, nats per token";
  const columns = task.powers.map((power) => powerName(power).padStart(14)).join("");
  const rows = task.methods.flatMap((method) => {
    const row = task.powers.map((power) =>
      cells.find((cell) => cell.method === method && cell.power === power),
    );
    const scores = row.map((cell) =>
      cell ? `${shown(task, cell.scores).toFixed(3)} ± ${spread(cell.scores).toFixed(3)}`.padStart(14) : "",
    );
    const rates = row.map((cell) => (cell ? Number(cell.learningRate.toPrecision(3)) : ""));
    return [
      `${method.padEnd(10)}${scores.join("")}`,
      `${"  rate".padEnd(10)}${rates.map((rate) => String(rate).padStart(14)).join("")}`,
    ];
  });
  return [
    `${task.title}: ${what} (± spread of ${task.seeds.length} seeds)`,
    `${"power".padEnd(10)}${columns}`,
    ...rows,
  ].join("\n");
}

/** Measure against power, a line a method, as a file of its own. */
export function plot(task: Task, cells: readonly Cell[]): string {
  const points = task.methods.flatMap((method, i) =>
    curveOf(cells, method).map(({ power, score }) => ({
      power,
      value: shown(task, [score]),
      method,
      colour: seriesColour(i),
    })),
  );
  const lasts = task.methods.flatMap((method) => points.filter((point) => point.method === method).slice(-1));
  const powers = points.map(({ power }) => power);
  const range: [number, number] = [Math.min(...powers), Math.max(...powers)];
  const svg = drawPlot(
    { title: task.title, description: "The measure of each method against the power of the channel." },
    {
      x: {
        type: "log",
        domain: range,
        ticks: logTicks(...range),
        tickFormat: String,
        label: "power of a shard in a step →",
        labelAnchor: "center",
        labelOffset: 38,
      },
      y: {
        label: task.measure === "error" ? "↑ test accuracy" : "↑ validation loss, nats per token",
        grid: true,
      },
      marks: [
        Plot.line(points, { x: "power", y: "value", z: "method", stroke: "colour" }),
        Plot.dot(points, { x: "power", y: "value", fill: "colour", r: 3 }),
        Plot.text(lasts, {
          x: "power",
          y: "value",
          text: "method",
          dx: 6,
          textAnchor: "start",
          fill: "colour",
        }),
      ],
    },
  );
  return standaloneSvg(svg);
}
