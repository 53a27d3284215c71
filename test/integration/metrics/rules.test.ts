/** The rules as Prometheus itself reads and evaluates them: each alert fires when it should and keeps silent when it nearly should. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { stringify } from "yaml";
import { alerts } from "../../../dashboards/src/rules/index.ts";
import { ensureTool, toolTimeoutMs } from "../../tools/index.ts";
import { ruleCases, type RuleCase } from "./rule-cases.ts";

const run = promisify(execFile);
const rulesFile = fileURLToPath(new URL("../../../dashboards/rules.yaml", import.meta.url));
let promtool: string;
let folder: string;

beforeAll(async () => {
  promtool = await ensureTool("promtool");
  folder = await mkdtemp(join(tmpdir(), "plateau-rules-"));
}, toolTimeoutMs);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What promtool finds wrong with what should be: an alert of these labels, or none. */
async function check(
  name: string,
  rule: RuleCase,
  series: Record<string, string>,
  fires: boolean,
): Promise<void> {
  const { severity } = alerts.find(({ alert }) => alert === rule.alert)!;
  const file = join(folder, `${name}.yaml`);
  await writeFile(
    file,
    stringify({
      rule_files: [rulesFile],
      evaluation_interval: "1m",
      tests: [
        {
          interval: "1m",
          input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
          promql_expr_test: [
            {
              expr: `ALERTS{alertname="${rule.alert}",alertstate="firing"}`,
              eval_time: `${rule.atMinutes}m`,
              exp_samples: fires
                ? [
                    {
                      labels: seriesText("ALERTS", {
                        alertname: rule.alert,
                        alertstate: "firing",
                        severity,
                        ...rule.labels,
                      }),
                      value: 1,
                    },
                  ]
                : [],
            },
          ],
        },
      ],
    }),
  );
  await run(promtool, ["test", "rules", file]).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${error.stdout}\n${error.stderr}`);
  });
}

function seriesText(name: string, labels: Record<string, string>): string {
  return `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(",")}}`;
}

test("are rules that Prometheus takes", async () => {
  const { stdout } = await run(promtool, ["check", "rules", "--lint=all", "--lint-fatal", rulesFile]);
  expect(stdout).toContain("SUCCESS");
});

test("all of the alerts are tried", () => {
  expect([...new Set(ruleCases.map(({ alert }) => alert))].toSorted()).toEqual(
    alerts.map(({ alert }) => alert).toSorted(),
  );
});

test.each(ruleCases.map((rule, index) => [`${rule.alert} (${index})`, rule] as const))(
  "%s fires, and not in the near miss",
  async (name, rule) => {
    await check(`${name} fires`, rule, rule.fires, true);
    await check(`${name} near`, rule, { ...rule.fires, ...rule.nearMiss }, false);
  },
);
