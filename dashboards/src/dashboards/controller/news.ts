/** What workers tell: over their own connections, and through the event stream. */
import type { Row } from "../../kit/layout.ts";
import { curves } from "../../kit/panels.ts";
import { by, quantile, rate, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { job } from "./selectors.ts";

export const progress: Row = {
  title: "Runs",
  height: 8,
  panels: [
    {
      width: 6,
      panel: curves({
        title: "Ranks connected",
        description: "Ranks that tell their progress to the leader.",
        unit: unit.count,
        softMin: 0,
        steps: true,
        queries: [{ expr: by("sum", [], series("plateau_progress_connections", job)), legend: "ranks" }],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Progress messages",
        description: "Messages of ranks a second, by type.",
        unit: unit.perSecond,
        stacked: true,
        queries: [
          { expr: by("sum", ["type"], rate("plateau_progress_messages_total", job)), legend: "{{type}}" },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Failures",
        description: "Lives of ranks and gangs that ended badly since the leader's process began, by reason.",
        unit: unit.count,
        steps: true,
        softMin: 0,
        queries: [
          { expr: by("sum", ["reason"], series("plateau_run_failures_total", job)), legend: "{{reason}}" },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Gang ready",
        description:
          "From the start of a gang to all its ranks being in the group: scheduling, images, data.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          { expr: quantile(0.5, "plateau_gang_ready_seconds", { where: job }), legend: "median" },
          { expr: quantile(0.99, "plateau_gang_ready_seconds", { where: job }), legend: "99 %" },
        ],
      }),
    },
  ],
};

export const stream: Row = {
  title: "Event stream",
  height: 8,
  panels: [
    {
      width: 6,
      panel: curves({
        title: "Events taken",
        description: "Events a second that the leader took from the stream. Empty without a stream.",
        unit: unit.perSecond,
        softMin: 0,
        queries: [{ expr: by("sum", [], rate("plateau_events_received_total", job)), legend: "events" }],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Lag",
        description: "From the sending of an event to its being taken in.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          { expr: quantile(0.5, "plateau_events_lag_seconds", { where: job }), legend: "median" },
          { expr: quantile(0.99, "plateau_events_lag_seconds", { where: job }), legend: "99 %" },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Pending",
        description:
          "Events in the stream that the controller has not taken yet. It falls again after an outage.",
        unit: unit.count,
        softMin: 0,
        queries: [{ expr: by("max", [], series("plateau_events_pending", job)), legend: "pending" }],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Lost",
        description:
          "Gaps in the counting of senders that were not filled: events that fell out of a buffer or the stream.",
        unit: unit.count,
        softMin: 0,
        queries: [{ expr: by("max", [], series("plateau_events_lost_total", job)), legend: "lost" }],
      }),
    },
  ],
};
