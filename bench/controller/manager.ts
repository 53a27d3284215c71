/**
 * A peer's manager as a process: programs made with controller-runtime take their configuration as a file and their certificates from
 * `TMPDIR`. None of their webhooks is registered: nobody calls them, and each object says what they would fill in.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ApiServer } from "../../test/fixtures/api-server.ts";
import { freePorts } from "../../test/fixtures/ports.ts";
import { ensureTool, type ToolName } from "../../test/tools/index.ts";
import type { Running } from "./measure.ts";

export interface Manager extends Running {
  /** Resolves when it says that it is ready. */
  ready(): Promise<void>;
}

interface Ports {
  health: number;
  metrics: number;
  webhook: number;
}

/** @param config its configuration for these ports */
export async function startManager(
  tool: ToolName,
  server: ApiServer,
  config: (ports: Ports) => object,
): Promise<Manager> {
  const [health, metrics, webhook] = await freePorts(3);
  const folder = mkdtempSync(join(tmpdir(), `plateau-bench-${tool}-`));
  selfSigned(join(folder, "k8s-webhook-server", "serving-certs"));
  const file = join(folder, "config.yaml");
  writeFileSync(file, JSON.stringify(config({ health: health!, metrics: metrics!, webhook: webhook! })));
  const args = ["--config", file, "--kubeconfig", server.kubeconfig, "--zap-log-level", "error"];
  // Its complaints of every conflict, some of them a page long, are for whoever looks for them.
  const log = join(folder, "log");
  const child = spawn(await ensureTool(tool), args, {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "ignore", openSync(log, "w")],
  });
  child.once("exit", (code) => {
    if (code) console.error(`${tool} ended with ${code}:\n${readFileSync(log, "utf8").slice(-2_000)}`);
  });
  await once(child, "spawn");
  return { name: tool, child, ready: () => answers(`http://127.0.0.1:${health}/readyz`, child) };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.status === 200) return;
    if (child.exitCode !== null) throw new Error(`${url} is answered by nobody: its process has ended`);
    // No event tells of another process's readiness.
    await delay(20);
  }
}

/** For a webhook server that nobody calls. */
function selfSigned(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const files = ["-keyout", join(folder, "tls.key"), "-out", join(folder, "tls.crt")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=webhook"];
  execFileSync("openssl", [...request, ...files], { stdio: "ignore" });
}
