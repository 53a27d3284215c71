/**
 * PyTorch and JAX, each in a virtual environment of the benchmarks' own, under bench/cache/, installed on first use.
 *
 * The only Linux wheel of PyTorch that every registry has is the CUDA one, so it is several gigabytes although the CPU alone is used.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export interface Environment {
  /** For people. */
  name: string;
  version: string;
  /** As pip takes them. */
  packages: readonly string[];
  /** Modules that must be there. */
  imports: string;
  /** On disk, for people. */
  size: string;
}

export const torch = {
  name: "PyTorch",
  version: "2.15.0",
  packages: ["torch==2.15.0", "numpy"],
  imports: "torch, numpy",
  size: "several GB",
} as const satisfies Environment;

/** The newest release that runs on Python 3.11. */
export const jax = {
  name: "JAX",
  version: "0.10.2",
  packages: ["jax==0.10.2", "numpy"],
  imports: "jax, numpy",
  size: "400 MB",
} as const satisfies Environment;

/** Path of the environment's Python, or why there is none. */
export function pythonWith(
  { name, version, packages, imports, size }: Environment,
  cache: string,
): { python: string } | { missing: string } {
  const folder = join(cache, `${packages[0]!.replace("==", "-")}`);
  const python = join(folder, "bin", "python");
  const isWhole = (): boolean => {
    try {
      execFileSync(python, ["-c", `import ${imports}`], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  if (existsSync(python) && isWhole()) return { python };
  try {
    console.log(`Installing ${name} ${version} for comparison into ${folder} (once, ${size})…`);
    execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
    const pip = ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check"];
    execFileSync(python, [...pip, ...packages], { stdio: ["ignore", "ignore", "inherit"] });
    return isWhole() ? { python } : { missing: `the installed ${name} cannot be imported` };
  } catch (error) {
    return { missing: error instanceof Error ? error.message.split("\n")[0]! : String(error) };
  }
}
