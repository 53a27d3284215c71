/** The chart's rights against what a controller has asked for: one that nobody uses is one too many. */
import { join } from "node:path";
import { parse } from "yaml";
import type { Asked } from "../bed/index.ts";

export const rulesFile = join(
  import.meta.dirname,
  "..",
  "..",
  "..",
  "charts",
  "plateau",
  "rbac",
  "rules.yaml",
);

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/**
 * Asked for by admission in the API server's own name and not in any request of the controller: owner references that block deletion
 * (the plugin OwnerReferencesPermissionEnforcement, which the bed has on).
 */
const byAdmission = /\/finalizers update$/;

/**
 * What it asked for in vain. An API server that has just started refuses for a moment what it allows: what was allowed at another time
 * does not count.
 */
export function refused(asked: readonly Asked[]): Asked[] {
  const what = ({ apiGroup, resource, subresource, verb, namespace }: Asked): string =>
    [apiGroup, resource, subresource, verb, namespace].join(" ");
  const allowed = new Set(asked.filter(({ code }) => code < 400).map(what));
  return asked.filter((each) => each.code === 403 && !allowed.has(what(each)));
}

/** `verb resource` of each right that no request has used. */
export function unusedRights(rules: string, asked: readonly Asked[]): string[] {
  const used = new Set(
    asked.flatMap(({ apiGroup = "", resource, subresource, verb, code }) => {
      const what = subresource === undefined ? resource : `${resource}/${subresource}`;
      // An apply that makes the object is a patch by name and needs the right to create as well.
      const verbs = verb === "patch" && code === 201 ? ["patch", "create"] : [verb];
      return verbs.map((each) => right(apiGroup, what, each));
    }),
  );
  const given = (parse(rules) as Rule[]).flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => right(group, resource, verb))),
    ),
  );
  return given.filter((each) => !used.has(each) && !byAdmission.test(each));
}

function right(group: string, resource: string, verb: string): string {
  return `${group === "" ? "" : `${group}/`}${resource} ${verb}`;
}
