/**
 * The worker program: `main.ts train` or `main.ts remove-checkpoint`; see `programs.ts`.
 *
 * Started by the embedded cluster or by Kubernetes with the environment of proto's `workerEnv`. Compiled code is cached between
 * processes, which halves the CPU time of a start: a study starts dozens.
 */
import { enableCompileCache } from "node:module";
import { withoutTelemetry } from "./engine/onnxruntime/telemetry.ts";

const { directory } = enableCompileCache();
// Threads take it from the environment.
if (directory !== undefined) process.env["NODE_COMPILE_CACHE"] ??= directory;

// Here, because threads cannot change the environment that libraries read.
withoutTelemetry();

const { main } = await import("./programs.ts");
await main();
