/** Each mistake that the check is for, beside an expression that is right. */
import { describe, expect, it } from "@jest/globals";
import { fixedWindowsOf, problemsOf } from "./check.ts";

const known = new Map([
  ["steps_total", new Set(["run", "rank", "job"])],
  ["step_seconds_bucket", new Set(["run", "rank", "le"])],
  ["run_info", new Set(["run", "study"])],
]);

describe("problemsOf", () => {
  it.each([
    'sum by (run) (rate(steps_total{run=~"$run"}[$__rate_interval]))',
    "histogram_quantile(0.99, sum by (le, run) (rate(step_seconds_bucket[5m])))",
    "histogram_quantile(0.99, sum without (rank) (rate(step_seconds_bucket[5m])))",
    "histogram_quantile(0.99, rate(step_seconds_bucket[5m]))",
    "max by (run) (steps_total) * on (run) group_left (study) run_info",
    'max by (who) (label_replace(steps_total, "who", "$1", "job", "(.+)")) or vector(0)',
  ])("finds nothing in %s", (expression) => {
    expect(problemsOf(expression, known)).toEqual([]);
  });

  it.each([
    ["sum(rate(steps_total[5m])", /syntax error/],
    ["rate(step_total[5m])", /nothing tells "step_total"/],
    ['steps_total{study="x"}', /"steps_total" has no label "study"/],
    ["sum by (study) (steps_total)", /no series here has the label "study"/],
    ["steps_total * on (node) run_info", /label "node"/],
    ["histogram_quantile(0.99, sum by (run) (rate(step_seconds_bucket[5m])))", /loses the label le/],
    ["histogram_quantile(0.99, sum(rate(step_seconds_bucket[5m])))", /loses the label le/],
    ["histogram_quantile(0.99, sum without (le) (rate(step_seconds_bucket[5m])))", /loses the label le/],
  ])("says what is wrong with %s", (expression, message) => {
    expect(problemsOf(expression, known).join("; ")).toMatch(message);
  });
});

describe("fixedWindowsOf", () => {
  it("takes only the window that Grafana chooses by the scrape interval", () => {
    expect(fixedWindowsOf("sum(rate(steps_total[$__rate_interval])) + increase(steps_total[5m])")).toEqual([
      "increase over 5m: use [$__rate_interval]",
    ]);
    expect(fixedWindowsOf("changes(steps_total[$__interval])")).toHaveLength(1);
  });
});
