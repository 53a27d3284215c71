/** Units of panels, by Grafana's names. */
import * as units from "@grafana/grafana-foundation-sdk/units";

export const unit = {
  none: units.NoUnit,
  /** 1.2 k, 3.4 Mil */
  count: units.Short,
  share: units.PercentUnit,
  percent: units.Percent,
  seconds: units.Seconds,
  bytes: units.BytesIEC,
  bytesPerSecond: units.BytesPerSecondSI,
  mebibytes: units.Mebibytes,
  /** Amount of computation: 1.2 PFLOP */
  flop: "si:FLOP",
  flopPerSecond: units.FlopsPerSecond,
  tokens: "si:tok",
  tokensPerSecond: "si:tok/s",
  nats: "suffix:nats",
  decibels: units.Decibel,
  watt: units.Watt,
  celsius: units.Celsius,
  hertz: units.Hertz,
  perSecond: "cps",
} as const;

export type Unit = (typeof unit)[keyof typeof unit];
