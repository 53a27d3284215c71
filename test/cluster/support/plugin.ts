/** `kubectl plateau …`, as a user has it on the path. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Bed } from "../bed/index.ts";

const run = promisify(execFile);

/** What it prints; rejects with what it complained of. */
export async function plugin(bed: Bed, namespace: string, args: string[]): Promise<string> {
  const env = {
    ...process.env,
    KUBECONFIG: bed.kubeconfig,
    PATH: `${await bed.toolsFolder()}:${process.env["PATH"]}`,
  };
  const options = { env, maxBuffer: 1 << 26 };
  return (await run("kubectl", ["plateau", "-n", namespace, ...args], options)).stdout;
}
