/** Load: a compiled addon, in the thread that asks for it. */
import { EngineError, messageOf } from "../errors.ts";

/**
 * What the addon exports.
 *
 * @param what it is, for the message
 * @throws EngineError E_NATIVE if the file cannot be loaded
 */
export function loadNative(path: string, what: string): object {
  const module = { exports: {} };
  try {
    process.dlopen(module, path);
  } catch (error) {
    throw new EngineError(
      "E_NATIVE",
      `${what} cannot be loaded: ${messageOf(error)}. Remove ${path}, so that it is compiled again.`,
      { cause: error },
    );
  }
  return module.exports;
}
