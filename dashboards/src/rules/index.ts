/** All rules, and the files that they are kept in. */
import { stringify } from "yaml";
import { controllerAlerts } from "./alerts/controller.ts";
import { runAlerts } from "./alerts/run.ts";
import { studyAlerts } from "./alerts/study.ts";
import { recordingRules } from "./recording.ts";
import { isAlert, type Alert, type RecordingRule, type RuleGroup } from "./rule.ts";

export const ruleGroups: readonly RuleGroup[] = [
  { name: "plateau-recording", rules: recordingRules },
  { name: "plateau-runs", rules: runAlerts },
  { name: "plateau-studies", rules: studyAlerts },
  { name: "plateau-controller", rules: controllerAlerts },
];

export const alerts: readonly Alert[] = ruleGroups.flatMap(({ rules }) => rules.filter(isAlert));

const page = "docs/reference/alerts.md";

/** Path in the repository → content. The chart has a copy, for it holds only what is in its folder. */
export function ruleFiles(): Map<string, string> {
  const groups = ruleGroups.map(({ name, rules }) => ({ name, rules: rules.map(written) }));
  const yaml = `# Made by scripts/gen.ts from dashboards/src/rules.\n${stringify({ groups }, { lineWidth: 0 })}`;
  return new Map([
    ["dashboards/rules.yaml", yaml],
    ["charts/plateau/rules/plateau.yaml", yaml],
    [page, alertsPage()],
  ]);
}

function written(rule: RecordingRule | Alert): object {
  if (!isAlert(rule)) return rule;
  const { alert, expr, severity, summary, description } = rule;
  return {
    alert,
    expr,
    for: rule.for,
    labels: { severity },
    annotations: { summary, description, runbook: `${page}#${alert.toLowerCase()}` },
  };
}

function alertsPage(): string {
  const chapters = alerts.map((alert) =>
    [
      `## ${alert.alert}`,
      `${alert.severity === "critical" ? "Critical" : "Warning"}, ${alert.for === "0m" ? "at once" : `after ${alert.for}`}. ${alert.description}`,
      `\`\`\`promql\n${alert.expr}\n\`\`\``,
    ].join("\n\n"),
  );
  const recorded = recordingRules.map(
    ({ record, expr }) => `| \`${record}\` | \`${expr.replaceAll("|", "\\|")}\` |`,
  );
  return [
    "# Alerts",
    "Made from `dashboards/src/rules`, of which `dashboards/rules.yaml` and the chart's PrometheusRule are made too. Critical: somebody is needed now. Warning: somebody should look today.",
    ...chapters,
    "## Recorded",
    ["| Series | From |", "| --- | --- |", ...recorded].join("\n"),
  ].join("\n\n");
}
