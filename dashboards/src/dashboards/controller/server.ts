/** The API server, as the controller sees it. */
import type { Row } from "../../kit/layout.ts";
import { curves } from "../../kit/panels.ts";
import { by, quantile, rate } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { job } from "./selectors.ts";

export const server: Row = {
  title: "API server",
  height: 8,
  panels: [
    {
      width: 6,
      panel: curves({
        title: "Requests by code",
        description:
          "Requests a second by status code. 409 is a conflict, tried again; 429 means that the server wants less.",
        unit: unit.perSecond,
        stacked: true,
        queries: [{ expr: by("sum", ["code"], rate("rest_client_requests_total", job)), legend: "{{code}}" }],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Time of a request, 99 %",
        description: "By verb, watches left out.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          {
            expr: quantile(0.99, "rest_client_request_duration_seconds", { where: job, labels: ["verb"] }),
            legend: "{{verb}}",
          },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Status writes",
        description:
          "By kind, a second. An object's status is written at most every 10 s, and when a condition turns.",
        unit: unit.perSecond,
        softMin: 0,
        queries: [
          {
            expr: by("sum", ["controller"], rate("plateau_status_writes_total", job)),
            legend: "{{controller}}",
          },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Watches begun again",
        description: "Watches that broke off. A server that restarts breaks them all once.",
        unit: unit.perSecond,
        softMin: 0,
        queries: [{ expr: by("sum", [], rate("plateau_watch_restarts_total", job)), legend: "restarts" }],
      }),
    },
  ],
};
