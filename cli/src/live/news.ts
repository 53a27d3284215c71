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

/** What a run has been through so far, before anything was seen of it. */
const unseen = { state: "waiting", attempt: 0, failures: 0, forks: [] } as const satisfies Partial<RunView>;

function newsOf(before: RunView | undefined, now: RunView, first: boolean): string[] {
  if (first) return now.state === "failed" ? [failure(now)] : [];
  const was: Pick<RunView, "state" | "attempt" | "failures" | "forks"> = before ?? unseen;
  const forks = now.forks.filter((fork) => !was.forks.includes(fork));
  return [
    ...(now.attempt > Math.max(1, was.attempt) ? [restart(was, now)] : []),
    ...(now.state === "training" && !["training", "holding"].includes(was.state) ? [beginning(now)] : []),
    ...forks.map((step) => `${now.name} has committed its fork point at step ${step}.`),
    ...(now.state === was.state ? [] : turn(now)),
  ];
}

function restart(was: Pick<RunView, "failures">, { name, attempt, failures }: RunView): string {
  return `${name} is started again${failures > was.failures ? " after a failure" : ""} (attempt ${attempt}).`;
}

function beginning({ name, kind, attempt, fromStep, step }: RunView): string {
  if (attempt > 1) return `${name} goes on near step ${step}.`;
  return kind === "cooldown" ? `${name} branches off at step ${fromStep}.` : `${name} trains.`;
}

/** What is worth saying about the state that it is in now. */
function turn(now: RunView): string[] {
  switch (now.state) {
    case "holding":
      return [`${now.name} holds: ${now.message ?? "a worker is missing."}`];
    case "done":
      return [completion(now)];
    case "failed":
      return [failure(now)];
    case "skipped":
      return [`${now.name} is skipped: ${now.message ?? "its plateau has failed."}`];
    default:
      return [];
  }
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
