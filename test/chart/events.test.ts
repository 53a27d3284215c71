/** The event stream in the chart: nothing of it unless it is asked for; its server is restricted, reached by whom it is for, and starts. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "@jest/globals";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { readOptions } from "@plateau/controller/kubernetes/options.ts";
import { at, only, render, type Rendered } from "./support/render.ts";
import { ensureTool, toolTimeoutMs } from "../tools/index.ts";

const run = promisify(execFile);
const name = "plateau-nats";
const events = (more = ""): Promise<Rendered[]> => render(["--set", `events.enabled=true${more}`]);
const argsOf = (objects: Rendered[]): string[] =>
  at(only(objects, "Deployment"), "spec.template.spec.containers.0.args") as string[];

beforeAll(async () => {
  await ensureTool("helm");
  await ensureTool("natsServer");
}, toolTimeoutMs);

test("is off by default", async () => {
  const objects = await render([]);
  expect(objects.some(({ metadata }) => metadata.name === name)).toBe(false);
  expect(JSON.stringify(objects)).not.toMatch(/--events|4222/);
});

test("the controller takes the flags, and its server is where they say", async () => {
  const objects = await events();
  const needed = ["--worker-image=w", "--progress-address=p:1"];
  const options = readOptions([...argsOf(objects), ...needed], {});
  expect(options.events).toMatchObject({
    url: "nats://plateau-nats.plateau-system.svc:4222",
    serverSecret: name,
    account: undefined,
    limits: { maxAgeMs: 336 * 3_600_000, maxBytes: 1024 * 2 ** 20, replicas: 1 },
    credentialsMs: 24 * 3_600_000,
  });
  const labels = at(only(objects, "StatefulSet"), "spec.template.metadata.labels");
  expect(labels).toMatchObject(at(only(objects, "Service", name), "spec.selector") as object);
});

test("the server's configuration is what nats-server takes, with the accounts that the controller makes", async () => {
  const objects = await events();
  const folder = await mkdtemp(join(tmpdir(), "plateau-nats-config-"));
  try {
    const config: string = at(only(objects, "ConfigMap", name), "data")!["nats.conf" as never];
    await writeFile(join(folder, "nats.conf"), config.replaceAll('"/data', `"${folder}`));
    await writeFile(join(folder, "accounts.conf"), new EventAuthority(Buffer.alloc(32, 1)).serverConfig());
    const { stderr } = await run(await ensureTool("natsServer"), ["-t", "-c", join(folder, "nats.conf")]);
    expect(stderr).toContain("configuration file");
    expect(stderr).toContain("is valid");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("the server waits for the controller's Secret, has no token, and may write to its volume alone", async () => {
  const pod = at(only(await events(), "StatefulSet"), "spec.template.spec");
  expect(pod).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true },
    containers: [
      {
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
    volumes: [{ projected: { sources: [{ configMap: { name } }, { secret: { name } }] } }],
  });
});

test("controller and workers may reach it, and nobody else may", async () => {
  const objects = await events(",watchNamespaces={team-a}");
  const policy = only(objects, "NetworkPolicy", name);
  expect(at(policy, "spec.policyTypes")).toEqual(["Ingress", "Egress"]);
  expect(at(policy, "spec.egress")).toBeUndefined();
  const [rule] = at(policy, "spec.ingress") as { ports: object[]; from: { podSelector: object }[] }[];
  expect(rule).toMatchObject({
    ports: [{ port: 4222 }],
    from: [
      { podSelector: { matchLabels: { "app.kubernetes.io/component": "controller" } } },
      {
        podSelector: { matchLabels: { "app.kubernetes.io/name": "plateau-worker" } },
        namespaceSelector: { matchExpressions: [{ values: ["team-a"] }] },
      },
    ],
  });
  const egressOf = (each: string): string =>
    JSON.stringify(at(only(objects, "NetworkPolicy", each), "spec.egress"));
  for (const each of ["plateau", "plateau-system-plateau-workers"]) expect(egressOf(each)).toContain("4222");
});

test("a NATS that is there is used as it is, with the account's keys from a Secret", async () => {
  const objects = await events(
    ",events.url=nats://n.example:4300,events.accountSecret=keys,networkPolicy.eventsPorts={4300}",
  );
  expect(objects.some(({ kind }) => kind === "StatefulSet")).toBe(false);
  expect(argsOf(objects)).toContain("--events-url=nats://n.example:4300");
  expect(argsOf(objects).join()).not.toContain("server-secret");
  const env = at(only(objects, "Deployment"), "spec.template.spec.containers.0.env") as { name: string }[];
  expect(env.find((each) => each.name === "PLATEAU_EVENTS_SIGNING_KEY")).toMatchObject({
    valueFrom: { secretKeyRef: { name: "keys", key: "signingKey" } },
  });
  expect(JSON.stringify(at(only(objects, "NetworkPolicy", "plateau"), "spec.egress"))).toContain("4300");
});
