/** The control loop and its parts. */
export { ControlLoop, type ControlLoopOptions } from "./control-loop.ts";
export { ManualClock, systemClock, type Clock } from "./clock.ts";
export { WorkQueue } from "./work-queue.ts";
export { Informer } from "./informer.ts";
export { EventRecorder } from "./event-recorder.ts";
export type { Compute, ComputedStore } from "./computations.ts";
export { silentLog, type Log } from "./log.ts";
