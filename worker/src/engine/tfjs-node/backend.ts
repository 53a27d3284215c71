/**
 * Backend: @tensorflow/tfjs-node's kernels and binding, made the backend of this thread's TensorFlow.js.
 *
 * The package lies in a cache without its dependencies. What it requires is answered here, for its own files only: TensorFlow.js with the
 * one copy that the models and the recorder use, and the rest with stand-ins.
 */
import { createRequire, registerHooks } from "node:module";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { EngineError, messageOf } from "../errors.ts";
import { loadNative } from "../addons/load.ts";
import { tf } from "../tf.ts";
import type { BackendParts } from "./messages.ts";

const backendName = "tensorflow";

/** What the addon of worker/native/tfjs-node exports. */
interface Addon {
  open(config: Uint8Array): Binding;
  readonly executeOp: (this: void, ...call: readonly unknown[]) => unknown;
}

export interface Binding {
  /** Tensors that TensorFlow holds. */
  getNumOfTensors(): number;
}

interface KernelModule {
  NodeJSKernelBackend: new (binding: Binding, name: string) => tf.KernelBackend;
}

const own = createRequire(import.meta.url);
const standIns = new URL("./stand-ins.ts", import.meta.url).href;

/** Answers what the files of the package require, and nobody else's. */
function answerRequires(folder: string): void {
  const inside = pathToFileURL(folder + sep).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      if (context.parentURL?.startsWith(inside) !== true) return next(specifier, context);
      if (specifier.startsWith("@tensorflow/")) {
        return { url: pathToFileURL(own.resolve(specifier)).href, format: "commonjs", shortCircuit: true };
      }
      return specifier === "util" || specifier.endsWith("/api_pb")
        ? { url: standIns, format: "module-typescript", shortCircuit: true }
        : next(specifier, context);
    },
  });
}

/**
 * Sets the backend. Once in a thread, as the binding holds one context of TensorFlow for each.
 *
 * @throws EngineError E_NATIVE if the binding cannot be loaded; E_ENGINE_MISSING if a file of the package is not what it should be
 */
export function openBackend({ package: folder, binding: path, config, name }: BackendParts): Binding {
  const addon = loadNative(path, "The binding of tfjs-node") as Addon;
  // Their other functions are theirs; they cannot be replaced on what they come in.
  const binding = Object.create(addon.open(config), { executeOp: { value: addon.executeOp } }) as Binding;
  answerRequires(folder);
  const { NodeJSKernelBackend } = requirePackage(folder);
  tf.registerBackend(backendName, () => new NodeJSKernelBackend(binding, name));
  void tf.setBackend(backendName);
  return binding;
}

function requirePackage(folder: string): KernelModule {
  try {
    const require = createRequire(join(folder, "package.json"));
    require("./dist/register_all_kernels.js");
    return require("./dist/nodejs_kernel_backend.js") as KernelModule;
  } catch (error) {
    throw new EngineError(
      "E_ENGINE_MISSING",
      `@tensorflow/tfjs-node in ${folder} cannot be loaded: ${messageOf(error)}. Remove that folder and install it again: plateau engines install tfjs-node.`,
      { cause: error },
    );
  }
}
