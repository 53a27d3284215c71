/** What the marks on the time axis stand for: checkpoints, faults, and cooldowns that leave their plateau. */
import type { Marks } from "../kit/annotations.ts";
import { by, replica, series } from "../kit/query.ts";

interface WhichRuns {
  namespace: string;
  kind?: string;
  run?: string;
}

/** @param join appended to each expression: narrows the runs */
export function checkpointTimes(where: WhichRuns, join = ""): Marks {
  return {
    name: "Checkpoints",
    expr: `${by("max", ["kind", "run"], series("plateau_run_last_checkpoint_timestamp_seconds", where))} ${join} * 1000`.replaceAll(
      "  ",
      " ",
    ),
    title: "Checkpoint of {{run}}",
    text: "Committed: its manifest is written.",
    colour: "green",
    valueIsTime: true,
  };
}

export function cooldownStarts(where: WhichRuns, join = ""): Marks {
  return {
    name: "Cooldowns",
    expr: `${by("max", ["kind", "run"], series("plateau_run_start_timestamp_seconds", { ...where, kind: "Cooldown" }))} ${join} * 1000`.replaceAll(
      "  ",
      " ",
    ),
    title: "Cooldown {{run}} starts",
    text: "A branch leaves its plateau; its learning rate goes to zero.",
    colour: "blue",
    valueIsTime: true,
  };
}

/** A gang that ended badly, or ranks that are gone from a run that is neither done nor suspended, nor asked for fewer. */
export function ranksLost(where: WhichRuns, join = ""): Marks {
  const failures = `changes(${series("plateau_run_gang_failures", where)}[$__rate_interval]) > 0`;
  const joined = series("plateau_run_workers", where);
  const wanted = series("plateau_run_workers_wanted", where);
  const over = `${series("plateau_run_state", { ...where, state: "~succeeded|suspended" })} == 1`;
  // A rank may be back before the next point of a wide picture.
  const least = `min_over_time(${joined}[$__rate_interval])`;
  const fewer = `(${least} < ${joined} offset $__rate_interval and ${least} < ${wanted} unless on (namespace, kind, run) ${over})`;
  return {
    name: "Faults",
    expr: `${by("max", ["kind", "run"], `${failures} or ${fewer} * 0 + 1`)} ${join} > 0`.replaceAll(
      "  ",
      " ",
    ),
    title: "Fault of {{run}}",
    text: "Ranks were lost. The others go on; if none is left, a new gang goes on from the last checkpoint.",
    colour: "red",
  };
}

/** Ranks that died, left, joined or were cut off while the others went on. */
export function groupChanges(where: { namespace: string; kind: string; run: string }): Marks {
  const changes = series("plateau_worker_group_changes_total", where);
  return {
    name: "Ranks",
    // A cause has no series before it first happens.
    expr: `${by("max", ["run", "cause"], `changes(${changes}[$__rate_interval]) > 0 or (${changes} unless ${changes} offset $__rate_interval)`)} > 0`,
    title: "Group of {{run}} formed anew: {{cause}}",
    text: "The ranks went on from the last step that all of them had.",
    colour: "orange",
  };
}

export function xidErrors(codes: string): Marks {
  return {
    name: "XID errors",
    expr: `${codes} > 0`,
    title: "XID error on {{Hostname}} GPU {{gpu}}",
    text: "The driver reports an error; see the panel of XID errors for its code.",
    colour: "red",
  };
}

/** A replica that begins to lead. Some scrapes that are missing do not make it a new leader. */
export function leaderChanges(where: { job: string }): Marks {
  const leads = series("leader_election_master_status", where);
  const before = `max_over_time(${leads}[$__rate_interval] offset $__interval)`;
  return {
    name: "Leaders",
    expr: `${by("max", ["replica"], replica(`(${leads} == 1) unless (${before} == 1)`))} > 0`,
    title: "{{replica}} leads",
    text: "A replica has become the leader.",
    colour: "purple",
  };
}

export function failures(where: { job: string }): Marks {
  const failed = series("plateau_run_failures_total", where);
  return {
    name: "Faults",
    // A reason has no series before it first happens.
    expr: `${by("sum", ["reason"], `changes(${failed}[$__rate_interval]) > 0 or (${failed} unless ${failed} offset $__rate_interval)`)} > 0`,
    title: "Fault: {{reason}}",
    text: "A rank or a gang ended badly.",
    colour: "red",
  };
}
