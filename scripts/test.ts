/**
 * Runs the test suites and ends with one plain line, `N passed, N failed`.
 *
 *   npm test                        everything: unit, chart, integration, cluster, convergence
 *   npm run test:unit               beside the code, fast
 *   npm run test:unit -- scaling    … only what matches a path
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noCluster } from "../test/cluster/bed/availability.ts";
import { noPjrtPlugin, pjrtPlugin } from "../test/fixtures/pjrt-plugin.ts";
import { cacheFolder, ensureTool, noTools, type ToolName } from "../test/tools/index.ts";
import { addons } from "../worker/src/engine/addons/addons.ts";
import { ensureNative } from "../worker/src/engine/addons/build.ts";
import { ensureAddon } from "../worker/src/engine/pjrt/native/build.ts";

interface Suite {
  paths: string[];
  /** Jest workers: integration and convergence tests start processes and threads of their own. */
  workers: number;
  /** Built before the tests start, so that their time is their own; the first time on a machine takes minutes. */
  tools?: ToolName[];
  /** Also the plugin of the engine pjrt and our native client of it: 63 MB over the network and five seconds the first time. */
  plugin?: true;
  /** Also the native part of the engine Native: half a minute the first time. */
  engine?: true;
  /** Why it cannot run here. */
  skipped?: string | undefined;
}

const suites: Record<string, Suite> = {
  unit: {
    paths: ["/(proto|scaling|controller|worker|cli|dashboards)/src/", "/dashboards/render/", "/scripts/"],
    workers: 2,
    engine: true,
  },
  chart: {
    paths: ["/test/chart/"],
    workers: 1,
    tools: ["helm", "kubeconform", "dockerfile", "kubeall", "natsServer"],
  },
  integration: {
    paths: ["/test/(integration|chaos|tools)/"],
    workers: 1,
    tools: ["kubeall", "versitygw", "helm", "natsServer", "prometheus", "promtool"],
    plugin: true,
    engine: true,
  },
  cluster: {
    paths: ["/test/cluster/"],
    workers: 1,
    tools: ["kubeall", "coredns", "pause", "helm", "natsServer", "versitygw", "prometheus"],
    skipped: noCluster,
  },
  convergence: { paths: ["/test/convergence/"], workers: 1 },
};

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** What cannot be built is told again, as a failure, by each test that needs it. */
async function prepare(tools: ToolName[]): Promise<void> {
  if (noTools !== undefined) return console.log(`Skipped: ${noTools}.`);
  for (const tool of tools) {
    await ensureTool(tool).catch((error: Error) => console.error(error.message));
  }
}

async function preparePlugin(): Promise<void> {
  if (noPjrtPlugin !== undefined) return console.log(`Skipped: ${noPjrtPlugin}.`);
  await Promise.all([pjrtPlugin(), ensureAddon(cacheFolder)]).catch((error: Error) =>
    console.error(error.message),
  );
}

async function runSuite(name: string, suite: Suite, patterns: string[]): Promise<Totals> {
  const directory = mkdtempSync(join(tmpdir(), "plateau-test-"));
  const report = join(directory, "report.json");
  console.log(`\n── ${name} ──`);
  if (suite.skipped !== undefined) {
    console.log(`${name}: skipped. ${suite.skipped}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  await prepare(suite.tools ?? []);
  if (suite.plugin) await preparePlugin();
  if (suite.engine)
    await ensureNative(addons.cpu, cacheFolder).catch((error: Error) => console.error(error.message));
  const started = performance.now();
  const args = [
    "--experimental-vm-modules",
    "--disable-warning=ExperimentalWarning",
    "node_modules/jest/bin/jest.js",
    suite.workers === 1 ? "--runInBand" : `--maxWorkers=${suite.workers}`,
    "--passWithNoTests",
    "--json",
    `--outputFile=${report}`,
    "--testPathPatterns",
    ...(patterns.length > 0 ? patterns : suite.paths),
  ];
  // `--json` also prints the report on stdout; the readable output is on stderr.
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise<number>((resolve) => child.on("close", (status) => resolve(status ?? 1)));
  const totals = readTotals(report, code);
  rmSync(directory, { recursive: true, force: true });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${name}: ${totals.passed} passed, ${totals.failed} failed in ${seconds} s`);
  return totals;
}

function readTotals(report: string, exitCode: number): Totals {
  try {
    const result = JSON.parse(readFileSync(report, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
      numRuntimeErrorTestSuites: number;
    };
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return {
      passed: result.numPassedTests,
      // Jest may fail for a reason that is no test's: an open handle in strict mode, a bad option.
      failed: exitCode !== 0 && failed === 0 ? 1 : failed,
      skipped: result.numPendingTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const [chosen, ...patterns] = process.argv.slice(2);
if (chosen !== undefined && suites[chosen] === undefined) {
  console.error(`Unknown suite "${chosen}". Choose one of: ${Object.keys(suites).join(", ")}.`);
  process.exit(2);
}
const names = chosen === undefined ? Object.keys(suites) : [chosen];
const sum: Totals = { passed: 0, failed: 0, skipped: 0 };
for (const name of names) {
  const totals = await runSuite(name, suites[name]!, patterns);
  sum.passed += totals.passed;
  sum.failed += totals.failed;
  sum.skipped += totals.skipped;
}
console.log(
  `\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ""}`,
);
process.exit(sum.failed === 0 ? 0 : 1);
