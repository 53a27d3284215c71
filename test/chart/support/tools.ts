/**
 * Programs the chart is tested with: from `$PLATEAU_CACHE/bin` or `~/.cache/plateau/bin`, built there once by Go, at the
 * versions below, from the module that releases them.
 */
import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

interface Tool {
  module: string;
  package: string;
  flags: string;
}

const tools = {
  helm: {
    module: "helm.sh/helm/v4@v4.3.1",
    package: "./cmd/helm",
    flags: "-s -w -X helm.sh/helm/v4/internal/version.version=v4.3.1",
  },
  kubeconform: {
    module: "github.com/yannh/kubeconform@v0.8.0",
    package: "./cmd/kubeconform",
    flags: "-s -w",
  },
} as const satisfies Record<string, Tool>;

/** Builds take up to five minutes, once per machine. */
const buildTimeoutMs = 900_000;

export class ToolMissingError extends Error {
  readonly code = "E_TOOL_MISSING";
}

/** Path of the program. Throws ToolMissingError when it is neither in the cache nor can be built. */
export async function chartTool(name: keyof typeof tools): Promise<string> {
  const folder = join(process.env["PLATEAU_CACHE"] ?? join(homedir(), ".cache", "plateau"), "bin");
  const path = join(folder, name);
  const there = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (there) return path;
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), `plateau-${name}-`));
  try {
    console.error(`Building ${name} (${tools[name].module}) into ${folder}; once, a few minutes.`);
    const built = join(scratch, name);
    await build(tools[name], built);
    // In one move: another test run sees the whole program or none.
    const staged = `${path}.${process.pid}`;
    await run("cp", [built, staged]);
    await rename(staged, path);
    return path;
  } catch (error) {
    throw new ToolMissingError(
      `${name} is not at ${path} and could not be built from ${tools[name].module}: ${(error as Error).message}. Install Go, or put the program there.`,
      { cause: error },
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function build(tool: Tool, output: string): Promise<void> {
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-buildvcs=false" };
  const { stdout } = await run("go", ["mod", "download", "-json", tool.module], { env, cwd: tmpdir() });
  const { Dir: cwd } = JSON.parse(stdout) as { Dir: string };
  const args = ["build", "-trimpath", "-ldflags", tool.flags, "-o", output, tool.package];
  await run("go", args, { env, cwd, timeout: buildTimeoutMs });
}
