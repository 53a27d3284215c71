/** Families by ours, and the one of a config.json. */
import type { ModelConfig } from "@plateau/proto";
import type { Family } from "../family.ts";
import type { Fields } from "../fields.ts";
import { gpt2 } from "./gpt2/gpt2.ts";
import { llama } from "./llama/llama.ts";

/** Each name is a folder beside this file. */
export const families: {
  readonly [F in ModelConfig["family"]]: Family<Extract<ModelConfig, { family: F }>>;
} = { llama, gpt2 };

export function familyOf({ family }: ModelConfig): Family {
  return families[family] as Family;
}

/** @throws HuggingFaceError E_HUGGINGFACE_UNSUPPORTED for an architecture that we do not have */
export function familyOfConfig(fields: Fields): Family {
  const known = Object.values(families) as Family[];
  const architectures = fields.value("architectures");
  const modelType = fields.value("model_type");
  const found = known.find((family) =>
    Array.isArray(architectures) && architectures.length > 0
      ? architectures.includes(family.architecture)
      : modelType === family.modelType,
  );
  if (found) return found;
  const [field, wanted]: [string, (family: Family) => string] =
    architectures === undefined
      ? ["model_type", ({ modelType: name }) => JSON.stringify(name)]
      : ["architectures", ({ architecture }) => architecture];
  throw fields.unsupported(
    field,
    known.map(wanted).join(" and "),
    "Other architectures have no counterpart here.",
  );
}
