/** One build by Go: how long it has taken and how far it is, every few seconds. */
import { execFile, spawn } from "node:child_process";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { OwnProgram, ReleasedProgram } from "./catalogue.ts";
import { ToolMissingError } from "./errors.ts";

const run = promisify(execFile);
const progressMs = 5_000;
/** Builds give way to whatever else the machine does. */
const niceness = 5;

export interface Build {
  go: string;
  name: string;
  program: ReleasedProgram | OwnProgram;
  output: string;
  say: (line: string) => void;
}

/** Builds a program to `output`. Throws ToolMissingError with the compiler's words. */
export async function build({ go, name, program, output, say }: Build): Promise<void> {
  const env = goEnvironment();
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 1000);
  // A line for each package that was compiled, and whatever the compiler has to say.
  const words: string[] = [];
  let state = (): string => "fetching modules";
  const timer = setInterval(() => say(`Building ${name}: ${state()}, ${seconds()} s.`), progressMs);
  try {
    say(`Building ${name} (cold, about ${Math.ceil(program.coldSeconds / 60)} min on two cores; once).`);
    const own = "folder" in program;
    const cwd = own ? join(import.meta.dirname, program.folder) : await download(go, program, env);
    const { tags = "" } = program;
    const target = own ? "." : program.package;
    const total = await countPackages(go, ["-tags", tags, target], { env, cwd });
    state = () => `${words.length} of at most ${total} packages`;
    const args = [
      "build",
      "-v",
      "-trimpath",
      "-tags",
      tags,
      "-ldflags",
      program.ldflags,
      "-o",
      output,
      target,
    ];
    const code = await compile(go, args, { env, cwd }, words);
    if (code !== 0) {
      throw new ToolMissingError(`go build of ${name} ended with ${code}: ${words.slice(-20).join("\n")}`);
    }
  } finally {
    clearInterval(timer);
  }
  say(`Built ${name} in ${seconds()} s.`);
}

interface Place {
  env: NodeJS.ProcessEnv;
  cwd: string;
}

function compile(go: string, args: string[], place: Place, words: string[]): Promise<number | null> {
  const child = spawn(go, args, { ...place, stdio: ["ignore", "ignore", "pipe"] });
  if (child.pid !== undefined) setPriority(child.pid, niceness);
  createInterface(child.stderr).on("line", (line) => words.push(line));
  return new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
}

/** Also downloads the modules, which may take its own minute. */
async function countPackages(go: string, args: string[], place: Place): Promise<number> {
  const { stdout } = await run(go, ["list", "-deps", ...args], { ...place, maxBuffer: 64 << 20 });
  return stdout.trim().split("\n").length;
}

function goEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CGO_ENABLED: "0",
    GOWORK: "off",
    GOTOOLCHAIN: "local",
    GOFLAGS: "-buildvcs=false -mod=readonly",
  };
}

/** Folder of a released module in Go's module cache. */
export async function download(
  go: string,
  { module, sum }: ReleasedProgram,
  env: NodeJS.ProcessEnv = goEnvironment(),
): Promise<string> {
  const { stdout } = await run(go, ["mod", "download", "-json", module], { env, cwd: tmpdir() });
  const { Dir, Sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
  if (Sum !== sum)
    throw new ToolMissingError(`${module} has the checksum ${Sum}; test/tools/catalogue.ts says ${sum}`);
  return Dir;
}
