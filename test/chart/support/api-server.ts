/**
 * etcd and kube-apiserver on loopback, for what only an API server can tell: whether it takes the kinds, and what the
 * admission policy refuses. From the built `kubeall` in the tools' cache; too long to build for this suite.
 */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const cache = process.env["PLATEAU_CACHE"] ?? join(homedir(), ".cache", "plateau");
const program = join(cache, "bin", "kubeall");

export const apiServerAvailable = existsSync(program);

const readyTimeoutMs = 120_000;

export class ApiServer {
  readonly #folder: string;
  readonly #children: ChildProcess[] = [];
  readonly kubeconfig: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.kubeconfig = join(folder, "kubeconfig");
  }

  static async start(): Promise<ApiServer> {
    const server = new ApiServer(await mkdtemp(join(tmpdir(), "plateau-api-")));
    try {
      await server.#start();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async kubectl(args: string[]): Promise<string> {
    const { stdout } = await run(program, ["kubectl", "--kubeconfig", this.kubeconfig, ...args], {
      maxBuffer: 64 << 20,
    });
    return stdout;
  }

  /** Ends both, the API server first, and removes what they wrote. */
  async stop(): Promise<void> {
    for (const child of this.#children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const [client, peer, port] = await freePorts(3);
    const file = (name: string): string => join(this.#folder, name);
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await writeFile(file("sa.key"), privateKey.export({ type: "pkcs1", format: "pem" }));
    await writeFile(file("sa.pub"), publicKey.export({ type: "spki", format: "pem" }));
    // Reached on loopback only, for the life of a test.
    await writeFile(file("tokens"), "test-token,admin,admin,system:masters\n", { mode: 0o600 });
    await writeFile(this.kubeconfig, kubeconfig(port!));
    const etcd = `http://127.0.0.1:${client}`;
    this.#spawn("etcd", [
      "--data-dir",
      file("etcd"),
      "--unsafe-no-fsync",
      "--log-level",
      "error",
      "--listen-client-urls",
      etcd,
      "--advertise-client-urls",
      etcd,
      "--listen-peer-urls",
      `http://127.0.0.1:${peer}`,
      "--initial-advertise-peer-urls",
      `http://127.0.0.1:${peer}`,
      "--initial-cluster",
      `default=http://127.0.0.1:${peer}`,
    ]);
    this.#spawn("kube-apiserver", [
      "--etcd-servers",
      etcd,
      "--secure-port",
      String(port),
      "--bind-address",
      "127.0.0.1",
      "--advertise-address",
      "127.0.0.1",
      "--endpoint-reconciler-type",
      "none",
      "--cert-dir",
      file("certs"),
      "--token-auth-file",
      file("tokens"),
      "--service-account-issuer",
      "https://kubernetes.default.svc",
      "--service-account-key-file",
      file("sa.pub"),
      "--service-account-signing-key-file",
      file("sa.key"),
      "--service-cluster-ip-range",
      "10.96.0.0/16",
      "--authorization-mode",
      "RBAC",
      "--disable-admission-plugins",
      "ServiceAccount",
    ]);
    await eventually(() => this.kubectl(["get", "--raw", "/readyz"]), readyTimeoutMs);
  }

  #spawn(name: string, args: string[]): void {
    const log = openSync(join(this.#folder, `${name}.log`), "a");
    this.#children.push(spawn(program, [name, ...args], { stdio: ["ignore", log, log] }));
  }
}

/** Tries until it does not reject; throws the last reason when the time (ms) is over. */
export async function eventually<T>(attempt: () => Promise<T>, timeoutMs: number): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      // No event tells of another process's readiness.
      await delay(200);
    }
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

function kubeconfig(port: number): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "c", cluster: { server: `https://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } },
    ],
    users: [{ name: "u", user: { token: "test-token" } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    "current-context": "x",
  });
}
