/**
 * Makes test/chart/schemas/*.json, strict JSON schemas of the kinds that the chart renders, from a running API server:
 *   kubectl get --raw reaches it through KUBECONFIG;  node test/chart/support/schemas.ts
 * Committed, because the schemas that kubeconform takes by default are online.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Kind and group/version as kubeconform's file names have them: kind-group-version. */
const wanted: Record<string, string[]> = {
  "api/v1": ["ConfigMap", "Pod", "Service", "ServiceAccount"],
  "apis/apps/v1": ["Deployment", "StatefulSet"],
  "apis/policy/v1": ["PodDisruptionBudget"],
  "apis/rbac.authorization.k8s.io/v1": ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
  "apis/networking.k8s.io/v1": ["NetworkPolicy"],
  "apis/apiextensions.k8s.io/v1": ["CustomResourceDefinition"],
  "apis/admissionregistration.k8s.io/v1": ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
};

type Json = Record<string, unknown>;

const raw = (path: string): Json =>
  JSON.parse(
    execFileSync("kubectl", ["get", "--raw", path], { encoding: "utf8", maxBuffer: 64 << 20 }),
  ) as Json;

const folder = join(import.meta.dirname, "..", "schemas");
mkdirSync(folder, { recursive: true });
const index = raw("/openapi/v3")["paths"] as Record<string, { serverRelativeURL: string }>;
for (const [path, kinds] of Object.entries(wanted)) {
  const document = raw(index[path]!.serverRelativeURL);
  const schemas = (document["components"] as { schemas: Record<string, Json> }).schemas;
  for (const kind of kinds) writeKind(schemas, path, kind);
}

function writeKind(schemas: Record<string, Json>, path: string, kind: string): void {
  const root = Object.values(schemas).find((schema) => {
    const names = schema["x-kubernetes-group-version-kind"] as { kind: string }[] | undefined;
    return names?.length === 1 && names[0]!.kind === kind;
  });
  if (!root) throw new Error(`the API server's ${path} has no kind ${kind}`);
  const used = new Map<string, unknown>();
  const collect = (name: string): void => {
    if (used.has(name)) return;
    used.set(name, undefined);
    used.set(name, strict(schemas[name], collect));
  };
  const schema = strict(root, collect) as Json;
  schema["components"] = { schemas: Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1))) };
  const group = path.split("/").at(-2)!.split(".")[0]!;
  const suffix = path === "api/v1" ? "v1" : `${group}-v1`;
  writeFileSync(join(folder, `${kind.toLowerCase()}-${suffix}.json`), `${JSON.stringify(schema)}\n`);
}

/** OpenAPI to JSON schema: no fields but the named ones, no texts. Tells `collect` of every reference. */
function strict(value: unknown, collect: (name: string) => void): unknown {
  if (Array.isArray(value)) return value.map((entry) => strict(entry, collect));
  if (!isMap(value)) return value;
  if (typeof value["$ref"] === "string") {
    collect(value["$ref"].split("/").at(-1)!);
    return { $ref: value["$ref"] };
  }
  const node = Object.fromEntries(
    Object.entries(value)
      .filter(([key, entry]) => !isNoise(key, entry))
      .map(([key, entry]) => [key, strictKeyword(key, entry, collect)]),
  );
  if (isMap(node["properties"]) && !("additionalProperties" in node)) node["additionalProperties"] = false;
  if (node["format"] !== "int-or-string") return node;
  delete node["format"];
  delete node["type"];
  return { ...node, oneOf: [{ type: "string" }, { type: "integer" }] };
}

/** Names of fields are no keywords: a field called "default" or "description" stays. */
function strictKeyword(key: string, entry: unknown, collect: (name: string) => void): unknown {
  if (key !== "properties" || !isMap(entry)) return strict(entry, collect);
  return Object.fromEntries(Object.entries(entry).map(([name, field]) => [name, strict(field, collect)]));
}

function isNoise(key: string, entry: unknown): boolean {
  return (
    key.startsWith("x-kubernetes-") ||
    key === "default" ||
    (key === "description" && typeof entry === "string")
  );
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
