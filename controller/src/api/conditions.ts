/** Conditions as every kind's status carries them (Kubernetes' metav1.Condition). */
import type { z } from "zod";
import { choice, integer, list, object, text } from "./schema/fields.ts";

export const condition = object("One observed aspect of the object.", {
  type: text("What it is about.", { min: 1, max: 64 }),
  status: choice("True, False or Unknown.", ["True", "False", "Unknown"]),
  reason: text("One CamelCase word for programs.", { min: 1, max: 64 }),
  message: text("A sentence for people.", { max: 4096 }),
  lastTransitionTime: text("When the status flipped last (RFC 3339).", { max: 32 }),
  observedGeneration: integer("Generation of the spec that this was seen for.", { min: 0 }),
});

export const conditions = list("What is the case, one entry per aspect.", condition, {
  max: 16,
  list: { type: "map", keys: ["type"] },
}).default([]);

export type Condition = z.output<typeof condition>;
export type ConditionStatus = Condition["status"];
