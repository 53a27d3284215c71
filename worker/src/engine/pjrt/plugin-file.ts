/** Plugin file: a look at a plugin before it is loaded. */
import { EngineError } from "../errors.ts";
import { libraryProblem } from "../addons/library-file.ts";

/** @throws EngineError E_PLUGIN if there is no such file, or it is no whole shared library for this machine */
export async function checkPluginFile(path: string): Promise<void> {
  const problem = await libraryProblem(path);
  if (problem === undefined) return;
  throw new EngineError(
    "E_PLUGIN",
    `The PJRT plugin ${path} cannot be used: ${problem}. Install it again, or name another file.`,
  );
}
