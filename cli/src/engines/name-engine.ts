/** `--engine`: the engine of everything in the manifests, whatever they say themselves. */
import { admit } from "@plateau/controller/api/admit.ts";
import type { Manifest } from "@plateau/controller/api/index.ts";
import { engineNames, type EngineName } from "@plateau/controller/api/parts/execution.ts";
import { CliError } from "../errors.ts";

/** @throws CliError E_USAGE; capitals do not matter */
export function engineOption(text: string): EngineName {
  const name = engineNames.find((each) => each.toLowerCase() === text.toLowerCase());
  if (name) return name;
  throw new CliError("E_USAGE", `There is no engine "${text}"; use ${engineNames.join(", ")}.`);
}

/** Runs compute on it, and branches of their checkpoints; of a study, all runs. @throws AdmissionError if a spec forbids it */
export function nameEngine(manifests: readonly Manifest[], name: EngineName): Manifest[] {
  return manifests.map((manifest) => {
    const { object } = manifest;
    const spec = object["spec"] as Spec;
    const named =
      object.kind === "ScalingStudy"
        ? { ...spec, runTemplate: { ...spec.runTemplate, spec: withEngine(spec.runTemplate?.spec, name) } }
        : withEngine(spec, name);
    return { ...manifest, object: admit({ ...object, spec: named }) };
  });
}

interface Spec {
  engine?: object;
  runTemplate?: { spec?: Spec };
}

function withEngine(spec: Spec | undefined, name: EngineName): Spec {
  return { ...spec, engine: { ...spec?.engine, name } };
}
