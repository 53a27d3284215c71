/** What the event stream adds to runs and options; the stream itself is tested on a real server. */
import { describe, expect, it } from "@jest/globals";
import type { ConsumeOptions } from "../events/bus.ts";
import { nkey, nkeyOfSeed } from "../events/nats/nkeys.ts";
import { gangJob } from "../reconcile/children/job.ts";
import { membershipSecret, readerSecret } from "../reconcile/children/gang.ts";
import { eventAccess, eventAuthority, fillHistory, makeServerSecret } from "./event-stream.ts";
import { readOptions } from "./options.ts";
import { kubernetesPlatform } from "./platform.ts";
import { ClusterError } from "../cluster/errors.ts";

const key = Buffer.alloc(32, 9);
const nowMs = Date.UTC(2026, 10, 28);
const needed = ["--worker-image=w", "--progress-address=p:1"];
const options = readOptions([...needed, "--events-url=nats://n:4222"], {}).events!;
const authority = eventAuthority(key, options);
const platform = kubernetesPlatform({
  workerImage: "w",
  progressAddress: "p:1",
  baseUri: "file:///data",
  baseClaim: undefined,
  storeSecret: undefined,
  key,
  events: eventAccess(authority, options),
});
const owner = {
  apiVersion: "plateau.dev/v1alpha1",
  kind: "TrainingRun",
  metadata: { name: "a", namespace: "lab", uid: "uid-a", resourceVersion: "1" },
};
const decoded = (object: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries((object as { data: Record<string, string> }).data).map(([name, value]) => [
      name,
      Buffer.from(value, "base64").toString(),
    ]),
  );
const claims = (credentials: string): { sub: string; exp?: number; nats: Record<string, unknown> } =>
  JSON.parse(Buffer.from(credentials.split("\n")[1]!.split(".")[1]!, "base64url").toString()) as never;

describe("a run of an installation with an event stream", () => {
  it("has credentials of its own in its Secret, the same for half a day, and its pods start without them too", () => {
    const secret = decoded(membershipSecret(owner as never, platform, nowMs));
    const { renewAtMs, expiresAtMs } = authority.workerTerm({ runUid: "uid-a" }, nowMs);
    expect(membershipSecret(owner as never, platform, renewAtMs - 1)).toEqual(
      membershipSecret(owner as never, platform, nowMs),
    );
    const { nats, sub, exp } = claims(secret["eventsCredentials"]!);
    expect(exp).toBe(expiresAtMs / 1000);
    const next = claims(decoded(membershipSecret(owner as never, platform, renewAtMs))["eventsCredentials"]!);
    expect(next).toMatchObject({ sub, exp: exp! + 12 * 3600 });
    const types = ["step", "evaluated", "checkpoint", "lifecycle"];
    expect(nats["pub"]).toEqual({ allow: types.map((type) => `plateau.v1.events.lab.uid-a.${type}`) });
    expect(nats["sub"]).toEqual({ allow: ["plateau.v1.commands.lab.uid-a", "_INBOX_uid-a.>"] });
    const job = gangJob(owner as never, { attempt: 1, ranks: 1, min: 1, podTemplate: undefined, platform });
    const text = JSON.stringify(job);
    expect(text).toContain('{"name":"PLATEAU_EVENTS","value":"nats://n:4222"}');
    expect(text).toContain(
      '{"name":"PLATEAU_EVENTS_CREDENTIALS_FILE","value":"/etc/plateau-events/worker.creds"}',
    );
    expect(text).toContain(
      '"secret":{"secretName":"a-c1b41c-key","items":[{"key":"eventsCredentials","path":"worker.creds"}],"optional":true}',
    );
  });

  it("shares a Secret for readers with its namespace", () => {
    const secret = decoded(readerSecret("lab", platform.events!, nowMs));
    expect(secret["eventsUrl"]).toBe("nats://n:4222");
    // They outlive what the stream keeps of a run that ends just before they would be written anew.
    const days = (claims(secret["eventsCredentials"]!).exp! - nowMs / 1000) / 86_400;
    expect(days).toBeGreaterThan(14.5);
    const other = decoded(readerSecret("other", platform.events!, nowMs));
    expect(claims(secret["eventsCredentials"]!).sub).not.toBe(claims(other["eventsCredentials"]!).sub);
  });
});

