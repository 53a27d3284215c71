/** What has happened between two views, as sentences: lines above the bars, and all there is where nothing can be redrawn. */
import { formatLoss, formatPercent } from "../output/numbers.ts";
import { shareOf, type GroupView, type RunView, type View } from "./view.ts";

/** In the order of the view. Against nothing, only what is noteworthy about the first look. */
export function newsBetween(before: View | undefined, now: View): string[] {
  const old = new Map(allRuns(before?.groups ?? []).map((run) => [run.name, run]));
  const lines = allRuns(now.groups).flatMap((run) => newsOf(old.get(run.name), run, before === undefined));
  if (now.fitting && before && !before.fitting) lines.push("All points are in; the law is being fitted.");
  return lines;
}

const allRuns = (groups: readonly GroupView[]): RunView[] =>
  groups.flatMap(({ plateau, cooldowns }) => [...(plateau ? [plateau] : []), ...cooldowns]);

function newsOf(before: RunView | undefined, now: RunView, first: boolean): string[] {
  const lines: string[] = [];
  if (first) {
    if (now.state === "failed") lines.push(failure(now));
    return lines;
  }
  const was = before?.state ?? "waiting";
  if (now.attempt > (before?.attempt ?? 0) && now.attempt > 1) {
    const why = now.failures > (before?.failures ?? 0) ? " after a failure" : "";
    lines.push(`${now.name} is started again${why} (attempt ${now.attempt}).`);
  }
  if (now.state === "training" && was !== "training" && was !== "holding") {
    const branch = now.kind === "cooldown" && now.step <= now.fromStep + 1;
    lines.push(
      branch
        ? `${now.name} branches off at step ${now.fromStep}.`
        : `${now.name} trains from step ${now.step}.`,
    );
  }
  if (now.state === "holding" && was !== "holding")
    lines.push(`${now.name} holds: ${now.message ?? "a worker is missing."}`);
  for (const step of now.forks.filter((fork) => !before?.forks.includes(fork))) {
    lines.push(`${now.name} has committed its fork point at step ${step}.`);
  }
  if (now.state !== was) {
    if (now.state === "done") lines.push(completion(now));
    if (now.state === "failed") lines.push(failure(now));
    if (now.state === "skipped")
      lines.push(`${now.name} is skipped: ${now.message ?? "its plateau has failed."}`);
  }
  return lines;
}

function completion({ name, kind, loss, toStep }: RunView): string {
  return kind === "cooldown"
    ? `${name} is done: validation loss ${formatLoss(loss)}.`
    : `${name} has reached the end of its plateau at step ${toStep ?? "?"}.`;
}

function failure({ name, message }: RunView): string {
  return `${name} has failed: ${message ?? `"plateau describe" and "plateau logs ${name}" say why.`}`;
}

/** One line on where everything stands, for output that is not a terminal. */
export function progressSentence(view: View): string {
  const active = allRuns(view.groups).filter(({ state }) => state === "training");
  const runs = active.map((run) => `${run.name} ${formatPercent(shareOf(run))} loss ${formatLoss(run.loss)}`);
  const points = view.points ? `, ${view.points.done} of ${view.points.planned} points` : "";
  return `${view.title}: ${formatPercent(view.share)}${points}${runs.length > 0 ? `; ${runs.join(", ")}` : ""}`;
}
