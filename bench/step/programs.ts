/** The programs that are measured: our engines that are installed, PyTorch and JAX, each a process of its own. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chooseEngine, enginePlace } from "@plateau/worker/engine/choose.ts";
import { createModel, initialize } from "@plateau/worker/models/index.ts";
import type { Options } from "./options.ts";
import { Measured } from "./protocol.ts";
import { jax, pythonWith, torch, type Environment } from "./python-environment.ts";
import { adamw, sizes, tokensOf, type SizeName } from "./sizes.ts";

const here = import.meta.dirname;
const seed = 1;

export class Programs {
  readonly #cache: string;
  readonly #engines: readonly string[];
  readonly #pythons: ReadonlyMap<string, string>;
  readonly #specs = new Map<SizeName, { values: string; spec: string }>();

  private constructor(cache: string, engines: readonly string[], pythons: ReadonlyMap<string, string>) {
    this.#cache = cache;
    this.#engines = engines;
    this.#pythons = pythons;
  }

  /** Those of the wished ones that are here; says of the others what is missing. Installs Python's. */
  static async find({ engines, peers }: Options, cache: string): Promise<Programs> {
    const there: string[] = [];
    for (const engine of engines) {
      const missing = await missingOf(engine);
      if (missing === undefined) there.push(engine);
      else console.log(`Without the engine ${engine}: ${missing}`);
    }
    const pythons = new Map<string, string>();
    const look = (environment: Environment, names: readonly string[]): void => {
      const wanted = peers.filter((peer) => names.includes(peer));
      if (wanted.length === 0) return;
      const found = pythonWith(environment, cache);
      if ("missing" in found) console.log(`No comparison with ${environment.name}: ${found.missing}.`);
      else for (const peer of wanted) pythons.set(peer, found.python);
    };
    look(torch, ["torchEager", "torchCompile"]);
    look(jax, ["jax"]);
    return new Programs(cache, there, pythons);
  }

  /** Our own. */
  get engines(): readonly string[] {
    return this.#engines;
  }

  /** Of a number of threads: XLA's client for CPUs takes all cores, whatever it is told. */
  of(threads: number): string[] {
    const all = [...this.#engines, ...this.#pythons.keys()];
    return all.filter((program) => threads > 1 || (program !== "pjrt" && program !== "jax"));
  }

  start(program: string, size: SizeName, threads: number): Measured {
    const { values, spec } = this.#spec(size);
    const env = { OMP_NUM_THREADS: String(threads), NPROC: String(threads) };
    const python = this.#pythons.get(program);
    if (python === undefined)
      return new Measured(process.execPath, [
        join(here, "plateau-step.ts"),
        size,
        program,
        String(threads),
        values,
      ]);
    if (program === "jax") return new Measured(python, [join(here, "jax_step.py"), spec], env);
    const mode = program === "torchEager" ? "eager" : "compile";
    return new Measured(python, [join(here, "torch_step.py"), mode, String(threads), spec], {
      ...env,
      TORCHINDUCTOR_CACHE_DIR: join(this.#cache, "inductor"),
    });
  }

  /** Writes what all programs start from. */
  #spec(name: SizeName): { values: string; spec: string } {
    const known = this.#specs.get(name);
    if (known) return known;
    const size = sizes[name];
    const model = createModel(size.model);
    const files = {
      values: join(this.#cache, `step-${name}.f32`),
      spec: join(this.#cache, `step-${name}.json`),
    };
    const { buffer, byteOffset, byteLength } = initialize(model, seed);
    writeFileSync(files.values, new Uint8Array(buffer, byteOffset, byteLength));
    const { inputs, targets } = tokensOf(size);
    const content = {
      ...size,
      adamw,
      values: files.values,
      parameters: model.parameters.map((parameter) => ({ name: parameter.name, shape: parameter.shape })),
      inputs: [...inputs],
      targets: [...targets],
    };
    writeFileSync(files.spec, JSON.stringify(content));
    this.#specs.set(name, files);
    return files;
  }
}

async function missingOf(engine: string): Promise<string | undefined> {
  try {
    await chooseEngine({ name: engine, threads: 1, rank: 0 }, enginePlace(process.env));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
