/** JobSet's manager, as a peer: one JobSet of one Job of two pods for each run of ours. Its webhooks are not registered. */
import { spawn, execFileSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiServer } from "../../test/fixtures/api-server.ts";
import { freePorts } from "../../test/fixtures/ports.ts";
import { ensureTool, moduleFolder } from "../../test/tools/index.ts";
import type { Subject } from "./measure.ts";

const crds = "config/components/crd/bases/jobset.x-k8s.io_jobsets.yaml";

export function jobsetSubject(): Subject {
  let healthPort = 0;
  return {
    name: "JobSet",
    install: async (server) => {
      const folder = await moduleFolder("jobset");
      await server.applyYaml(readFileSync(join(folder, crds), "utf8"));
      await server.kubectl([
        "wait",
        "--for=condition=Established",
        "--timeout=30s",
        "crd/jobsets.jobset.x-k8s.io",
      ]);
    },
    start: async (server) => {
      const started = await startManager(server);
      healthPort = started.healthPort;
      return started.child;
    },
    ready: async () => {
      for (;;) {
        const answer = await fetch(`http://127.0.0.1:${healthPort}/readyz`).catch(() => undefined);
        if (answer?.status === 200) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    object: (index) => ({
      apiVersion: "jobset.x-k8s.io/v1alpha2",
      kind: "JobSet",
      metadata: { name: `run-${index}`, namespace: "default" },
      // What its webhook would fill in, filled in.
      spec: {
        network: { enableDNSHostnames: true, publishNotReadyAddresses: true },
        successPolicy: { operator: "All" },
        startupPolicy: { startupPolicyOrder: "AnyOrder" },
        replicatedJobs: [
          {
            name: "w",
            replicas: 1,
            groupName: "default",
            template: {
              spec: {
                parallelism: 2,
                completions: 2,
                completionMode: "Indexed",
                template: {
                  spec: {
                    restartPolicy: "OnFailure",
                    containers: [{ name: "worker", image: "plateau/worker:bench", args: ["train"] }],
                  },
                },
              },
            },
          },
        ],
      },
    }),
    ownerOf: (job) => job.metadata.labels?.["jobset.sigs.k8s.io/jobset-name"],
  };
}

async function startManager(server: ApiServer): Promise<{ child: ChildProcess; healthPort: number }> {
  const [health, metrics, webhook] = await freePorts(3);
  const folder = mkdtempSync(join(tmpdir(), "plateau-bench-jobset-"));
  const certificates = join(folder, "k8s-webhook-server", "serving-certs");
  mkdirSync(certificates, { recursive: true });
  selfSigned(certificates);
  const config = join(folder, "config.yaml");
  writeFileSync(
    config,
    JSON.stringify({
      apiVersion: "config.jobset.x-k8s.io/v1alpha1",
      kind: "Configuration",
      leaderElection: { leaderElect: false },
      internalCertManagement: { enable: false },
      health: { healthProbeBindAddress: `127.0.0.1:${health}` },
      metrics: { bindAddress: `127.0.0.1:${metrics}` },
      webhook: { port: webhook },
      clientConnection: { qps: 500, burst: 500 },
    }),
  );
  const child = spawn(
    await ensureTool("jobset"),
    ["--config", config, "--kubeconfig", server.kubeconfig, "--zap-log-level", "error"],
    {
      env: { ...process.env, TMPDIR: folder },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  await once(child, "spawn");
  return { child, healthPort: health! };
}

/** For a webhook server that nobody calls. */
function selfSigned(folder: string): void {
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "1",
      "-subj",
      "/CN=webhook",
      "-keyout",
      join(folder, "tls.key"),
      "-out",
      join(folder, "tls.crt"),
    ],
    { stdio: "ignore" },
  );
}
