/** `plateau top` as lines of text: a run a line, its ranks below it. Pure. */
import { formatCount, formatDuration, formatLoss, plural } from "../output/numbers.ts";
import { formatTable, type Column } from "../output/table.ts";
import { clean } from "../errors.ts";
import type { Colours } from "../terminal.ts";
import type { RankRow, RunRow } from "./rows.ts";

export interface TopOptions {
  colours: Colours;
  /** With a column for the namespace. */
  allNamespaces: boolean;
}

const columns: Column[] = [
  { title: "NAME" },
  { title: "STATE" },
  { title: "STEP", align: "right" },
  { title: "LOSS", align: "right" },
  { title: "TOK/S", align: "right" },
  { title: "RANKS", align: "right" },
  { title: "AGE", align: "right" },
  { title: "NODE" },
];

export function drawTop(rows: readonly RunRow[], { colours, allNamespaces }: TopOptions): string[] {
  const space = (namespace: string): string[] => (allNamespaces ? [clean(namespace)] : []);
  const cells = rows.flatMap((row) => [
    [...space(row.namespace), ...runCells(row, colours)],
    ...row.ranks.map((rank, i) => [...space(""), ...rankCells(rank, i === row.ranks.length - 1, colours)]),
  ]);
  const [head = "", ...lines] = formatTable(
    [...(allNamespaces ? [{ title: "NAMESPACE" }] : []), ...columns],
    cells,
  );
  return [colours.bold(head), ...lines];
}

function runCells(row: RunRow, colours: Colours): string[] {
  const { step, stopAtStep } = row;
  const at = step === undefined ? "–" : String(step);
  const state = row.attempt > 1 ? `${row.state} (start ${row.attempt})` : row.state;
  const ranks = `${row.ranksReady}/${row.ranksWanted}`;
  return [
    clean(row.name),
    colourOf(row.state, colours)(clean(state)),
    stopAtStep === undefined ? at : `${at}/${stopAtStep}`,
    formatLoss(row.loss),
    row.tokensPerSecond === undefined ? "–" : formatCount(row.tokensPerSecond),
    row.ranksReady < row.ranksWanted ? colours.yellow(ranks) : ranks,
    formatDuration(row.ageSeconds * 1000),
    "",
  ];
}

function rankCells(
  { rank, pod, state, restarts, node, ageSeconds }: RankRow,
  isLast: boolean,
  colours: Colours,
): string[] {
  const more = restarts > 0 ? ` (${plural(restarts, "restart")})` : "";
  return [
    colours.dim(`${isLast ? "└" : "├"} ${rank}  ${clean(pod)}`),
    `${clean(state)}${more}`,
    "",
    "",
    "",
    "",
    formatDuration(ageSeconds * 1000),
    clean(node ?? "–"),
  ];
}

function colourOf(state: string, colours: Colours): (text: string) => string {
  if (state === "Training") return colours.green;
  return state === "Failed" ? colours.red : colours.yellow;
}
