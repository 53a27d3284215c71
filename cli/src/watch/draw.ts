/** One run as lines of text: what it is at, and its loss as a curve, in the room that there is. Pure. */
import { formatCount, formatDuration, formatLoss, formatPercent } from "../output/numbers.ts";
import { pad, visibleLength } from "../output/table.ts";
import type { Colours } from "../terminal.ts";
import { plotCurve } from "./plot.ts";
import type { WatchView } from "./view.ts";

export interface WatchSize {
  columns: number;
  rows: number;
  colours: Colours;
}

const fewestPlotRows = 3;
const mostPlotRows = 24;
const fewestColumns = 30;

export function drawWatch(view: WatchView, size: WatchSize): string[] {
  const { columns, rows, colours } = size;
  const width = columns - 1;
  const heads = wrapped([titleParts(view, colours), numberParts(view)], width);
  const plotRows = Math.min(mostPlotRows, rows - 2 - heads.length);
  const plot =
    view.curve.length > 1 && plotRows >= fewestPlotRows && columns >= fewestColumns
      ? drawCurve(view, { width, height: plotRows, colours })
      : [];
  return [...heads, ...plot].slice(0, Math.max(1, rows - 1));
}

/** As a sentence, where nothing can be redrawn. */
export function watchSentence(view: WatchView): string {
  return [...titleParts(view).slice(1), ...numberParts(view)].join("  ");
}

function titleParts({ title, state, step, stopAtStep, isOver }: WatchView, colours?: Colours): string[] {
  const share = stopAtStep ? ` of ${stopAtStep} (${formatPercent(step / stopAtStep)})` : "";
  const shown = isOver || !colours ? state : colours.cyan(state);
  return [colours ? colours.bold(title) : title, shown, `step ${step}${share}`];
}

function numberParts(view: WatchView): string[] {
  const { loss, tokensPerSecond, secondsLeft, ranks, lastCheckpoint, evaluation, isOver } = view;
  return [
    ...(loss === undefined ? [] : [`loss ${formatLoss(loss)}`]),
    ...(tokensPerSecond === undefined ? [] : [`${formatCount(tokensPerSecond)} tok/s`]),
    ...(secondsLeft === undefined ? [] : [`about ${formatDuration(1000 * secondsLeft)} left`]),
    ...(isOver ? [] : [`ranks ${ranks.ready}/${ranks.wanted}`]),
    ...(lastCheckpoint === undefined ? [] : [`checkpoint ${lastCheckpoint}`]),
    ...(evaluation ? [`validation ${formatLoss(evaluation.loss)} at ${evaluation.step}`] : []),
  ];
}

/** Parts joined into lines that are no wider; a part that is too wide alone is cut. */
function wrapped(groups: readonly string[][], width: number): string[] {
  return groups.flatMap((parts) => {
    const lines: string[] = [];
    for (const part of parts) {
      const joined = lines.length > 0 ? `${lines.at(-1)}   ${part}` : part;
      if (lines.length > 0 && visibleLength(joined) <= width) lines[lines.length - 1] = joined;
      else lines.push(visibleLength(part) <= width ? part : `${part.slice(0, Math.max(0, width - 1))}…`);
    }
    return lines;
  });
}

const cutTo = (width: number, text: string): string => text.slice(0, width);

function drawCurve(
  { curve }: WatchView,
  { width, height, colours }: { width: number; height: number; colours: Colours },
): string[] {
  const losses = curve.map(({ y }) => y);
  const low = losses.reduce((a, b) => Math.min(a, b));
  const high = losses.reduce((a, b) => Math.max(a, b));
  const [first, last] = [curve[0]!.x, curve.at(-1)!.x];
  const label = (row: number): string => {
    if (row !== 0 && row !== height - 1 && row !== height >> 1) return "";
    return formatLoss(high - ((high - low) * row) / (height - 1));
  };
  const labels = Array.from({ length: height }, (_, row) => label(row));
  const margin = Math.max(...labels.map(({ length }) => length)) + 2;
  const room = Math.max(1, width - margin);
  const lines = plotCurve(curve, { x: [first, last], y: [low, high] }, { width: room, height });
  const body = lines.map(
    (line, row) => `${colours.dim(`${pad(labels[row]!, margin - 2, "right")}│`)} ${colours.cyan(line)}`,
  );
  const [from, to] = [`step ${first}`, String(last)];
  const blanks = " ".repeat(Math.max(1, room - from.length - to.length));
  return [...body, colours.dim(cutTo(width, `${" ".repeat(margin)}${from}${blanks}${to}`))];
}
