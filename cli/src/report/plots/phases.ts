/** Where the time of a step goes: one bar per plateau run, its phases side by side. */
import * as Plot from "@observablehq/plot";
import type { StudyReport } from "../study-report.ts";
import { drawPlot, muted, seriesColour } from "./style.ts";

const phases = ["compute", "encode", "wire", "wait", "decode", "update", "other"] as const;

/** Undefined before anything has been trained. */
export function phasesPlot({ sizes }: StudyReport): string | undefined {
  const timed = sizes.flatMap(({ name, plateau }) =>
    plateau.timing ? [{ name, timing: plateau.timing }] : [],
  );
  if (timed.length === 0) return undefined;
  const colours = Object.fromEntries(
    phases.map((phase, i) => [phase, phase === "other" ? muted : seriesColour(i)]),
  );
  const rows = timed.flatMap(({ name, timing: { phaseMs, stepMs } }) => {
    const named = Object.values(phaseMs).reduce((sum, ms) => sum + ms, 0);
    const all = { ...phaseMs, other: Math.max(0, stepMs - named) };
    return phases.map((phase) => ({ name, phase, ms: all[phase], colour: colours[phase] }));
  });
  const slowest = Math.max(...timed.map(({ timing }) => timing.stepMs));
  const totals = timed.map(({ name, timing }) => ({
    name,
    ms: Math.max(
      timing.stepMs,
      rows.filter((row) => row.name === name).reduce((sum, { ms }) => sum + ms, 0),
    ),
  }));
  const legend = phases.filter((phase) =>
    rows.some((row) => row.phase === phase && row.ms > 0.002 * slowest),
  );
  return drawPlot(
    {
      title: "Time of a step by phase",
      description:
        timed
          .map(
            ({ name, timing }) =>
              `${name}: ${timing.stepMs.toFixed(1)} ms, of which compute ${timing.phaseMs.compute.toFixed(1)}`,
          )
          .join("; ") + ".",
    },
    {
      height: 90 + 30 * timed.length,
      marginLeft: 20 + 8 * Math.max(...timed.map(({ name }) => name.length)),
      marginTop: 40,
      marginRight: 60,
      x: {
        domain: [0, Math.max(slowest, ...totals.map(({ ms }) => ms))],
        label: "milliseconds per step →",
        labelAnchor: "center",
        labelOffset: 38,
        grid: true,
      },
      y: { type: "band", domain: timed.map(({ name }) => name), label: null, tickSize: 0 },
      marks: [
        Plot.barX(
          rows,
          Plot.stackX({
            x: "ms",
            y: "name",
            fill: "colour",
            order: [...phases],
            z: "phase",
            insetTop: 3,
            insetBottom: 3,
            title: ({ phase, ms }: (typeof rows)[number]) => `${phase}: ${ms.toFixed(1)} ms`,
          }),
        ),
        Plot.text(totals, {
          x: "ms",
          y: "name",
          text: ({ ms }: (typeof totals)[number]) => `${ms.toFixed(1)} ms`,
          textAnchor: "start",
          dx: 5,
        }),
        ...legend.map((phase, i) =>
          Plot.text([`■ ${phase}`], {
            frameAnchor: "top-left",
            dx: i * 88,
            dy: -26,
            fill: colours[phase],
            textAnchor: "start",
          }),
        ),
      ],
    },
  );
}
