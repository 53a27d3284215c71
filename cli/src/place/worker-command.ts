/** Command that starts a worker process on this machine; the Job adds its arguments. */
import { fileURLToPath } from "node:url";

export function workerCommand(): string[] {
  return [process.execPath, fileURLToPath(import.meta.resolve("@plateau/worker/main.ts"))];
}
