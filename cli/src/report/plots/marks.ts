/** Axes and marks that several plots share: tokens along the bottom, loss up the side, cooled finals, names at the curves' ends. */
import * as Plot from "@observablehq/plot";
import { formatLoss } from "../../output/numbers.ts";
import { spreadLabels, tokensTick } from "./style.ts";
import { logTicks, niceTicks } from "./ticks.ts";

export function tokensAxis(domain: [number, number]): Plot.ScaleOptions {
  return {
    type: "log",
    domain,
    ticks: logTicks(...domain),
    tickFormat: tokensTick,
    label: "training tokens D →",
    labelAnchor: "center",
    labelOffset: 38,
  };
}

export function lossAxis(domain: [number, number], label: string): Plot.ScaleOptions {
  return {
    type: "log",
    domain,
    ticks: niceTicks(...domain),
    tickFormat: (value: number) => String(value),
    label,
    grid: true,
  };
}

/** A cooled final loss. */
export interface Final {
  loss: number;
  colour: string;
  name: string;
}

/** Dots with a halo of the page's colour, each with its name and loss on hovering. */
export function finalDots<T extends Final>(finals: readonly T[], x: keyof T & string): Plot.Markish {
  return Plot.dot(finals, {
    x,
    y: "loss",
    fill: "colour",
    r: 4,
    stroke: "var(--paper, #ffffff)",
    strokeWidth: 1,
    title: ({ name, loss }: T) => `${name} tokens: ${formatLoss(loss)}`,
  });
}

/** Names at the ends of curves, moved apart where they would overlap. */
export function endLabels(
  ends: Parameters<typeof spreadLabels>[0],
  y: [number, number],
  dx = 9,
): Plot.Markish {
  return Plot.text(spreadLabels(ends, y), {
    x: "x",
    y: "y",
    text: "text",
    fill: "colour",
    textAnchor: "start",
    dx,
    fontWeight: 600,
  });
}
