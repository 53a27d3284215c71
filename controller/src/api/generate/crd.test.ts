import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { parse, parseAllDocuments } from "yaml";
import type { DesiredObject } from "../../cluster/cluster.ts";
import { admit, AdmissionError, kinds, type KindDefinition, type KindName } from "../index.ts";
import { walkSchema } from "../schema/walk.ts";
import { serverDefaults, serverVerdict } from "../testing/crd-server.ts";
import { checkpointManifest, exampleFiles, exampleObjects, exampleText } from "../testing/manifests.ts";
import { crd, crdTemplate } from "./crd.ts";
import { generatedFiles } from "./files.ts";
import type { JsonSchema } from "./structural.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const crds = Object.fromEntries(Object.values(kinds).map((kind) => [kind.kind, crd(kind)])) as Record<
  KindName,
  JsonSchema
>;
const files = generatedFiles();
const goods = [...exampleObjects(), checkpointManifest()];

function admits(object: unknown, old?: Readonly<Record<string, unknown>>): boolean {
  try {
    admit(object, old);
    return true;
  } catch (error) {
    if (error instanceof AdmissionError) return false;
    throw error;
  }
}

describe("generated files", () => {
  it.each([...files.keys()])("%s is what the kinds say (npm run gen)", async (path) => {
    const content = files.get(path) ?? "";
    const wanted = path.endsWith(".md")
      ? await format(content, { parser: "markdown", printWidth: 110 })
      : content;
    expect(readFileSync(`${root}${path}`, "utf8")).toBe(wanted);
  });

  it.each(Object.values(kinds) as KindDefinition[])(
    "the template of $kind is its CRD once Helm has expanded it",
    (kind) => {
      const plain = crdTemplate(kind)
        .split("\n")
        .filter((line) => !line.includes("{{"))
        .join("\n");
      const { metadata, ...rest } = parse(plain) as { metadata: { annotations: object } };
      const wanted = crd(kind);
      expect(rest).toEqual({ apiVersion: wanted.apiVersion, kind: wanted.kind, spec: wanted.spec });
      expect(metadata.annotations).toHaveProperty(["helm.sh/resource-policy"], "keep");
    },
  );
});

interface Node {
  path: string;
  schema: JsonSchema;
}

function* walk(schema: JsonSchema, path: string): Generator<Node> {
  yield { path, schema };
  for (const [name, field] of Object.entries(
    (schema.properties as Record<string, JsonSchema> | undefined) ?? {},
  )) {
    yield* walk(field, `${path}.${name}`);
  }
  if (schema.items) yield* walk(schema.items as JsonSchema, `${path}[]`);
  if (schema.additionalProperties) yield* walk(schema.additionalProperties as JsonSchema, `${path}.*`);
}

function nodes(kind: string): Node[] {
  const { versions } = crds[kind as KindName].spec as {
    versions: { schema: { openAPIV3Schema: { properties: Record<string, JsonSchema> } } }[];
  };
  const properties = versions[0]?.schema.openAPIV3Schema.properties ?? {};
  return [...walk(properties.spec ?? {}, "spec"), ...walk(properties.status ?? {}, "status")];
}

/** Paths of the nodes that break a rule: an empty list says that none does, and names those that do. */
const offenders = (kind: string, breaks: (schema: JsonSchema) => boolean): string[] =>
  nodes(kind)
    .filter(({ schema }) => breaks(schema))
    .map(({ path }) => path);

