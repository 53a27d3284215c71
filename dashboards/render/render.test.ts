/** The renderer, on answers of a Prometheus that are written here: what Grafana makes of queries, tables, times and numbers. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DashboardJson, PanelJson, VariableJson } from "../src/model.ts";
import { formatValue } from "./format.ts";
import { askMarks, framesOf, legendOf, type Asked } from "./frames.ts";
import { Prometheus } from "./prometheus.ts";
import { chooseValues, interpolate, windowOf } from "./variables.ts";

const asked = (refId: string, value: number[], labels: Record<string, string>[]): Asked => ({
  target: { refId, expr: "x", format: "table", datasource: { type: "prometheus", uid: "x" } },
  series: labels.map((own, i) => ({ labels: own, refId, name: "", points: [[100, value[i]!]] })),
});

describe("tables", () => {
  const panel = (transformations: PanelJson["transformations"]): PanelJson => ({
    id: 1,
    type: "xychart",
    title: "plane",
    gridPos: { x: 0, y: 0, w: 1, h: 1 },
    ...(transformations ? { transformations } : {}),
  });

  it("of two queries become one by their labels, sorted, and a frame for each value of a label", () => {
    const labels = [
      { size: "s", point: "a" },
      { size: "m", point: "b" },
      { size: "s", point: "c" },
    ];
    const frames = framesOf(
      panel([
        { id: "merge", options: {} },
        { id: "sortBy", options: { sort: [{ field: "Value #A" }] } },
        { id: "partitionByValues", options: { fields: ["size"] } },
      ]),
      // The point c has no loss yet.
      [asked("A", [3, 2, 1], labels), asked("B", [30, 20], labels.slice(0, 2))],
    );
    const seen = frames.map((frame) => [
      frame.labels["size"],
      frame.rows.map((row) => [row["Value #A"], row["Value #B"]]),
    ]);
    expect(seen).toEqual([
      [
        "s",
        [
          [1, undefined],
          [3, 30],
        ],
      ],
      ["m", [[2, 20]]],
    ]);
  });

  it("by a transformation that is not understood are an error that names it", () => {
    expect(() => framesOf(panel([{ id: "reduce", options: {} }]), [])).toThrow(
      /"plane": transformation "reduce"/,
    );
  });
});

describe("a window", () => {
  it("has a point for a pixel at most, none between scrapes, and rates over four scrapes", () => {
    expect(windowOf({ from: 0, to: 3600 }, 600, 30)).toMatchObject({ step: 30, rateInterval: 120 });
    expect(windowOf({ from: 0, to: 86_400 }, 600, 30)).toMatchObject({ step: 144, rateInterval: 174 });
  });

  it("and variables go into a query; what is not known stays", () => {
    const window = { range: { from: 0, to: 1 }, step: 30, rateInterval: 120 };
    expect(
      interpolate(
        'rate(x{run="$run", n="${namespace}"}[$__rate_interval]) $1',
        { run: "a", namespace: "b" },
        window,
      ),
    ).toBe('rate(x{run="a", n="b"}[120s]) $1');
  });
});

describe("numbers", () => {
  it.each([
    [1.5e12, "si:FLOP", undefined, "1.5 TFLOP"],
    [0.237, "percentunit", 1, "23.7%"],
    [0.0042, "s", undefined, "4.2 ms"],
    [7200, "s", 1, "2.0 hours"],
    [3 * 2 ** 20, "bytes", undefined, "3 MiB"],
    [61_000, "mbytes", undefined, "59.6 GiB"],
    [2.5e6, "Bps", undefined, "2.5 MB/s"],
    [2.1e6, "short", undefined, "2.1 Mil"],
    [3.1416, "suffix:nats", 2, "3.14 nats"],
    [NaN, "s", undefined, "NaN"],
    [0, "si:tok", undefined, "0 tok"],
  ])("%p in %s", (value, unit, decimals, text) => {
    expect(formatValue(value, unit, decimals)).toBe(text);
  });

  it("legends leave out labels that are not there", () => {
    expect(legendOf("rank {{rank}} {{ other }}", { rank: "3" })).toBe("rank 3");
  });
});

describe("a Prometheus", () => {
  let server: Server;
  let prometheus: Prometheus;
  const answers: Record<string, unknown> = {
    query_range: {
      resultType: "matrix",
      result: [
        {
          metric: { run: "a" },
          values: [
            [0, "0"],
            [30, "2"],
            [60, "1"],
            [200, "1"],
          ],
        },
      ],
    },
    "label/run/values": ["run-10", "run-9"],
  };
  beforeAll(async () => {
    server = createServer(({ url = "" }, response) => {
      const path = url.replace("/api/v1/", "").split("?")[0]!;
      const data = answers[path];
      response.end(
        JSON.stringify(data ? { status: "success", data } : { status: "error", error: "bad query" }),
      );
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    prometheus = new Prometheus(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(() => void server.close());

  const dashboardOf = (variables: VariableJson[], useValueForTime: boolean): DashboardJson => ({
    uid: "x",
    title: "X",
    description: "",
    panels: [],
    links: [],
    time: { from: "now-1h", to: "now" },
    templating: { list: variables },
    annotations: {
      list: [
        {
          name: "marks",
          enable: true,
          iconColor: "red",
          titleFormat: "{{run}}",
          textFormat: "",
          useValueForTime,
          target: { refId: "A", expr: "x", range: true, datasource: { type: "prometheus", uid: "x" } },
        },
      ],
    },
  });
  const run: VariableJson = { type: "query", name: "run", label: "Run", query: "label_values(x, run)" };
  const range = { from: 0, to: 300 };

  it("offers values in the order of their numbers; the first is chosen, another must be among them", async () => {
    const dashboard = dashboardOf([run], false);
    expect(await chooseValues(dashboard, {}, { prometheus, range })).toEqual({ run: "run-9" });
    await expect(chooseValues(dashboard, { run: "b" }, { prometheus, range })).rejects.toThrow(
      /no run "b".*run-9, run-10/,
    );
    await expect(chooseValues(dashboard, { rum: "b" }, { prometheus, range })).rejects.toThrow(
      /no variable "rum"/,
    );
    const all = dashboardOf([{ ...run, includeAll: true, allValue: ".*" }], false);
    expect(await chooseValues(all, {}, { prometheus, range })).toEqual({ run: ".*" });
  });

  it("says where something happened: neighbours within a step are one, zeros none", async () => {
    const asking = { prometheus, values: {}, window: windowOf(range, 10, 15) };
    const marks = await askMarks(dashboardOf([], false), asking);
    expect(marks.get("marks")).toMatchObject([
      { title: "a", from: 30, to: 60 },
      { title: "a", from: 200, to: 200 },
    ]);
    const timed = await askMarks(dashboardOf([], true), asking);
    expect(timed.get("marks")).toMatchObject([{ from: 0, to: 0.001 }]);
  });

  it("that refuses a query is an error with the query in it", async () => {
    await expect(prometheus.instant("sum(", 1)).rejects.toMatchObject({
      code: "E_PROMETHEUS",
      message: expect.stringContaining("refused sum(: bad query"),
    });
  });
});
