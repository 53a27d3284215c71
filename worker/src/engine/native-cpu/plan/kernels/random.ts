/** Random bits, which the native part makes in one piece. */
import { named, output, type Translation } from "./translation.ts";

const randomBits: Translation = (call, plan) => {
  const { shape } = output(call);
  const numbers = [...shape, call.attributes.site as number];
  return plan.other("random", numbers, { from: [named(call, "keys").view], shapes: [shape] });
};

export const randomTranslations: Readonly<Record<string, Translation>> = { RandomBits: randomBits };
