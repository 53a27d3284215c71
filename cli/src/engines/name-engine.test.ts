import { describe, expect, it } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifests } from "@plateau/controller/api/index.ts";
import { engineOption, nameEngine } from "./name-engine.ts";

const examples = join(import.meta.dirname, "../../../examples");
const read = (file: string): ReturnType<typeof parseManifests> =>
  parseManifests(readFileSync(join(examples, file), "utf8"), file);
const specOf = (file: string): Spec => nameEngine(read(file), "Reference")[0]!.object["spec"] as never;

interface Spec {
  engine: object;
  runTemplate: { spec: { engine: object } };
}

describe("--engine", () => {
  it("names the engine of runs, of branches, and of a study's runs, and leaves the rest", () => {
    expect(specOf("training-run.yaml").engine).toEqual({
      name: "Reference",
      threads: 1,
      products: "Float32",
      recompute: false,
    });
    expect(specOf("cooldown.yaml").engine).toEqual({ name: "Reference" });
    const [before] = read("brown-study.yaml");
    const template = specOf("brown-study.yaml").runTemplate.spec;
    expect(template).toEqual({
      ...(before!.object["spec"] as Spec).runTemplate.spec,
      engine: { ...template.engine, name: "Reference" },
    });
  });

  it("is refused where the spec asks for what the engine cannot do", () => {
    const [manifest] = read("training-run.yaml");
    const spec = manifest!.object["spec"] as object;
    const bfloat = {
      ...manifest!,
      object: { ...manifest!.object, spec: { ...spec, engine: { name: "Pjrt", products: "BFloat16" } } },
    };
    expect(() => nameEngine([bfloat], "OnnxRuntime")).toThrow(/only the engine Pjrt can/);
  });

  it.each([
    ["pjrt", "Pjrt"],
    ["ONNXRUNTIME", "OnnxRuntime"],
    ["Reference", "Reference"],
  ])("%s is %s", (text, name) => {
    expect(engineOption(text)).toBe(name);
  });

  it("lists the engines for a name that is none", () => {
    expect(() => engineOption("torch")).toThrow(/no engine "torch"; use OnnxRuntime, /);
  });
});
