/** Values: typos and contradictions are refused with a message that names the value; every value is told of. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { defaultsOf } from "../../scripts/chart/generate.ts";
import { chartValues } from "../../scripts/chart/values.ts";
import { chartFolder, render } from "./support/render.ts";
import { ensureTool, toolTimeoutMs } from "../tools/index.ts";

beforeAll(async () => {
  await ensureTool("helm");
}, toolTimeoutMs);

test.each([
  ["replica=2", /additional properties 'replica' not allowed/],
  ["store.claims=x", /additional properties 'claims' not allowed/],
  ["replicas=0", /replicas.*minimum/s],
  ["replicas=two", /replicas.*got string, want integer/s],
  ["image.digest=abc", /digest.*does not match pattern/s],
  ["logLevel=loud", /logLevel.*must be one of/s],
  ["watchNamespaces={Team_A}", /watchNamespaces.*does not match pattern/s],
  ["store.baseUri=http://x", /baseUri.*does not match pattern/s],
  ["leaderElection=false,replicas=2", /replicas: more than one needs leaderElection: true/],
  [
    "store.baseUri=s3://b,store.claim=c",
    /store.claim: a PersistentVolumeClaim is mounted at a file:\/\/ URI only/,
  ],
  ["api.qps=2000", /api.burst: must be at least api.qps/],
  ["serviceAccount.create=false", /serviceAccount.name must name an existing ServiceAccount/],
  [
    "metrics.serviceMonitor.enabled=true,metrics.service=false",
    /serviceMonitor.enabled: needs metrics.service/,
  ],
  ["events.url=http://n", /events.*url.*does not match pattern/s],
  ["events.accountSecret=s", /events.accountSecret: is for a NATS that is there/],
  ["events.enabled=true,events.replicas=3", /events.replicas: the chart's own server is one/],
  ["events.replicas=6", /replicas.*maximum/s],
  ["events.enabled=true,networkPolicy.eventsPorts=null", /eventsPorts: must name the port/],
])("%s is refused", async (values, message) => {
  await expect(render(["--set", values])).rejects.toThrow(message);
});

test("values.yaml holds the defaults of the schema, and a comment above each value", async () => {
  const text = await readFile(join(chartFolder, "values.yaml"), "utf8");
  expect(parse(text)).toEqual(defaultsOf(chartValues));
  const lines = text.split("\n");
  const bare = lines.filter(
    (line, index) =>
      /^ *\w+:/.test(line) &&
      !lines[index - 1]?.trim().startsWith("#") &&
      // Inside a default that is a map itself.
      !/^( {2}| {6})(requests|limits):|^( {4}| {8})(cpu|memory):|^ {6}grafana_dashboard:/.test(line),
  );
  expect(bare).toEqual([]);
});
