/** Defaults and rules of the built-in kinds that the embedded node acts on. Kinds it only stores pass as they are. */
import { isDeepStrictEqual } from "node:util";
import type { DesiredObject, KubeObject } from "../cluster.ts";
import { ClusterError } from "../errors.ts";

interface JobSpec {
  completionMode?: string;
  completions?: number;
  parallelism?: number;
  backoffLimit?: number;
  backoffLimitPerIndex?: number;
  suspend?: boolean;
  template?: unknown;
  [field: string]: unknown;
}

/** Kubernetes' default: no total limit where each index has one. */
const noLimit = 2_147_483_647;

/** The object with its defaults, or undefined if it is not a built-in kind that is looked at. @throws E_INVALID */
export function admitBuiltin(object: DesiredObject, old?: KubeObject): DesiredObject | undefined {
  if (object.apiVersion !== "batch/v1" || object.kind !== "Job") return undefined;
  const spec = withDefaults((object.spec ?? {}) as JobSpec);
  const name = `Job ${object.metadata.name}`;
  checkValues(name, spec);
  if (old) checkFixed(name, spec, old.spec as JobSpec);
  return { ...object, spec };
}

function withDefaults(given: JobSpec): JobSpec {
  return {
    completionMode: "NonIndexed",
    parallelism: 1,
    completions: given.parallelism ?? 1,
    suspend: false,
    backoffLimit: given.backoffLimitPerIndex === undefined ? 6 : noLimit,
    podReplacementPolicy: given.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed",
    ...given,
  };
}

function checkValues(name: string, spec: JobSpec): void {
  for (const field of ["completions", "parallelism", "backoffLimit", "backoffLimitPerIndex"] as const) {
    const value = spec[field];
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 0)) {
      invalid(`${name}: spec.${field} is ${JSON.stringify(value)}; write a whole number of at least 0.`);
    }
  }
  if (typeof spec.template !== "object" || spec.template === null) {
    invalid(`${name}: spec.template is missing; write a pod template with one container.`);
  }
  if (spec.completionMode !== "Indexed" && spec.backoffLimitPerIndex !== undefined) {
    invalid(`${name}: spec.backoffLimitPerIndex needs spec.completionMode Indexed.`);
  }
}

/** As the API server: a Job's pods are all made from one template. */
function checkFixed(name: string, next: JobSpec, old: JobSpec): void {
  for (const field of ["template", "completionMode", "podFailurePolicy", "backoffLimitPerIndex"] as const) {
    if (!isDeepStrictEqual(next[field], old[field])) {
      invalid(
        `${name}: spec.${field} cannot change after creation; delete the Job and create it again, or put the old value back.`,
      );
    }
  }
  const scaled = next.completions !== old.completions;
  if (scaled && (next.completionMode !== "Indexed" || next.completions !== next.parallelism)) {
    invalid(
      `${name}: spec.completions can only change together with spec.parallelism, to the same value, and with completionMode Indexed.`,
    );
  }
}

function invalid(message: string): never {
  throw new ClusterError("E_INVALID", message);
}
