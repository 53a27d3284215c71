import { describe, expect, it } from "@jest/globals";
import { ClusterError } from "@plateau/controller/cluster/errors.ts";
import { readEventsSecret, serviceOf } from "./events-secret.ts";

it.each([
  [
    "nats://plateau-nats.plateau-system.svc:4222",
    { service: "plateau-nats", namespace: "plateau-system", port: 4222 },
  ],
  ["nats://n.ns.svc.cluster.local:4333", { service: "n", namespace: "ns", port: 4333 }],
  ["nats://n.ns.svc", { service: "n", namespace: "ns", port: 4222 }],
  ["nats://nats-0.nats.ns.svc:4222", undefined],
  ["nats://nats.example.com:4222", undefined],
  ["tls://n.ns.svc:4222", undefined],
])("%s is reached as the Service %j", (url, service) => {
  expect(serviceOf(url)).toEqual(service);
});

describe("the Secret of a namespace's readers", () => {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  const cluster = (answer: () => Promise<unknown>) => ({ get: answer }) as never;

  it("tells where the stream is and who reads it", async () => {
    const data = { eventsUrl: base64("nats://n:1"), eventsCredentials: base64("secret") };
    expect(
      await readEventsSecret(
        cluster(() => Promise.resolve({ data })),
        "lab",
      ),
    ).toEqual({
      url: "nats://n:1",
      credentials: "secret",
    });
  });

  it("is none if it is not there, or not for this user", async () => {
    expect(
      await readEventsSecret(
        cluster(() => Promise.resolve(undefined)),
        "lab",
      ),
    ).toBeUndefined();
    const refused = (): Promise<never> => Promise.reject(new ClusterError("E_FORBIDDEN", "no"));
    expect(await readEventsSecret(cluster(refused), "lab")).toBeUndefined();
    const away = (): Promise<never> => Promise.reject(new ClusterError("E_UNAVAILABLE", "away"));
    await expect(readEventsSecret(cluster(away), "lab")).rejects.toThrow("away");
  });
});
