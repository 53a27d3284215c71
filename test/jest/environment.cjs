/**
 * Jest's node environment with the outer realm's typed arrays: native modules (onnxruntime) and tfjs check arrays with
 * `instanceof`, which fails on the sandbox's own constructors.
 */
const { TestEnvironment } = require("jest-environment-node");

// onnxruntime reports its use otherwise. A test's own environment is a copy that the library does not see.
process.env.ORT_DISABLE_TELEMETRY = "1";

const shared = [
  "ArrayBuffer",
  "SharedArrayBuffer",
  "DataView",
  "Atomics",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
];

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of shared) this.global[name] = globalThis[name];
  }
};
