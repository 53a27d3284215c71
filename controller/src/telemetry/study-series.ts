/** Series of one study, from its object. */
import { envelope } from "@plateau/scaling/envelope.ts";
import type { studyLabels, studyMetrics } from "@plateau/proto/metrics/index.ts";
import type { ScalingStudy } from "../api/index.ts";
import { numberOf, runState } from "./run-series.ts";
import type { Teller } from "./series-text.ts";

export type StudyTeller = Teller<typeof studyMetrics, (typeof studyLabels)[number]>;

export const studyStates = ["pending", "training", "suspended", "succeeded", "failed"] as const;
export const pointStates = ["waiting", "training", "done", "failed", "skipped"] as const;

/** @param lastStepAtMs when any of its runs told of a step */
export function tellStudy(tell: StudyTeller, study: ScalingStudy, lastStepAtMs: number | undefined): void {
  const { status } = study;
  const state = studyState(status);
  for (const each of studyStates) tell("plateau_study_state", each === state ? 1 : 0, { state: each });
  tell("plateau_study_budget_flops", numberOf(study.spec.budget?.flops));
  tell("plateau_study_last_step_timestamp_seconds", lastStepAtMs && lastStepAtMs / 1000);
  if (!status) return;
  tellSpent(tell, status);
  tellPoints(tell, status.points);
  for (const { name: parameter, low, value, high } of status.fit?.parameters ?? []) {
    for (const [bound, text] of Object.entries({ low, estimate: value, high }))
      tell("plateau_study_fit_value", numberOf(text), { parameter, bound });
  }
}

function tellSpent(tell: StudyTeller, { flops, estimatedSecondsLeft }: Status): void {
  tell("plateau_study_spent_flops", numberOf(flops?.spent));
  tell("plateau_study_planned_flops", numberOf(flops?.planned));
  tell("plateau_study_independent_flops", numberOf(flops?.independentRuns));
  tell("plateau_study_remaining_seconds", estimatedSecondsLeft);
}

type Status = NonNullable<ScalingStudy["status"]>;
type Points = Status["points"];

function tellPoints(tell: StudyTeller, points: Points): void {
  for (const state of pointStates) {
    const count = points.filter((point) => point.state.toLowerCase() === state).length;
    tell("plateau_study_points", count, { state });
  }
  for (const { name: point, size, loss, flops, tokens } of points) {
    tell("plateau_study_point_loss", numberOf(loss), { size, point });
    tell("plateau_study_point_flops", numberOf(flops), { size, point });
    tell("plateau_study_point_tokens", numberOf(tokens), { size, point });
  }
  const finals = points.flatMap(({ name, size, loss, flops }) =>
    loss === undefined ? [] : [{ name, size, loss: Number(loss), flops: Number(flops) }],
  );
  for (const { name: point, size, loss } of envelope(finals))
    tell("plateau_study_envelope_loss", loss, { size, point });
}

/** Fitting its last points, a study is still at work. */
function studyState(status: ScalingStudy["status"]): (typeof studyStates)[number] {
  const progressing = status?.conditions.find(({ type }) => type === "Progressing");
  if (progressing?.reason === "Fitting") return "training";
  const state = runState(status);
  return state === "queued" ? "pending" : state;
}
