/**
 * What a test may break: programs that crash or hang, nodes that are cut off. Asked for outside, done inside: a line of JSON there, a
 * line back.
 */
import type { Interface } from "node:readline";
import type { Writable } from "node:stream";
import { kubectlOf } from "./control-plane.ts";
import { BedError } from "./errors.ts";
import type { Layout } from "./layout.ts";
import { setNodeLink } from "./network.ts";
import { ctrOf } from "./node.ts";
import type { Programs } from "./program.ts";

export type ProgramName =
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "coredns"
  | `node-${number}-${"containerd" | "kubelet" | "kube-proxy"}`;

type Act = "kill" | "start" | "freeze" | "thaw" | "cut" | "join" | "hide" | "show";

interface Request {
  id: number;
  act: Act;
  target: string;
}

interface Reply {
  id: number;
  error?: string;
}

/** Outside: asks, and waits for the answer. */
export class Faults {
  readonly #out: Writable;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #ids = 0;

  constructor(out: Writable, lines: Interface) {
    this.#out = out;
    lines.on("line", (line) => {
      const reply = JSON.parse(line) as Reply;
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
    lines.on("close", () => {
      for (const [id, settle] of this.#waiting) settle({ id, error: "The test bed has ended." });
    });
  }

  /** Ends a program as a crash would; containers of a containerd that is killed live on. */
  kill(program: ProgramName): Promise<void> {
    return this.#ask("kill", program);
  }

  /** Starts a program that was killed. Of the API server: resolved when it is ready. */
  start(program: ProgramName): Promise<void> {
    return this.#ask("start", program);
  }

  /** A frozen program holds its connections and answers nothing. */
  freeze(program: ProgramName): Promise<void> {
    return this.#ask("freeze", program);
  }

  thaw(program: ProgramName): Promise<void> {
    return this.#ask("thaw", program);
  }

  /** Takes a node and its pods off the network; they go on running. */
  cut(node: number): Promise<void> {
    return this.#ask("cut", String(node));
  }

  /** Undoes `cut`. */
  join(node: number): Promise<void> {
    return this.#ask("join", String(node));
  }

  /** Takes an image from every node, for pods that come: what runs of it runs on. */
  hide(image: string): Promise<void> {
    return this.#ask("hide", image);
  }

  /** Undoes `hide`. */
  show(image: string): Promise<void> {
    return this.#ask("show", image);
  }

  async #ask(act: Act, target: string): Promise<void> {
    const id = this.#ids++;
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    this.#out.write(`${JSON.stringify({ id, act, target } satisfies Request)}\n`);
    const { error } = await reply;
    if (error !== undefined) throw new BedError(`${act} ${target}: ${error}`);
  }
}

/** Inside: does what a line asks for; resolved with the line to answer. */
export async function answer(line: string, layout: Layout, programs: Programs): Promise<string> {
  const { id, act, target } = JSON.parse(line) as Request;
  const reply = await acts[act](target, layout, programs).then(
    (): Reply => ({ id }),
    (error: Error): Reply => ({ id, error: error.message }),
  );
  return JSON.stringify(reply);
}

const acts: Record<Act, (target: string, layout: Layout, programs: Programs) => Promise<void>> = {
  kill: (name, _, programs) => programs.kill(name),
  start: async (name, layout, programs) => {
    programs.again(name);
    if (name !== "kube-apiserver") return;
    await programs.until(name, () => kubectlOf(layout, programs)("get", "--raw", "/readyz"));
  },
  freeze: async (name, _, programs) => programs.freeze(name, true),
  thaw: async (name, _, programs) => programs.freeze(name, false),
  cut: (node, _, programs) => setNodeLink(Number(node), "down", programs),
  join: (node, _, programs) => setNodeLink(Number(node), "up", programs),
  hide: (image, layout, programs) => rename(image, `${image}${hidden}`, { layout, programs }),
  show: (image, layout, programs) => rename(`${image}${hidden}`, image, { layout, programs }),
};

const hidden = "-hidden";

/** In the image store of each node. */
async function rename(
  from: string,
  to: string,
  { layout, programs }: { layout: Layout; programs: Programs },
): Promise<void> {
  for (let node = 1; node <= layout.nodes; node++) {
    const ctr = ctrOf(node, layout, programs);
    await ctr("images", "tag", qualified(from), qualified(to));
    await ctr("images", "rm", qualified(from));
  }
}

/** As containerd calls an image without a registry. */
const qualified = (image: string): string => `docker.io/${image}`;
