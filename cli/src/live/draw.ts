/**
 * The live view as lines of text, never wider than the terminal and, as far as possible, no taller. Pure.
 *
 * Where it is too tall, finished sizes shrink to one line with their final losses first, then waiting cooldowns go.
 */
import { formatCount, formatDuration, formatFlops, formatLoss } from "../output/numbers.ts";
import { pad, visibleLength } from "../output/table.ts";
import type { Colours } from "../terminal.ts";
import { drawBar } from "./bar.ts";
import { isActive, isOver, shareOf, type GroupView, type RunState, type RunView, type View } from "./view.ts";

export interface DrawOptions {
  columns: number;
  rows: number;
  colours: Colours;
  /** Replaces the time in the first line, such as "stopping". */
  notice?: string;
}

const longestBar = 40;
const shortestBar = 6;
/** Right-hand columns, widths of their texts. */
const widths = { step: 11, loss: 6, rate: 6, left: 8, workers: 7 } as const;

export function drawView(view: View, options: DrawOptions): string[] {
  const room = options.rows - 1;
  for (const level of [0, 1, 2] as const) {
    const lines = drawAt(view, options, level);
    if (lines.length <= room || level === 2) return lines.slice(0, Math.max(3, room));
  }
  return [];
}

type Level = 0 | 1 | 2;

function drawAt(view: View, options: DrawOptions, level: Level): string[] {
  const { columns, colours } = options;
  const label = Math.min(24, Math.max(8, ...view.groups.flatMap(runsOf).map((run) => labelOf(run).length)));
  const bar = Math.min(longestBar, columns - 1 - label - rightWidth - 2);
  const layout: Layout = { ...options, label, bar: bar >= shortestBar ? bar : 0 };
  const rows = view.groups.flatMap((group) => drawGroup(group, layout, level));
  const lines = [titleLine(view, options), colours.dim(headLine(layout)), ...rows, footLine(view)];
  return lines.filter((line) => line !== "").map((line) => cut(line.trimEnd(), columns - 1));
}

interface Layout extends DrawOptions {
  label: number;
  /** 0 = no room for bars. */
  bar: number;
}

const rightWidth = Object.values(widths).reduce((sum, width) => sum + width + 1, 0);
const runsOf = ({ plateau, cooldowns }: GroupView): RunView[] => [
  ...(plateau ? [plateau] : []),
  ...cooldowns,
];
const labelOf = ({ kind, label }: RunView): string => (kind === "cooldown" ? `└ ${label}` : label);

function titleLine(view: View, { colours, notice }: DrawOptions): string {
  const { title, points, share, elapsedMs, leftMs, fitting } = view;
  const time =
    notice ??
    `${formatDuration(elapsedMs)}${leftMs === undefined ? "" : `, about ${formatDuration(leftMs)} left`}`;
  const parts = [
    colours.bold(title),
    `${Math.floor(100 * share + 1e-9)} %`,
    ...(points ? [`${points.done} of ${points.planned} points`] : []),
    ...(fitting ? ["fitting the law"] : []),
    notice ? colours.yellow(time) : time,
  ];
  return parts.join("   ");
}

function headLine({ label, bar }: Layout): string {
  return `${" ".repeat(label + 1 + (bar > 0 ? bar + 1 : 0))}${rightColumns({ step: "step", loss: "loss", rate: "tok/s", left: "left", workers: "workers" })}`;
}

function footLine({ flops }: View): string {
  if (!flops) return "";
  const { spent, planned, independentRuns } = flops;
  return `FLOPs ${formatFlops(spent)} of ${formatFlops(planned)} planned; independent runs would cost ${formatFlops(independentRuns)}`;
}

function drawGroup(group: GroupView, layout: Layout, level: Level): string[] {
  const { plateau, cooldowns } = group;
  const runs = runsOf(group);
  if (level >= 1 && plateau && runs.every(isOver)) return [collapsed(plateau, cooldowns, layout)];
  const shown = level >= 2 ? cooldowns.filter(isActive) : cooldowns;
  return [...(plateau ? [plateau] : []), ...shown].map((run) => drawRun(run, layout));
}

function drawRun(run: RunView, layout: Layout): string {
  const { colours } = layout;
  const { step, toStep, tokensPerSecond, secondsLeft, workers } = run;
  const active = isActive(run);
  const right = rightColumns({
    step: toStep === undefined ? String(step) : `${step}/${toStep}`,
    loss: formatLoss(run.loss),
    rate: active && tokensPerSecond !== undefined ? formatCount(tokensPerSecond) : "",
    left: leftOf(run, secondsLeft),
    workers: active && workers ? `${workers.ready}/${workers.wanted}` : "",
  });
  const line = `${pad(labelOf(run), layout.label)} ${barOf(run, layout)}${right}`;
  if (run.state === "failed") return colours.red(line);
  return run.state === "waiting" || run.state === "skipped" || run.state === "suspended"
    ? colours.dim(line)
    : line;
}

/** A whole size in one line: its horizons with their final losses. */
function collapsed(plateau: RunView, cooldowns: readonly RunView[], layout: Layout): string {
  const finals = cooldowns.map(
    ({ label, loss, state }) => `${label} ${state === "done" ? formatLoss(loss) : state}`,
  );
  return `${pad(plateau.label, layout.label)} ${layout.colours.green("✓")} ${finals.join("   ")}`;
}

function barOf(run: RunView, { bar, colours }: Layout): string {
  if (bar === 0) return "";
  const text = drawBar(shareOf(run), bar);
  if (run.state === "done") return `${colours.green(text)} `;
  if (!isActive(run)) return `${text} `;
  return `${run.kind === "plateau" ? colours.cyan(text) : colours.magenta(text)} `;
}

/** Said where the time left would stand. */
const words: Partial<Record<RunState, string>> = {
  waiting: "waits",
  starting: "starts",
  holding: "holds",
  finishing: "saves",
  suspended: "paused",
  done: "done",
  failed: "failed",
  skipped: "skipped",
};

function leftOf({ state }: RunView, secondsLeft: number | undefined): string {
  return words[state] ?? (secondsLeft === undefined ? "" : formatDuration(secondsLeft * 1000));
}

function rightColumns(cells: Record<keyof typeof widths, string>): string {
  return (Object.keys(widths) as (keyof typeof widths)[])
    .map((key) => pad(cells[key], widths[key], "right"))
    .join(" ");
}

/** Cut to a visible width; escape sequences take none and are kept whole. */
function cut(line: string, width: number): string {
  if (visibleLength(line) <= width) return line;
  let seen = 0;
  let out = "";
  // oxlint-disable-next-line no-control-regex
  for (const [part, escape] of line.matchAll(/(\u001b\[[0-9;]*m)|[^]/g)) {
    if (escape !== undefined) out += part;
    else if (seen < width - 1) {
      out += part;
      seen++;
    }
  }
  return out.replace(/\s+$/, "") + "…";
}
