/** The event stream in the chart: what it adds when it is on, and that the controller takes it as it is rendered. */
import { beforeAll, expect, test } from "@jest/globals";
import { readOptions } from "@plateau/controller/kubernetes/options.ts";
import { at, only, render, valueSets, type Rendered } from "./support/render.ts";
import { ensureTool, toolTimeoutMs } from "../tools/index.ts";

const policies = [
  ["controller", "plateau"],
  ["workers", "plateau-system-plateau-workers"],
] as const;
const container = (objects: Rendered[]): unknown =>
  at(only(objects, "Deployment"), "spec.template.spec.containers.0");
const own = "events.url=nats://nats.events.svc:4222,events.serverSecret=plateau-nats";

beforeAll(async () => {
  await ensureTool("helm");
}, toolTimeoutMs);

test("nothing tells of events when they are off", async () => {
  const objects = await render(["--set", "networkPolicy.workerNamespaces={runs}"]);
  expect(JSON.stringify(container(objects))).not.toMatch(/events/i);
  for (const [, name] of policies) {
    expect(JSON.stringify(only(objects, "NetworkPolicy", name))).not.toContain("4222");
  }
});

test("the controller reads server, Secret and limits from its flags", async () => {
  const limits = "events.maxAgeHours=48,events.maxMebibytes=2048,events.replicas=3";
  const args = at(container(await render(["--set", own, "--set", limits])), "args") as string[];
  const { events } = readOptions(args, { PLATEAU_WORKER_IMAGE: "w", PLATEAU_PROGRESS_ADDRESS: "p:1" });
  expect(events).toEqual({
    url: "nats://nats.events.svc:4222",
    account: undefined,
    serverSecret: "plateau-nats",
    limits: { maxAgeMs: 48 * 3_600_000, maxBytes: 2 ** 31, replicas: 3 },
  });
});

test("account and signing key come from a Secret, never as flags", async () => {
  const found = container(await render(valueSets.events));
  const key = (name: string): unknown => ({ secretKeyRef: { name: "nats-account", key: name } });
  expect(at(found, "env")).toEqual(
    expect.arrayContaining([
      { name: "PLATEAU_EVENTS_ACCOUNT", valueFrom: key("account") },
      { name: "PLATEAU_EVENTS_SIGNING_KEY", valueFrom: key("signingKey") },
    ]),
  );
  expect(at(found, "args")).not.toContainEqual(expect.stringMatching(/account|signing|server-secret/));
});

test.each(policies)("the policy of the %s lets them reach NATS, and only its peers", async (_, name) => {
  const any = only(await render(valueSets.events), "NetworkPolicy", name);
  expect(at(any, "spec.egress")).toContainEqual({ ports: [{ port: 4222, protocol: "TCP" }] });
  const peer = "networkPolicy.eventsTo[0].ipBlock.cidr=10.0.0.0/8,networkPolicy.eventsPorts={4223}";
  const limited = only(await render([...valueSets.events, "--set", peer]), "NetworkPolicy", name);
  expect(at(limited, "spec.egress")).toContainEqual({
    ports: [{ port: 4223, protocol: "TCP" }],
    to: [{ ipBlock: { cidr: "10.0.0.0/8" } }],
  });
});
