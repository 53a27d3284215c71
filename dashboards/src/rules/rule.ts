/** Recording rules and alerts as Prometheus reads them. */

export interface RecordingRule {
  /** `level:metric:operation`, as Prometheus' own conventions have it. */
  record: string;
  expr: string;
}

export interface Alert {
  alert: string;
  expr: string;
  /** How long it must be so. */
  for: string;
  /** critical: somebody is needed now; warning: somebody should look today. */
  severity: "critical" | "warning";
  /** One line with the object's name. */
  summary: string;
  /** What it means and what to do: sentences. */
  description: string;
}

export interface RuleGroup {
  name: string;
  rules: readonly (RecordingRule | Alert)[];
}

export function isAlert(rule: RecordingRule | Alert): rule is Alert {
  return "alert" in rule;
}

/** Labels that name a run, and the condition that it is training now. */
export const ofRun = "namespace, kind, run";
export const whileTraining = `and on (${ofRun}) plateau_run_state{state="training"} == 1`;

/** How texts name a run. */
export const theRun = "{{ $labels.kind }} {{ $labels.namespace }}/{{ $labels.run }}";
