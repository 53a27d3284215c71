/** Merging a user's pod template with ours: theirs adds, ours decides. Lists with names merge by name, others join. */
import { isRecord } from "../../api/schema/record.ts";

export type PodTemplate = Readonly<Record<string, unknown>>;

/** Our template with the user's additions: labels, resources, node selectors, volumes, environment, more containers. */
export function mergePodTemplate(theirs: PodTemplate | undefined, ours: Record<string, unknown>): unknown {
  return theirs === undefined ? ours : merge(theirs, ours);
}

function merge(theirs: unknown, ours: unknown): unknown {
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    // Commands and arguments are lists of words: half of theirs and half of ours would be neither.
    return [...(theirs as unknown[]), ...(ours as unknown[])].every(isRecord)
      ? mergeLists(theirs as unknown[], ours as unknown[])
      : ours;
  }
  if (!isRecord(theirs) || !isRecord(ours)) return ours;
  const merged: Record<string, unknown> = { ...theirs };
  for (const [key, value] of Object.entries(ours)) {
    merged[key] = key in theirs ? merge(theirs[key], value) : value;
  }
  return merged;
}

function mergeLists(theirs: unknown[], ours: unknown[]): unknown[] {
  const nameOf = (entry: unknown): unknown => (isRecord(entry) ? entry.name : undefined);
  const merged = ours.map((entry) => {
    const twin = theirs.find((other) => nameOf(other) !== undefined && nameOf(other) === nameOf(entry));
    return isRecord(twin) ? merge(twin, entry) : entry;
  });
  const taken = new Set<unknown>(ours.map(nameOf).filter((name) => name !== undefined));
  return [...merged, ...theirs.filter((entry) => !taken.has(nameOf(entry)))];
}
