/** Renders the chart with Helm, and reads what comes out. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import { ensureTool } from "../../tools/index.ts";

const run = promisify(execFile);

export const repository = join(import.meta.dirname, "..", "..", "..");
export const chartFolder = join(repository, "charts", "plateau");

export interface Rendered {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  // The rest is read field by field: each test says which it takes to be there.
  [field: string]: unknown;
}

/** Value sets that together reach every template; each is an argument list for Helm. */
export const valueSets = {
  default: [],
  ha: ["--set", "replicas=3"],
  namespaced: ["--set", "watchNamespaces={team-a,team-b},store.claim=shared"],
  minimal: [
    "--set",
    "crds.enabled=false,serviceAccount.create=false,serviceAccount.name=own,rbac.create=false,rbac.userRoles=false",
    "--set",
    "networkPolicy.enabled=false,metrics.service=false,podTemplatePolicy.enabled=false,podDisruptionBudget.enabled=false",
    "--set",
    "leaderElection=false",
  ],
  monitored: [
    "--set",
    "store.baseUri=s3://bucket/prefix,store.secret=s3-keys,networkPolicy.workerNamespaces={runs}",
    "--set",
    "metrics.serviceMonitor.enabled=true,metrics.prometheusRule.enabled=true,metrics.dashboards.enabled=true,metrics.podMonitor.enabled=true",
  ],
  events: ["--set", "events.enabled=true,watchNamespaces={team-a}"],
} as const satisfies Record<string, readonly string[]>;

export type ValueSet = keyof typeof valueSets;

export interface RenderOptions {
  release?: string;
  chart?: string;
}

/** Text that `helm template` prints. Rejects with Helm's own words on stderr. */
export async function renderText(args: readonly string[], options: RenderOptions = {}): Promise<string> {
  const { release = "plateau", chart = chartFolder } = options;
  const helm = await ensureTool("helm");
  const { stdout } = await run(helm, ["template", release, chart, "--namespace", "plateau-system", ...args], {
    maxBuffer: 64 << 20,
  });
  return stdout;
}

export async function render(args: readonly string[], options: RenderOptions = {}): Promise<Rendered[]> {
  return parseAllDocuments(await renderText(args, options))
    .map((document): unknown => {
      if (document.errors.length > 0) throw document.errors[0]!;
      return document.toJS();
    })
    .filter((value): value is Rendered => value !== null);
}

/** The only object of a kind (and name); fails if there are none or several. */
export function only(objects: readonly Rendered[], kind: string, name?: string): Rendered {
  const found = objects.filter(
    (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
  if (found.length !== 1) {
    throw new Error(`${found.length} objects ${kind} ${name ?? ""} were rendered, one was expected`);
  }
  return found[0]!;
}

/** Value at a path such as `spec.template.spec.containers.0.args`; undefined where the path ends early. */
export function at(object: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}
