/** The report as one HTML file: no request leaves it, plots are inline SVG, every plot has its numbers in a table as well. Pure. */
import { formatCount, formatDuration, formatFlops, formatPercent } from "../output/numbers.ts";
import { plots, type PlotName } from "./plots/index.ts";
import { escapeHtml, htmlPage, htmlTable } from "./html.ts";
import {
  conditionTable,
  constantsTable,
  domainTable,
  eventTable,
  planTable,
  pointTable,
  timingTable,
} from "./tables.ts";
import type { StudyReport } from "./study-report.ts";

const captions: Readonly<Record<PlotName, { title: string; text: string }>> = {
  lossCurves: {
    title: "Loss curves",
    text: "Smoothed training loss of each plateau (pale) and of the cooldowns that leave it (strong). A dot is the validation loss of a cooled state: only these are points of the fit.",
  },
  lossAgainstCompute: {
    title: "Loss against compute",
    text: "Each horizon at what it would cost as a run of its own. The broad grey line is the envelope: finals that nothing cheaper beats. The dashed line is the best that the fitted law allows for so many FLOPs.",
  },
  law: {
    title: "Points and law",
    text: "The curves are one law, L(N, D) = E + A/N^α + B/D^β, not one fit per size.",
  },
  residuals: {
    title: "Residuals",
    text: "What the law leaves unexplained. A pattern in a colour or along the axis says that the law does not fit there.",
  },
  intervals: {
    title: "Intervals",
    text: "Percentile intervals of a bootstrap over the points, each relative to its own value.",
  },
  domains: {
    title: "Domains",
    text: "Validation loss by document domain, at each size's longest finished horizon.",
  },
  phases: {
    title: "Time by phase",
    text: "Mean over the steps of each plateau run, as rank 0 measured them.",
  },
};

/** The whole page. */
export function reportPage(report: StudyReport): string {
  const { study } = report;
  return htmlPage({
    title: `Scaling study ${study.name}`,
    version: report.version,
    generatedAt: report.generatedAt,
    content: `<p class="lead">${lead(report)}</p>
${summaryCards(report)}
${lawSection(report)}
${figure("lossCurves", report)}
${figure("lossAgainstCompute", report)}
${figure("law", report, details("Points", pointTable(report)))}
${figure("residuals", report)}
${figure("domains", report, details("Losses by domain", domainTable(report)))}
${section("Plan and savings", planText(report) + htmlTable(planTable(report)))}
${figure("phases", report, details("Times and bytes", timingTable(report)))}
${section("Conditions", htmlTable(conditionTable(report)))}
${report.events.length > 0 ? section("Events", details(`${report.events.length} events`, eventTable(report))) : ""}`,
  });
}

function lead({ sizes, flops, study }: StudyReport): string {
  const finals = sizes
    .flatMap(({ branches }) => branches)
    .filter(({ finalLoss }) => finalLoss !== undefined).length;
  const planned = sizes.reduce((sum, { branches }) => sum + branches.length, 0);
  const took =
    study.startedAt && study.completedAt
      ? ` in ${formatDuration(Date.parse(study.completedAt) - Date.parse(study.startedAt))}`
      : "";
  return `${sizes.length} sizes, ${finals} of ${planned} points${took}. ${formatFlops(flops.spent)} FLOPs spent, where independent runs would have cost ${formatFlops(flops.independentRuns)}.`;
}

function summaryCards({ flops, fit, sizes }: StudyReport): string {
  const finals = sizes.flatMap((size) =>
    size.branches.map(({ finalLoss, label }) => ({ size: size.name, label, finalLoss })),
  );
  const best = finals
    .filter(({ finalLoss }) => finalLoss !== undefined)
    .toSorted((a, b) => (a.finalLoss ?? 0) - (b.finalLoss ?? 0))[0];
  const exponent = fit?.identified ? fit.constants.find(({ name }) => name === "a") : undefined;
  const cards: [string, string, string][] = [
    ...(best?.finalLoss === undefined
      ? []
      : ([["Best final loss", best.finalLoss.toFixed(3), `${best.size}, ${best.label} tokens`]] as [
          string,
          string,
          string,
        ][])),
    [
      "FLOPs against independent runs",
      (flops.planned / flops.independentRuns).toFixed(3),
      `${formatPercent(1 - flops.planned / flops.independentRuns)} saved by this plan`,
    ],
    ...(exponent
      ? ([
          [
            "Optimal size grows as compute to",
            exponent.value.toFixed(3),
            `${exponent.low.toFixed(3)} to ${exponent.high.toFixed(3)}`,
          ],
        ] as [string, string, string][])
      : []),
    ...(fit?.next
      ? ([
          [
            "Next point to train",
            `N ${formatCount(fit.next.N)}`,
            `D ${formatCount(fit.next.D)}, ${formatFlops(fit.next.flops)} FLOPs`,
          ],
        ] as [string, string, string][])
      : []),
  ];
  return `<div class="cards">${cards.map(([label, value, note]) => `<div class="card"><span>${escapeHtml(label)}</span><strong>${escapeHtml(value)}</strong><span>${escapeHtml(note)}</span></div>`).join("")}</div>`;
}

function lawSection(report: StudyReport): string {
  const { fit } = report;
  if (!fit) return section("Law", "<p>There are not enough points for a fit yet.</p>");
  if (!fit.identified)
    return section(
      "Law",
      `<p class="warning">The points do not identify the law, so no constant is given. ${escapeHtml(fit.reason ?? "")}</p>`,
    );
  const text = `<p>L(N, D) = E + A/N<sup>α</sup> + B/D<sup>β</sup>, fitted to ${fit.points.length} cooled final losses; ${formatPercent(fit.confidence)} intervals from ${fit.resamples} resamples.</p>`;
  const drawn = plots.intervals(report) ?? "";
  return section(
    "Law",
    `${text}<figure>${drawn}<figcaption>${escapeHtml(captions.intervals.text)}</figcaption></figure>${htmlTable(constantsTable(fit))}`,
  );
}

function planText({ steps, flops, cooldownFraction }: StudyReport): string {
  return `<p>One plateau per size and a cooldown of ${formatPercent(cooldownFraction)} per horizon: ${steps.planned} steps instead of ${steps.independentRuns}, ${formatFlops(flops.planned)} FLOPs instead of ${formatFlops(flops.independentRuns)} (ratio ${(flops.planned / flops.independentRuns).toFixed(3)}).</p>`;
}

function figure(name: PlotName, report: StudyReport, more = ""): string {
  const drawn = plots[name](report);
  if (drawn === undefined) return "";
  const { title } = captions[name];
  const text =
    name === "law" && !report.fit?.identified
      ? "The points alone: they do not identify a law."
      : captions[name].text;
  return section(title, `<figure>${drawn}<figcaption>${escapeHtml(text)}</figcaption></figure>${more}`);
}

const section = (title: string, content: string): string =>
  `<section><h2>${escapeHtml(title)}</h2>${content}</section>`;

const details = (summary: string, table: Parameters<typeof htmlTable>[0]): string =>
  table.rows.length === 0
    ? ""
    : `<details><summary>${escapeHtml(summary)}</summary>${htmlTable(table)}</details>`;
