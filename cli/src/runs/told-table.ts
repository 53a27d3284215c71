/** What a run has told as a table for people, or as CSV or JSON for programs: every step, or every evaluation. Pure. */
import type { EvaluationRecord, StepRecord } from "@plateau/controller/progress/index.ts";
import { formatBytes, formatCount, formatFlops, formatLoss, formatValue } from "../output/numbers.ts";
import { formatTable, type Column } from "../output/table.ts";

export type ToldFormat = "table" | "csv" | "json";

interface Field<T> {
  /** In CSV: the unit is part of the name. */
  name: string;
  value: (record: T) => number | string | undefined;
  /** In the table; what has none is left to the other formats. */
  shown?: { title: string; text: (record: T) => string };
}

const milliseconds = (value: number): string => value.toFixed(1);

const stepFields: readonly Field<StepRecord>[] = [
  { name: "step", value: ({ step }) => step, shown: { title: "STEP", text: ({ step }) => String(step) } },
  {
    name: "tokens",
    value: ({ tokens }) => tokens,
    shown: { title: "TOKENS", text: ({ tokens }) => formatCount(tokens) },
  },
  {
    name: "flops",
    value: ({ flops }) => flops,
    shown: { title: "FLOPS", text: ({ flops }) => formatFlops(flops) },
  },
  {
    name: "loss",
    value: ({ loss }) => loss,
    shown: { title: "LOSS", text: ({ loss }) => formatLoss(loss) },
  },
  {
    name: "learning_rate",
    value: ({ learningRate }) => learningRate,
    shown: { title: "RATE", text: ({ learningRate }) => formatValue(learningRate, 3) },
  },
  {
    name: "gradient_norm",
    value: ({ gradientNorm }) => gradientNorm,
    shown: { title: "GRADIENT", text: ({ gradientNorm }) => formatValue(gradientNorm, 3) },
  },
  {
    name: "step_ms",
    value: ({ stepMs }) => stepMs,
    shown: { title: "MS", text: ({ stepMs }) => milliseconds(stepMs) },
  },
  ...(["compute", "encode", "wire", "wait", "decode", "update"] as const).map((phase): Field<StepRecord> => ({
    name: `${phase}_ms`,
    value: ({ phaseMs }) => phaseMs[phase],
    shown: { title: phase.toUpperCase(), text: ({ phaseMs }) => milliseconds(phaseMs[phase]) },
  })),
  { name: "raw_bytes", value: ({ rawBytes }) => rawBytes },
  { name: "payload_bytes", value: ({ payloadBytes }) => payloadBytes },
  {
    name: "sent_bytes",
    value: ({ sentBytes }) => sentBytes,
    shown: { title: "SENT", text: ({ sentBytes }) => formatBytes(sentBytes) },
  },
  { name: "received_bytes", value: ({ receivedBytes }) => receivedBytes },
  {
    name: "snr_db",
    value: ({ snrDb }) => snrDb,
    shown: { title: "SNR", text: ({ snrDb }) => (snrDb === undefined ? "" : snrDb.toFixed(1)) },
  },
  { name: "residual_norm", value: ({ residualNorm }) => residualNorm },
  { name: "told_at", value: ({ atMs }) => new Date(atMs).toISOString() },
];

const evaluationFields: readonly Field<EvaluationRecord>[] = [
  { name: "step", value: ({ step }) => step, shown: { title: "STEP", text: ({ step }) => String(step) } },
  {
    name: "weights",
    value: ({ weights }) => weights,
    shown: { title: "WEIGHTS", text: ({ weights }) => weights },
  },
  {
    name: "loss",
    value: ({ loss }) => loss,
    shown: { title: "LOSS", text: ({ loss }) => formatLoss(loss) },
  },
  {
    name: "tokens",
    value: ({ tokens }) => tokens,
    shown: { title: "TOKENS", text: ({ tokens }) => formatCount(tokens) },
  },
  { name: "told_at", value: ({ atMs }) => new Date(atMs).toISOString() },
];

/** Ends with a line break; a table without rows is its head. */
export function formatSteps(steps: readonly StepRecord[], format: ToldFormat): string {
  return formatRecords(steps, stepFields, format);
}

export function formatEvaluations(evaluations: readonly EvaluationRecord[], format: ToldFormat): string {
  return formatRecords(evaluations, evaluationFields, format);
}

function formatRecords<T>(records: readonly T[], fields: readonly Field<T>[], format: ToldFormat): string {
  if (format === "json") return `${JSON.stringify(records, null, 2)}\n`;
  if (format === "csv") {
    const lines = records.map((record) => fields.map(({ value }) => value(record) ?? "").join(","));
    return [fields.map(({ name }) => name).join(","), ...lines, ""].join("\n");
  }
  const shown = fields.flatMap((field) => field.shown ?? []);
  const columns = shown.map(({ title }): Column => ({
    title,
    align: title === "WEIGHTS" ? "left" : "right",
  }));
  const rows = records.map((record) => shown.map(({ text }) => text(record)));
  return [...formatTable(columns, rows), ""].join("\n");
}
