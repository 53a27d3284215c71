import { afterEach, expect, it } from "@jest/globals";
import { metricsListener, serveMetrics, type Exposition, type ServedMetrics } from "./serve.ts";

let served: ServedMetrics | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function serve(exposition: Exposition): Promise<string> {
  served = await serveMetrics(
    { host: "127.0.0.1", port: 0 },
    metricsListener(exposition, { "/targets": () => [{ targets: ["x"] }] }),
  );
  return `http://${served.address}`;
}

it("sends the pieces in their order, packed for who unpacks", async () => {
  const url = await serve(async function* () {
    yield "a 1\n";
    yield await Promise.resolve("");
    yield "b 2\n";
  });
  for (const encoding of ["identity", "gzip"]) {
    const response = await fetch(`${url}/metrics?x=1`, { headers: { "accept-encoding": encoding } });
    expect(response.headers.get("content-encoding")).toBe(encoding === "gzip" ? "gzip" : null);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toBe("a 1\nb 2\n");
  }
});

it("says what is there, and lists what else is served", async () => {
  const url = await serve(async function* () {
    yield await Promise.resolve("a 1\n");
  });
  const other = await fetch(`${url}/other`);
  expect([other.status, await other.text()]).toEqual([404, "There is /metrics and /targets.\n"]);
  expect(await (await fetch(`${url}/targets`)).json()).toEqual([{ targets: ["x"] }]);
});

it("says what failed before anything was sent, and breaks off what fails after", async () => {
  let pieces = 0;
  const url = await serve(async function* () {
    if (pieces > 0) yield await Promise.resolve("a 1\n".repeat(100_000));
    throw new Error("the file is closed");
  });
  const early = await fetch(`${url}/metrics`);
  expect([early.status, await early.text()]).toEqual([500, "Error: the file is closed\n"]);
  pieces = 1;
  await expect(fetch(`${url}/metrics`).then((response) => response.text())).rejects.toThrow();
});
