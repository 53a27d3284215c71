/** Final loss by document domain: one dot per size, at its longest finished horizon. */
import * as Plot from "@observablehq/plot";
import { formatLoss } from "../../output/numbers.ts";
import type { StudyReport } from "../study-report.ts";
import { drawPlot, seriesColour } from "./style.ts";
import { niceTicks } from "./ticks.ts";

/** Undefined where documents have no domains or no cooldown is done. */
export function domainsPlot({ sizes }: StudyReport): string | undefined {
  const rows = sizes.flatMap((size, i) => {
    const last = size.branches.findLast(
      ({ finalLoss, domains }) => finalLoss !== undefined && domains.length > 1,
    );
    return (last?.domains ?? []).map(({ name, loss }) => ({
      domain: name,
      loss,
      size: size.name,
      colour: seriesColour(i),
    }));
  });
  if (rows.length === 0) return undefined;
  const largest = sizes.findLast((size) => rows.some((row) => row.size === size.name))?.name ?? "";
  const order = rows
    .filter(({ size }) => size === largest)
    .toSorted((a, b) => a.loss - b.loss)
    .map(({ domain }) => domain);
  const spans = order.map((domain) => {
    const losses = rows.filter((row) => row.domain === domain).map(({ loss }) => loss);
    return { domain, low: Math.min(...losses), high: Math.max(...losses) };
  });
  const low = Math.min(...rows.map(({ loss }) => loss));
  const high = Math.max(...rows.map(({ loss }) => loss));
  const room = 0.05 * (high - low || 1);
  const top = order[0] ?? "";
  return drawPlot(
    {
      title: "Final loss by domain",
      description: `Validation loss of ${order.length} domains for ${sizes.length} sizes; of size ${largest} the lowest is ${top} (${formatLoss(spans[0]?.low)}), the highest ${order.at(-1) ?? ""}.`,
    },
    {
      height: 90 + 21 * order.length,
      marginLeft: Math.min(190, 24 + 7 * Math.max(...order.map((name) => name.length))),
      marginRight: 24,
      marginTop: 40,
      x: {
        domain: [low - room, high + room],
        ticks: niceTicks(low - room, high + room),
        label: "final loss, nats per token →",
        labelAnchor: "center",
        labelOffset: 38,
        grid: true,
      },
      y: { type: "point", domain: order, label: null, padding: 0.6, tickSize: 0 },
      marks: [
        Plot.ruleY(spans, {
          y: "domain",
          x1: "low",
          x2: "high",
          stroke: "currentColor",
          strokeOpacity: 0.25,
        }),
        Plot.dot(rows, {
          x: "loss",
          y: "domain",
          fill: "colour",
          r: 4,
          title: ({ size, domain, loss }: (typeof rows)[number]) => `${size}, ${domain}: ${formatLoss(loss)}`,
        }),
        Plot.text(
          rows.filter(({ domain }) => domain === top),
          { x: "loss", y: "domain", text: "size", fill: "colour", dy: -16, fontWeight: 600 },
        ),
      ],
    },
  );
}