describe.each(Object.keys(kinds))("schema of %s", (kind) => {
  it("holds no floating-point number", () => {
    expect(offenders(kind, ({ type }) => type === "number")).toEqual([]);
  });
  it("bounds every text that is not one of a few words", () => {
    expect(
      offenders(
        kind,
        ({ type, maxLength, enum: words }) =>
          type === "string" && maxLength === undefined && words === undefined,
      ),
    ).toEqual([]);
  });
  it("bounds every list and says how it is merged", () => {
    expect(
      offenders(
        kind,
        (schema) =>
          schema.type === "array" &&
          (schema.maxItems === undefined || schema["x-kubernetes-list-type"] === undefined),
      ),
    ).toEqual([]);
  });
  it("requires the keys of every map list", () => {
    expect(
      offenders(kind, (schema) => {
        const keys = (schema["x-kubernetes-list-map-keys"] as string[] | undefined) ?? [];
        const required = ((schema.items as JsonSchema | undefined)?.required as string[] | undefined) ?? [];
        return keys.some((key) => !required.includes(key));
      }),
    ).toEqual([]);
  });
  it("types every node, and nothing but the pod template is schema-less", () => {
    expect(
      offenders(
        kind,
        ({ type, "x-kubernetes-int-or-string": either }) => type === undefined && either !== true,
      ),
    ).toEqual([]);
    expect(
      offenders(kind, (schema) => schema["x-kubernetes-preserve-unknown-fields"] === true).every((path) =>
        path.endsWith(".podTemplate"),
      ),
    ).toBe(true);
  });
  it("describes every field", () => {
    expect(
      nodes(kind)
        .filter(({ path, schema }) => !path.endsWith("[]") && !path.endsWith(".*") && !schema.description)
        .map(({ path }) => path),
    ).toEqual([]);
  });
  it("has defaults that the schema itself accepts", () => {
    const definition = kinds[kind as KindName] as KindDefinition;
    for (const { schema } of walkSchema(definition.spec)) {
      const absent = schema.safeParse(undefined);
      if (absent.success && absent.data !== undefined)
        expect(schema.safeParse(absent.data).success).toBe(true);
    }
  });
  it("writes patterns that Go's RE2 reads too", () => {
    // No look-around, no back-references, no \u escapes.
    const strange = /\(\?[=!<]|\\[1-9]|\\u/;
    expect(offenders(kind, ({ pattern }) => typeof pattern === "string" && strange.test(pattern))).toEqual(
      [],
    );
  });
});

/** Every message of a CEL rule. */
const ruleMessages = new Set(
  Object.keys(kinds).flatMap((kind) =>
    nodes(kind).flatMap(({ schema }) =>
      ((schema["x-kubernetes-validations"] as { message: string }[] | undefined) ?? []).map(
        ({ message }) => message,
      ),
    ),
  ),
);

/** A change to a good spec: somewhere, something else. */
interface Mutation {
  where: number;
  what: "remove" | "unknown" | "duplicate" | "set";
  value: unknown;
}

const values = [
  -1,
  0,
  1,
  2,
  3,
  7,
  64,
  1.5,
  4097,
  3e9,
  "",
  "x",
  "Llama",
  "GPT2",
  "SGD",
  "0",
  "1",
  "0.5",
  "4e-3",
  "1e400",
  "-1",
  "1e20",
  "a".repeat(300),
  "400e3",
  true,
  false,
  [],
  {},
  ["1", "1"],
  [5, 5],
  ["1e3", "1000"],
  { steps: 5 },
  { tokens: "5" },
  { steps: [9e8] },
];

const mutation: fc.Arbitrary<Mutation> = fc.record({
  where: fc.nat(10_000),
  what: fc.constantFrom("remove", "unknown", "duplicate", "set", "set", "set"),
  value: fc.constantFrom(...values),
});

/** Every (container, key) of a document. */
function places(value: unknown, found: { in: Record<string, unknown>; key: string }[] = []): typeof found {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ in: value as Record<string, unknown>, key });
    places((value as Record<string, unknown>)[key], found);
  }
  return found;
}

function mutate(spec: unknown, { where, what, value }: Mutation): void {
  const all = places(spec);
  const place = all[where % all.length];
  if (!place) return;
  const target = place.in[place.key];
  if (what === "unknown" && !Array.isArray(place.in)) place.in.fooBar = value;
  else if (what === "duplicate" && Array.isArray(target) && target.length > 0)
    target.push(structuredClone(target[0]));
  else if (what === "remove" && !Array.isArray(place.in)) delete place.in[place.key];
  else place.in[place.key] = structuredClone(value);
}

describe("admission and CRD", () => {
  it.each(goods.map((object) => [`${String(object.kind)} ${object.metadata.name}`, object] as const))(
    "both take %s",
    (_title, object) => {
      expect(serverVerdict(crds[object.kind as KindName], object.spec)).toEqual([]);
      expect(admits(object)).toBe(true);
    },
  );

  it.each(
    exampleFiles.flatMap((file) =>
      parseAllDocuments(exampleText(file)).map((document) => document.toJS() as DesiredObject),
    ),
  )("fill in the same defaults: $kind $metadata.name", (written) => {
    expect(admit(written).spec).toEqual(serverDefaults(crds[written.kind as KindName], written.spec));
  });

  it("give the same verdict on changed objects", () => {
    let refused = 0;
    let refusedByRules = 0;
    fc.assert(
      fc.property(
        fc.nat(goods.length - 1),
        fc.array(mutation, { minLength: 1, maxLength: 2 }),
        (index, mutations) => {
          const object = structuredClone(goods[index] as DesiredObject);
          for (const each of mutations) mutate(object.spec, each);
          const server = serverVerdict(crds[object.kind as KindName], object.spec);
          if (server.length > 0) refused++;
          // "spec.a.b[0]: message" of a rule alone: the shape was right.
          const messages = server.map((complaint) => complaint.slice(complaint.indexOf(": ") + 2));
          if (messages.length > 0 && messages.every((message) => ruleMessages.has(message))) refusedByRules++;
          expect({ admitted: admits(object), server }).toEqual({ admitted: server.length === 0, server });
        },
      ),
      { numRuns: 1500, seed: 3 },
    );
    // The generator must reach both verdicts, or the law says nothing.
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(1450);
    expect(refusedByRules).toBeGreaterThan(15);
  });

  it("give the same verdict on changes of an existing object", () => {
    let refused = 0;
    let admitted = 0;
    fc.assert(
      fc.property(fc.nat(goods.length - 1), mutation, (index, change) => {
        const old = goods[index] as DesiredObject;
        const object = structuredClone(old);
        mutate(object.spec, change);
        if (!admits(object)) return;
        const server = serverVerdict(crds[object.kind as KindName], object.spec, old.spec);
        if (server.length > 0) refused++;
        else admitted++;
        expect({ admitted: admits(object, old), server }).toEqual({ admitted: server.length === 0, server });
      }),
      { numRuns: 1500, seed: 4 },
    );
    expect(refused).toBeGreaterThan(60);
    expect(admitted).toBeGreaterThan(60);
  });
});
