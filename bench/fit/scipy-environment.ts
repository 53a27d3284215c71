/** SciPy in a virtual environment of the benchmark's own, under bench/cache/, installed on first use. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export const scipyVersion = "1.16.3";

/** Path of the environment's Python, or why there is none. */
export function scipyPython(cache: string): { python: string } | { missing: string } {
  const folder = join(cache, `scipy-${scipyVersion}`);
  const python = join(folder, "bin", "python");
  const imports = (): boolean => {
    try {
      execFileSync(python, ["-c", "import scipy.optimize"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  if (existsSync(python) && imports()) return { python };
  try {
    console.log(`Installing SciPy ${scipyVersion} for comparison into ${folder} (once)…`);
    execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
    const pip = ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check"];
    execFileSync(python, [...pip, `scipy==${scipyVersion}`], { stdio: ["ignore", "ignore", "inherit"] });
    return imports() ? { python } : { missing: "the installed SciPy cannot be imported" };
  } catch (error) {
    return { missing: error instanceof Error ? error.message.split("\n")[0]! : String(error) };
  }
}
