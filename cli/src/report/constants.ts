/** Names of the law's constants for people. */
import type { ConstantName } from "./study-report.ts";

export const constantSymbols: Readonly<Record<ConstantName, string>> = {
  E: "E",
  A: "A",
  B: "B",
  alpha: "α",
  beta: "β",
  a: "a",
};

export const constantMeanings: Readonly<Record<ConstantName, string>> = {
  E: "loss that no size and no data take away, nats per token",
  A: "scale of the part that size takes away",
  B: "scale of the part that data take away",
  alpha: "how fast size takes it away",
  beta: "how fast data take it away",
  a: "β/(α+β): optimal size grows as compute to this power",
};
