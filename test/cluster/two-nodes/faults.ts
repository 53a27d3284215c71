/** The faults that tests on a cluster can make: programs that crash and hang, and a node of two that is cut off. */
import { expect, it } from "@jest/globals";
import type { Bed } from "../bed/index.ts";
import { container, workerImage } from "../support/manifests.ts";

const namespace = "default";

/** @param bedOf the bed once it is up; with two nodes */
export function makesFaults(bedOf: () => Bed): void {
  it("lets pods on different nodes reach each other, until one node is cut off, and again when it is back", async () => {
    const pod = (index: number, program: string): object => {
      const labels = { pair: "true" };
      const spec = {
        ...container(workerImage, ["node", "--eval", program]),
        subdomain: "pair",
        hostname: `on-${index}`,
      };
      const metadata = { name: `on-${index}`, namespace, labels };
      return { apiVersion: "v1", kind: "Pod", metadata, spec: { ...spec, nodeName: `node-${index}` } };
    };
    const service = { clusterIP: "None", publishNotReadyAddresses: true, selector: { pair: "true" } };
    await bedOf().apply([
      { apiVersion: "v1", kind: "Service", metadata: { name: "pair", namespace }, spec: service },
      pod(1, "setInterval(() => {}, 1e6)"),
      pod(2, `require("http").createServer((request, response) => response.end("here")).listen(7070)`),
    ]);
    const ready = ["--for=condition=Ready", "pod/on-1", "pod/on-2", "-n", namespace, "--timeout=90s"];
    await bedOf().kubectl(["wait", ...ready]);
    // Tries for so many seconds: an address that was silent for a while is looked for again after some time only.
    const ask = (seconds: number): Promise<string> => {
      const program = `(async () => {
        for (const end = Date.now() + ${seconds * 1_000}; ; ) {
          const options = { headers: { connection: "close" }, signal: AbortSignal.timeout(2_000) };
          const answer = await fetch("http://on-2.pair:7070/", options).then((r) => r.text(), () => undefined);
          if (answer) return console.log(answer);
          if (Date.now() > end) throw new Error("unheard");
        }})()`;
      return bedOf().kubectl(["exec", "on-1", "-n", namespace, "--", "node", "--eval", program]);
    };
    expect((await ask(30)).trim()).toBe("here");
    await bedOf().faults.cut(2);
    await expect(ask(3)).rejects.toThrow(/unheard/);
    await bedOf().faults.join(2);
    expect((await ask(30)).trim()).toBe("here");
  }, 240_000);

  it("keeps its objects over a crash of the API server, and refuses while it is down", async () => {
    await bedOf().kubectl(["create", "configmap", "kept", "-n", namespace]);
    await bedOf().faults.kill("kube-apiserver");
    await expect(bedOf().kubectl(["get", "configmap", "kept", "-n", namespace])).rejects.toThrow(
      /ended with 1/,
    );
    await bedOf().faults.start("kube-apiserver");
    await expect(bedOf().kubectl(["get", "configmap", "kept", "-n", namespace])).resolves.toMatch(/kept/);
  }, 120_000);

  it("answers nothing while the API server is frozen", async () => {
    await bedOf().faults.freeze("kube-apiserver");
    const asked = bedOf().kubectl(["get", "nodes", "--request-timeout=2s"]);
    await expect(asked).rejects.toThrow(/timeout|deadline/i);
    await bedOf().faults.thaw("kube-apiserver");
    await expect(bedOf().kubectl(["get", "nodes"])).resolves.toMatch(/node-2 +Ready/);
  }, 60_000);

  it("tells of a program that it does not have", async () => {
    await expect(bedOf().faults.kill("node-9-kubelet")).rejects.toThrow(
      /no program node-9-kubelet; it has etcd/,
    );
  });
}
