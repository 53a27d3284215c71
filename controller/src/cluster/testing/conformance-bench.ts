/** What the conformance suite of the cluster port works with: an implementation, short words for its calls, watches that are read all the time. */
import type {
  Cluster,
  DesiredObject,
  KubeObject,
  ListOptions,
  ObjectRef,
  OwnerReference,
  WatchEvent,
} from "../cluster.ts";

export interface ConformanceSubject {
  /** A second handle on the same cluster, as another process would have it. */
  open(): Promise<Cluster>;
  cluster: Cluster;
  /** Empty, and used by nobody else. */
  namespace: string;
  widget: { apiVersion: string; kind: string };
  dispose(): Promise<void>;
}
interface Parts extends Partial<Omit<KubeObject["metadata"], "name">> {
  spec?: unknown;
}

/** Short words for the tests: one kind, one namespace. */
export class Bench {
  readonly cluster: Cluster;
  readonly #subject: ConformanceSubject;
  readonly #timeoutMs: number;
  readonly #watches: Watching[] = [];
  readonly #others: Cluster[] = [];

  constructor(subject: ConformanceSubject, timeoutMs: number) {
    this.cluster = subject.cluster;
    this.#subject = subject;
    this.#timeoutMs = timeoutMs;
  }

  ref(name: string): ObjectRef {
    return { ...this.#subject.widget, namespace: this.#subject.namespace, name };
  }

  desired(name: string, { spec, ...metadata }: Parts): DesiredObject {
    return {
      ...this.#subject.widget,
      metadata: { name, namespace: this.#subject.namespace, ...metadata },
      ...(spec === undefined ? {} : { spec }),
    } as DesiredObject;
  }

  create(name: string, spec: unknown, metadata: Omit<Parts, "spec"> = {}): Promise<KubeObject> {
    return this.cluster.create(this.desired(name, { spec, ...metadata }));
  }

  apply(
    name: string,
    parts: Parts,
    options: { manager?: string; force?: boolean } = {},
  ): Promise<KubeObject> {
    const { manager = "tester", force } = options;
    return this.cluster.apply(this.desired(name, parts), {
      fieldManager: manager,
      ...(force === undefined ? {} : { force }),
    });
  }

  get(name: string): Promise<KubeObject | undefined> {
    return this.cluster.get(this.ref(name));
  }

  status(name: string, status: unknown): Promise<KubeObject> {
    return this.cluster.updateStatus(this.ref(name), status);
  }

  delete(name: string): Promise<void> {
    return this.cluster.delete(this.ref(name));
  }

  owner({ apiVersion, kind, metadata: { name, uid } }: KubeObject): OwnerReference {
    return { apiVersion, kind, name, uid };
  }

  list(options: ListOptions = {}): ReturnType<Cluster["list"]> {
    const { apiVersion, kind } = this.#subject.widget;
    return this.cluster.list(apiVersion, kind, { namespace: this.#subject.namespace, ...options });
  }

  async names(options: ListOptions): Promise<string[]> {
    return (await this.list(options)).items.map(({ metadata }) => metadata.name).sort();
  }

  async other(): Promise<Cluster> {
    const other = await this.#subject.open();
    this.#others.push(other);
    return other;
  }

  watch(options: ListOptions & { resourceVersion: string }): Watching {
    const { apiVersion, kind } = this.#subject.widget;
    const watching = new Watching((signal) =>
      this.cluster.watch(apiVersion, kind, { namespace: this.#subject.namespace, ...options, signal }),
    );
    this.#watches.push(watching);
    return watching;
  }

  /** Looks again after every change in the namespace. */
  async until(condition: () => Promise<boolean>): Promise<void> {
    const { resourceVersion } = await this.list();
    const watching = this.watch({ resourceVersion });
    const timer = setTimeout(() => watching.stop(), this.#timeoutMs);
    for (let count = 1; !(await condition()); count += 1) {
      if ((await watching.next(count)).length < count) throw new Error("it has not happened in time");
    }
    clearTimeout(timer);
    watching.stop();
  }

  stop(): void {
    for (const watching of this.#watches) watching.stop();
  }
}

/** A watch that is read all the time. */
export class Watching {
  readonly events: WatchEvent[] = [];
  readonly ended: Promise<void>;
  readonly #abort = new AbortController();
  #wake: () => void = () => {};
  #over = false;

  constructor(start: (signal: AbortSignal) => AsyncIterable<WatchEvent>) {
    this.ended = this.#read(start(this.#abort.signal));
    // A test that expects the failure awaits `ended`; for the others `next` comes back short.
    this.ended.catch(() => {});
  }

  /** Version of the last event taken with `next`. */
  version = "";

  /** The first `count` events since the start, as "TYPE name"; fewer if the watch ends before. */
  async next(count: number): Promise<string[]> {
    const changes = () => this.events.filter((event) => event.type !== "BOOKMARK");
    while (changes().length < count && !this.#over) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken = changes().slice(0, count);
    const last = taken.at(-1);
    if (last) this.version = last.object.metadata.resourceVersion;
    return taken.map(({ type, object }) => `${type} ${object.metadata.name}`);
  }

  stop(): void {
    this.#abort.abort();
  }

  async #read(source: AsyncIterable<WatchEvent>): Promise<void> {
    try {
      for await (const event of source) {
        this.events.push(event);
        this.#wake();
      }
    } finally {
      this.#over = true;
      this.#wake();
    }
  }
}
