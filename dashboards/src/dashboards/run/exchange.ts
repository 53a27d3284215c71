/** What ranks send each other, what the codec saves, and what the channel does to it. */
import type { Row } from "../../kit/layout.ts";
import { curves, withLooks } from "../../kit/panels.ts";
import { by, rate, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { run } from "./selectors.ts";

const gradient = by("sum", [], rate("plateau_worker_gradient_bytes_total", run));
const payload = by("sum", [], rate("plateau_worker_payload_bytes_total", run));
const sent = by("sum", [], rate("plateau_worker_sent_bytes_total", run));

export const exchange: Row = {
  title: "Exchange of gradients",
  height: 8,
  panels: [
    {
      width: 7,
      panel: curves({
        title: "Bytes",
        description:
          "Of all ranks: gradients before the codec, what the codec made of them, and what went through the sockets. Logarithmic.",
        unit: unit.bytesPerSecond,
        logarithmic: true,
        queries: [
          { expr: gradient, legend: "gradients" },
          { expr: payload, legend: "payload" },
          { expr: sent, legend: "sent" },
        ],
      }),
    },
    {
      width: 5,
      panel: curves({
        title: "Compression",
        description: "Bytes of gradients for a byte of payload; 1 without a codec.",
        unit: unit.none,
        decimals: 1,
        softMin: 0,
        queries: [{ expr: `${gradient} / ${payload}`, legend: "gradients / payload" }],
      }),
    },
    {
      width: 6,
      panel: withLooks(
        curves({
          title: "Signal-to-noise ratio",
          description:
            "Of the mean gradient as received in the last step, and what the channel is set to; empty on a noiseless channel.",
          unit: unit.decibels,
          decimals: 1,
          queries: [
            { expr: by("max", [], series("plateau_run_snr_decibels", run)), legend: "received" },
            { expr: by("max", [], series("plateau_run_snr_floor_decibels", run)), legend: "channel" },
          ],
        }),
        [{ name: "channel", colour: "orange", dashed: true }],
      ),
    },
    {
      width: 6,
      panel: curves({
        title: "Residual",
        description:
          "L2 norm of what the codec of each rank has kept back for later steps; empty if it keeps nothing. It should settle, not grow.",
        unit: unit.none,
        decimals: 2,
        queries: [
          { expr: by("max", ["rank"], series("plateau_worker_residual_norm", run)), legend: "rank {{rank}}" },
        ],
      }),
    },
  ],
};
