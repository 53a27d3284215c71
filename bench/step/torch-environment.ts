/**
 * PyTorch in a virtual environment of the benchmark's own, under bench/cache/, installed on first use.
 *
 * The only Linux wheel of the registry is the CUDA one, so this is several gigabytes although the CPU alone is used.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export const torchVersion = "2.15.0";

/** Path of the environment's Python, or why there is none. */
export function torchPython(cache: string): { python: string } | { missing: string } {
  const folder = join(cache, `torch-${torchVersion}`);
  const python = join(folder, "bin", "python");
  const imports = (): boolean => {
    try {
      execFileSync(python, ["-c", "import torch, numpy"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  if (existsSync(python) && imports()) return { python };
  try {
    console.log(`Installing PyTorch ${torchVersion} for comparison into ${folder} (once, several GB)…`);
    execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
    const pip = ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check"];
    execFileSync(python, [...pip, `torch==${torchVersion}`, "numpy"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    return imports() ? { python } : { missing: "the installed PyTorch cannot be imported" };
  } catch (error) {
    return { missing: error instanceof Error ? error.message.split("\n")[0]! : String(error) };
  }
}
