/** A Dockerfile and a build's context as BuildKit reads them (test/tools/dockerfile). */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureTool } from "../../tools/index.ts";
import { repository } from "./render.ts";

export interface Instruction {
  word: string;
  rest: string;
}

export interface Dockerfile {
  instructions: Instruction[];
  /** What its linter has to say. */
  warnings: string[];
}

/** Throws with BuildKit's words where a build would end before it begins. */
export async function readDockerfile(file: string): Promise<Dockerfile> {
  const program = await ensureTool("dockerfile");
  const text = execFileSync(program, ["parse", join(repository, file)], { encoding: "utf8" });
  return JSON.parse(text) as Dockerfile;
}

/** The repository's files that .dockerignore leaves to a build. */
export async function contextFiles(): Promise<string[]> {
  const program = await ensureTool("dockerfile");
  const args = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const all = execFileSync("git", args, { cwd: repository, maxBuffer: 16 << 20 });
  const { stdout, stderr, status } = spawnSync(program, ["context", join(repository, ".dockerignore")], {
    input: all,
    encoding: "utf8",
    maxBuffer: 16 << 20,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}
