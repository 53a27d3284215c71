/** The group of ranks: who is there, how often it had to be formed anew, and whether its news gets through. */
import type { Row } from "../../kit/layout.ts";
import { curves, states, withLooks } from "../../kit/panels.ts";
import { by, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { runStates, stateNumbers } from "../states.ts";
import { ranksWanted, run } from "./selectors.ts";

const increase = (expression: string): string => `increase(${expression}[$__rate_interval])`;

export const group: Row = {
  title: "Ranks",
  height: 8,
  panels: [
    {
      width: 6,
      panel: withLooks(
        curves({
          title: "Ranks joined",
          description: "Ranks in the group, and how many there should be.",
          unit: unit.none,
          decimals: 0,
          softMin: 0,
          steps: true,
          queries: [
            { expr: by("max", [], ranksWanted), legend: "wanted" },
            { expr: by("max", [], series("plateau_run_workers", run)), legend: "joined" },
          ],
        }),
        [
          { name: "wanted", colour: "orange", dashed: true },
          { name: "joined", colour: "blue" },
        ],
      ),
    },
    {
      width: 6,
      panel: curves({
        title: "Changes of the group",
        description:
          "Times that the group was formed anew since the oldest of its processes began, by cause.",
        unit: unit.none,
        softMin: 0,
        steps: true,
        queries: [
          {
            expr: by("max", ["cause"], series("plateau_worker_group_changes_total", run)),
            legend: "{{cause}}",
          },
        ],
      }),
    },
    {
      width: 6,
      panel: states({
        title: "State",
        description: "What the run was doing.",
        unit: unit.none,
        states: runStates,
        query: { expr: stateNumbers(run), legend: "{{kind}} {{run}}" },
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Gang and losses",
        description: "Number of the gang that is running or was the last to run, and gangs lost to failures.",
        unit: unit.none,
        decimals: 0,
        softMin: 0,
        steps: true,
        queries: [
          { expr: by("max", [], series("plateau_run_attempt", run)), legend: "gang" },
          { expr: by("max", [], series("plateau_run_gang_failures", run)), legend: "lost" },
        ],
      }),
    },
    {
      width: 12,
      panel: curves({
        title: "News that waits",
        description:
          "Messages that the controller or the event stream has not taken yet, of all ranks. Training does not wait for them.",
        unit: unit.count,
        softMin: 0,
        queries: [
          { expr: by("sum", ["to"], series("plateau_worker_progress_waiting", run)), legend: "for {{to}}" },
        ],
      }),
    },
    {
      width: 12,
      panel: curves({
        title: "News given up",
        description: "Messages dropped because a buffer was full: their receiver was away for too long.",
        unit: unit.count,
        softMin: 0,
        queries: [
          {
            expr: by("sum", ["to"], increase(series("plateau_worker_progress_dropped_total", run))),
            legend: "for {{to}}",
          },
        ],
      }),
    },
  ],
};