it("makes the server's Secret once, and leaves one that is there", async () => {
  const made: unknown[] = [];
  const cluster = {
    create: (object: never) => {
      if (made.length > 0) return Promise.reject(new ClusterError("E_ALREADY_EXISTS", "there"));
      made.push(object);
      return Promise.resolve(object);
    },
  };
  const place = { namespace: "plateau", name: "plateau-nats" };
  await makeServerSecret(cluster, place, authority);
  await makeServerSecret(cluster, place, authority);
  expect(made).toHaveLength(1);
  expect(decoded(made[0] as object)["accounts.conf"]).toMatch(/^operator: ey.*\nsystem_account: A/);
  // What the server knows makes nobody a user.
  expect(decoded(made[0] as object)["accounts.conf"]).not.toMatch(/\bS[OAU][A-Z2-7]{56}/);
});

it("takes events again that could not be stored", async () => {
  const recorder = { failures: 0, record: () => {}, flush: () => void (recorder.failures += 1) };
  const bus = {
    consume: ({ take }: { take: (events: never[]) => unknown }) => Promise.resolve().then(() => take([])),
  };
  const filling = fillHistory(bus as never, recorder, {
    historyId: "h",
    signal: new AbortController().signal,
  });
  await expect(filling).rejects.toThrow("could not be written");
});

it.each([
  [["--events-url=http://n:4222"], /--events-url is "http/],
  [["--events-url=nats://n:4222", "--events-account=A"], /belong together/],
  [["--events-url=nats://n:4222", "--events-replicas=none"], /--events-replicas is "none"/],
])("refuses %s", (flags, message) => {
  expect(() => readOptions([...needed, ...flags], {})).toThrow(message);
});

it("refuses an account that cannot sign, and signs with one that can", () => {
  const given = { account: `A${"B".repeat(55)}`, signingSeed: "SAAA" };
  expect(() => eventAuthority(key, { ...options, account: given })).toThrow(/signing keys/);
  const signer = nkey("account", Buffer.alloc(32, 1));
  expect(nkeyOfSeed("account", signer.seed)?.publicName).toBe(signer.publicName);
  expect(nkeyOfSeed("account", signer.seed.replace(/.$/, "A"))).toBeUndefined();
  expect(nkeyOfSeed("user", signer.seed)).toBeUndefined();
  const credentials = eventAuthority(key, {
    ...options,
    account: { ...given, signingSeed: signer.seed },
  }).reader("lab", nowMs);
  expect(claims(credentials).nats["issuer_account"]).toBe(given.account);
});

it("tells its metrics of what was taken, how late it was, and what is missing", async () => {
  const told: unknown[] = [];
  const metrics = {
    connected: (isConnected: boolean) => told.push(["connected", isConnected]),
    received: (lagSeconds: number) => told.push(["received", Math.round(lagSeconds)]),
    pending: (count: number) => told.push(["pending", count]),
    lost: (count: number) => told.push(["lost", count]),
  };
  const event = (sequence: number) => ({ process: "p", sequence, storedAtMs: Date.now() - 5_000 });
  const bus = {
    consume: async ({ take, onConnected, onPending }: ConsumeOptions) => {
      onConnected?.(true);
      await take([event(1), event(4)] as never[]);
      onPending?.(7);
    },
  };
  const recorder = { failures: 0, record: () => {}, flush: () => {} };
  const signal = new AbortController().signal;
  await fillHistory(bus as never, recorder, { historyId: "h", signal, metrics: metrics as never });
  expect(told).toEqual([
    ["connected", true],
    ["received", 5],
    ["received", 5],
    ["lost", 2],
    ["pending", 7],
  ]);
});
