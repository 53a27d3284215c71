/**
 * Server-side apply as a pure function: live fields and their managers, and what one manager wants → new fields and managers,
 * or the conflicts that stand in the way.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/. Differs: lists are owned as wholes (fields.ts).
 */
import { isDeepStrictEqual } from "node:util";
import { isMap, leaves, mergeInto, removeLeaf, valueAt, type Managers, type Tree } from "./fields.ts";
import { copy } from "./copy.ts";

export interface FieldConflict {
  path: string;
  manager: string;
}

export interface Applied {
  tree: Tree;
  managers: Managers;
  /** Not empty only without `force`; then `tree` and `managers` are the live ones. */
  conflicts: FieldConflict[];
}

/**
 * The fields as they should be once `manager` has applied `desired`. Nothing given is changed.
 *
 * Fields that the manager set before and leaves out now are removed unless another manager owns them too. A field that another
 * manager owns with the same value is shared; with another value it is a conflict, or taken over with `force`.
 */
export function applyFields(
  live: { tree: Tree; managers: Managers },
  desired: Tree,
  options: { manager: string; force: boolean },
): Applied {
  const { manager, force } = options;
  const given = leaves(desired);
  const others = new Map(
    Object.entries(live.managers)
      .filter(([name]) => name !== manager)
      .map(([name, paths]) => [name, new Set(paths)]),
  );
  const conflicts = findConflicts(live.tree, given, others);
  if (conflicts.length > 0 && !force) {
    return {
      tree: live.tree,
      managers: live.managers,
      conflicts: conflicts.map(({ path, manager }) => ({ path, manager })),
    };
  }
  for (const { manager: loser, owned } of conflicts) others.get(loser)?.delete(owned);

  const tree = copy(live.tree);
  const isShared = (path: string): boolean => [...others.values()].some((paths) => paths.has(path));
  for (const path of live.managers[manager] ?? []) {
    if (!given.has(path) && !isShared(path)) removeLeaf(tree, path, isShared);
  }
  mergeInto(tree, desired);
  const managers: Managers = {};
  for (const [name, paths] of others) if (paths.size > 0) managers[name] = [...paths].sort();
  if (given.size > 0) managers[manager] = [...given.keys()].sort();
  return { tree, managers, conflicts: [] };
}

/** Each given leaf that is not what it is now, with every owner of that field, of one above, or of one below it. */
function findConflicts(
  live: Tree,
  given: ReadonlyMap<string, unknown>,
  others: ReadonlyMap<string, ReadonlySet<string>>,
): (FieldConflict & { owned: string })[] {
  const conflicts: (FieldConflict & { owned: string })[] = [];
  for (const [path, value] of given) {
    const now = valueAt(live, path);
    if (isDeepStrictEqual(now, value)) continue;
    // An empty map wants a map to be there, nothing more.
    if (isMap(value) && isMap(now)) continue;
    for (const [manager, paths] of others) {
      for (const owned of ownersOf(path, { paths, live, hasBelow: isMap(now) })) {
        conflicts.push({ path, manager, owned });
      }
    }
  }
  return conflicts;
}

function ownersOf(
  path: string,
  { paths, live, hasBelow }: { paths: ReadonlySet<string>; live: Tree; hasBelow: boolean },
): string[] {
  const found: string[] = paths.has(path) ? [path] : [];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const above = path.slice(0, end);
    // An owner of an empty map does not mind that it fills.
    if (paths.has(above) && !isMap(valueAt(live, above))) found.push(above);
  }
  if (hasBelow) for (const owned of paths) if (owned.startsWith(`${path}/`)) found.push(owned);
  return found;
}
