/**
 * The worker program: `main.ts train` or `main.ts remove-checkpoint`; see `programs.ts`.
 *
 * Started by the embedded cluster or by Kubernetes with the environment of proto's `workerEnv`. Compiled code is cached between
 * processes, which halves the CPU time of a start: a study starts dozens.
 */
import { enableCompileCache } from "node:module";
import { exitCodes } from "@plateau/proto/process.ts";
import { withoutTelemetry } from "./engine/onnxruntime/telemetry.ts";

// While the programs are loaded there is nothing to save; from here on that is told from having died of the signal.
const leave = (): never => process.exit(exitCodes.interrupted);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, leave);

const { directory } = enableCompileCache();
// Threads take it from the environment.
if (directory !== undefined) process.env["NODE_COMPILE_CACHE"] ??= directory;

// Here, because threads cannot change the environment that libraries read.
withoutTelemetry();

const { main } = await import("./programs.ts");
// From here on the programs save their state first.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.off(signal, leave);
await main();
