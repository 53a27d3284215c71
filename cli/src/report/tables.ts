/** The numbers of the report as tables. Pure. */
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatFlops,
  formatLoss,
  formatPercent,
  formatValue,
} from "../output/numbers.ts";
import { constantMeanings, constantSymbols } from "./constants.ts";
import { numberColumn as number, textColumn as text, type Table } from "./html.ts";
import type { FitReport, StudyReport } from "./study-report.ts";

export function constantsTable({ constants }: FitReport): Table {
  return {
    columns: [text("Constant"), number("Value"), number("Low"), number("High"), text("Meaning")],
    rows: constants.map(({ name, value, low, high }) => [
      constantSymbols[name],
      formatValue(value),
      formatValue(low),
      formatValue(high),
      constantMeanings[name],
    ]),
  };
}

export function pointTable({ sizes, fit }: StudyReport): Table {
  const residuals = new Map(fit?.points.map(({ N, D, residual }) => [`${N}/${D}`, residual]));
  return {
    columns: [
      text("Size"),
      number("N"),
      number("D, tokens"),
      number("C, FLOPs"),
      number("Loss"),
      number("Residual"),
      text("State"),
    ],
    rows: sizes.flatMap((size) =>
      size.branches.map(({ tokens, flops, finalLoss, state }) => {
        const residual = residuals.get(`${size.parameters}/${tokens}`);
        return [
          size.name,
          formatCount(size.parameters),
          formatCount(tokens),
          formatFlops(flops),
          formatLoss(finalLoss),
          residual === undefined ? "–" : formatPercent(residual, 2),
          state,
        ];
      }),
    ),
  };
}

export function planTable({ sizes }: StudyReport): Table {
  return {
    columns: [
      text("Size"),
      text("Shape"),
      number("N"),
      text("Horizons, tokens"),
      text("Forks at, tokens"),
      text("Plateau"),
    ],
    rows: sizes.map(({ name, shape, parameters, branches, plateau }) => [
      name,
      shape,
      formatCount(parameters),
      branches.map(({ label }) => label).join(", "),
      branches.map(({ forkTokens }) => formatCount(forkTokens)).join(", "),
      plateau.state,
    ]),
  };
}

export function domainTable({ sizes }: StudyReport): Table {
  const last = sizes.map(({ name, branches }) => ({
    name,
    domains: branches.findLast(({ domains }) => domains.length > 0)?.domains ?? [],
  }));
  const names = [...new Set(last.flatMap(({ domains }) => domains.map((domain) => domain.name)))];
  const tokens = new Map(
    last.flatMap(({ domains }) => domains.map((domain) => [domain.name, domain.tokens])),
  );
  return {
    columns: [text("Domain"), number("Tokens scored"), ...last.map(({ name }) => number(name))],
    rows: names.map((name) => [
      name,
      formatCount(tokens.get(name) ?? NaN),
      ...last.map(({ domains }) => formatLoss(domains.find((domain) => domain.name === name)?.loss)),
    ]),
  };
}

export function timingTable({ sizes }: StudyReport): Table {
  const runs = sizes.flatMap(({ plateau, branches }) => [plateau, ...branches]);
  const ms = (value: number): string => value.toFixed(1);
  return {
    columns: [
      text("Run"),
      number("Steps"),
      number("ms/step"),
      number("compute"),
      number("encode"),
      number("wire"),
      number("wait"),
      number("decode"),
      number("update"),
      number("Gradients"),
      number("Payloads"),
      number("Ratio"),
      number("Sent"),
      number("Received"),
      number("SNR, dB"),
      number("Residual"),
      number("Checkpoints"),
      number("Worst stall, ms"),
      number("Wall"),
    ],
    rows: runs.flatMap(({ name, timing }) =>
      timing
        ? [
            [
              name,
              String(timing.steps),
              ms(timing.stepMs),
              ms(timing.phaseMs.compute),
              ms(timing.phaseMs.encode),
              ms(timing.phaseMs.wire),
              ms(timing.phaseMs.wait),
              ms(timing.phaseMs.decode),
              ms(timing.phaseMs.update),
              formatBytes(timing.rawBytes),
              formatBytes(timing.payloadBytes),
              (timing.rawBytes / timing.payloadBytes).toFixed(1),
              formatBytes(timing.sentBytes),
              formatBytes(timing.receivedBytes),
              timing.snrDb?.toFixed(1) ?? "–",
              timing.residualNorm?.toPrecision(3) ?? "–",
              `${timing.checkpoints} (${formatBytes(timing.checkpointBytes)})`,
              ms(timing.worstStallMs),
              timing.wallMs === undefined ? "–" : formatDuration(timing.wallMs),
            ],
          ]
        : [],
    ),
  };
}

export function conditionTable({ study }: StudyReport): Table {
  return {
    columns: [text("Type"), text("Status"), text("Reason"), text("Message"), text("Since")],
    rows: study.conditions.map(({ type, status, reason, message, since }) => [
      type,
      status,
      reason,
      message,
      since,
    ]),
  };
}

export function eventTable({ events }: StudyReport): Table {
  return {
    columns: [text("Time"), text("Reason"), text("Object"), text("Message")],
    rows: events.map(({ at, reason, object, message }) => [at, reason, object, message]),
  };
}
