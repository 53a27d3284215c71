/**
 * onnxruntime 1.30 tells its makers about sessions over HTTPS unless this variable of the process says no. A training pod says nothing to
 * anybody; who wants it otherwise sets the variable to 0.
 */
const variable = "ORT_DISABLE_TELEMETRY";

/** Before the library is loaded, on the main thread: only there a change reaches the process's own environment. */
export function withoutTelemetry(): void {
  process.env[variable] ??= "1";
}
