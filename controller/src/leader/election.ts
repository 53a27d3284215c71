/**
 * Which replica leads, by a Lease (coordination.k8s.io/v1) as client-go's leader election keeps it, so that both understand each
 * other's: held for `leaseMs` after the last renewal, renewed every `retryMs`, given up by its holder at `renewMs`.
 *
 * Clocks of machines are not compared: a replica watches when the Lease last changed by its own clock. Between the holder's
 * deadline and the others' lies `leaseMs - renewMs`, in which nobody writes; whoever has lost the lead must end and not come back as
 * a follower, because what it believed is stale.
 *
 * A Lease that is not there may have been one a moment ago (etcd restored, a hand that slipped), with a holder that does not know yet:
 * whoever makes it leads only after `renewMs`, when any such holder has given up.
 */
import type { KubeObject, ObjectRef } from "../cluster/cluster.ts";
import { hasCode } from "../cluster/errors.ts";
import type { Clock } from "../loop/clock.ts";
import type { Log } from "../loop/log.ts";

/** The part of a cluster that a Lease needs. */
export interface LeaseStore {
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  create(
    object: Omit<KubeObject, "metadata"> & { metadata: { name: string; namespace: string } },
  ): Promise<KubeObject>;
  replace(object: KubeObject): Promise<KubeObject>;
}

export interface ElectionOptions {
  store: LeaseStore;
  namespace: string;
  /** Of the Lease. */
  name: string;
  /** Of this replica: the pod's name with something that no earlier pod of that name had. */
  identity: string;
  /** Never steps back: `performance.now` where the time of day may be set. */
  clock: Clock;
  /** The time of day, for people who read the Lease. */
  wallClock?: () => number;
  log: Log;
  leaseMs?: number;
  renewMs?: number;
  retryMs?: number;
  random?: () => number;
}

interface LeaseSpec {
  holderIdentity?: string | null;
  leaseDurationSeconds?: number;
  acquireTime?: string;
  renewTime?: string;
  leaseTransitions?: number;
}

export class Election {
  readonly #options: Required<ElectionOptions>;
  readonly #lost = new AbortController();
  #heldFromMs = -Infinity;
  #heldUntilMs = -Infinity;
  #seen: { version: string; atMs: number } | undefined;
  #lease: KubeObject | undefined;
  #cancelDeadline: () => void = () => {};
  /** Who leads as far as this replica knows. */
  leader: string | undefined;

  constructor(options: ElectionOptions) {
    this.#options = {
      leaseMs: 15_000,
      renewMs: 10_000,
      retryMs: 2_000,
      random: Math.random,
      wallClock: Date.now,
      ...options,
    };
  }

  /** Whether this replica may write now. Asked before every write: a process that was stopped for a while wakes up as the leader that it was. */
  get isHeld(): boolean {
    const nowMs = this.#options.clock.now();
    return nowMs >= this.#heldFromMs && nowMs < this.#heldUntilMs && !this.#lost.signal.aborted;
  }

  /** Aborts when the lead could not be renewed in time. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Until this replica leads, or `signal` aborts. @returns whether it leads */
  async acquire(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      if ((await this.#attempt("acquire")) && this.isHeld) return true;
      await this.#pause(this.#options.retryMs * (1 + 0.2 * this.#options.random()), signal);
    }
    return false;
  }

  /** Renews until `signal` aborts, then gives the lead back; ends without doing so when it is lost. */
  async hold(signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#lost.signal]);
    while (!either.aborted) {
      await this.#pause(this.#options.retryMs, either);
      if (!either.aborted) await this.#attempt("renew");
    }
    this.#cancelDeadline();
    if (!this.#lost.signal.aborted) await this.#release();
  }

  async #attempt(what: "acquire" | "renew"): Promise<boolean> {
    const { log, clock } = this.#options;
    const begunMs = clock.now();
    try {
      const lease = await this.#read();
      if (lease && !this.#isFree(lease)) {
        if (what === "renew") this.#lose(`${this.leader} has taken the Lease`);
        return false;
      }
      // Too late, even if nobody else has come: the deadline has cut off what this replica was doing.
      if (what === "renew" && !this.isHeld) return false;
      const written = await this.#write(lease);
      if (what === "acquire") this.#waitFor(lease);
      this.#take(written, begunMs);
      return true;
    } catch (error) {
      // Somebody was faster, or the server is away: both are for the next try to see.
      if (hasCode(error, "E_CONFLICT", "E_ALREADY_EXISTS")) log.debug({}, "another replica was faster");
      else
        log.warn({ error: String(error) }, `the Lease could not be ${what === "renew" ? "renewed" : "read"}`);
      return false;
    }
  }

  async #read(): Promise<KubeObject | undefined> {
    const lease = await this.#options.store.get(this.#ref);
    const version = lease?.metadata.resourceVersion;
    if (version !== undefined && version !== this.#seen?.version) {
      this.#seen = { version, atMs: this.#options.clock.now() };
    }
    this.#lease = lease;
    this.leader = specOf(lease).holderIdentity ?? undefined;
    return lease;
  }

  /** Ours, nobody's, or not renewed for its duration as seen from here. */
  #isFree(lease: KubeObject): boolean {
    const { holderIdentity, leaseDurationSeconds } = specOf(lease);
    if (!holderIdentity || holderIdentity === this.#options.identity) return true;
    const durationMs = (leaseDurationSeconds ?? this.#options.leaseMs / 1000) * 1000;
    return this.#options.clock.now() >= this.#seen!.atMs + durationMs;
  }

  async #write(lease: KubeObject | undefined): Promise<KubeObject> {
    const { identity, leaseMs, store, wallClock } = this.#options;
    const now = microTime(wallClock());
    const before = specOf(lease);
    const isOurs = before.holderIdentity === identity;
    const spec: LeaseSpec = {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(leaseMs / 1000),
      acquireTime: isOurs && before.acquireTime ? before.acquireTime : now,
      renewTime: now,
      leaseTransitions: (before.leaseTransitions ?? 0) + (isOurs || !lease ? 0 : 1),
    };
    if (lease) return store.replace({ ...lease, spec });
    const { apiVersion, kind, namespace, name } = this.#ref;
    return store.create({ apiVersion, kind, metadata: { namespace, name }, spec });
  }

  /** @param before the Lease as this replica found it; if it was its own already, what it waits for stays */
  #waitFor(before: KubeObject | undefined): void {
    const { clock, renewMs, identity } = this.#options;
    if (!before) this.#heldFromMs = clock.now() + renewMs;
    else if (specOf(before).holderIdentity !== identity) this.#heldFromMs = -Infinity;
  }

  #take(lease: KubeObject, begunMs: number): void {
    const { clock, renewMs, identity } = this.#options;
    this.#lease = lease;
    this.leader = identity;
    this.#seen = { version: lease.metadata.resourceVersion, atMs: clock.now() };
    // Counted from before the request: how long its answer took is not known to the others.
    this.#heldUntilMs = begunMs + renewMs;
    this.#cancelDeadline();
    // Nothing is done yet that would have to be cut off.
    if (clock.now() < this.#heldFromMs) return;
    this.#cancelDeadline = clock.after(this.#heldUntilMs - clock.now(), () =>
      this.#lose(`the Lease could not be renewed for ${renewMs / 1000} s`),
    );
  }

  #lose(reason: string): void {
    if (this.#lost.signal.aborted) return;
    this.#heldUntilMs = -Infinity;
    this.#cancelDeadline();
    this.#options.log.error({ reason }, "the lead is lost");
    this.#lost.abort(new Error(reason));
  }

  /** Nobody has to wait for the end of the duration. */
  async #release(): Promise<void> {
    const { store, log, wallClock } = this.#options;
    const lease = this.#lease;
    this.#heldUntilMs = -Infinity;
    if (!lease) return;
    const now = microTime(wallClock());
    const spec: LeaseSpec = { ...specOf(lease), holderIdentity: "", leaseDurationSeconds: 1, renewTime: now };
    try {
      await store.replace({ ...lease, spec });
    } catch (error) {
      log.warn({ error: String(error) }, "the Lease could not be given back; it runs out by itself");
    }
  }

  get #ref(): ObjectRef {
    const { namespace, name } = this.#options;
    return { apiVersion: "coordination.k8s.io/v1", kind: "Lease", namespace, name };
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const cancel = this.#options.clock.after(ms, done);
      signal.addEventListener("abort", done, { once: true });
      if (signal.aborted) done();
    });
  }
}

function specOf(lease: KubeObject | undefined): LeaseSpec {
  return (lease?.spec ?? {}) as LeaseSpec;
}

/** Kubernetes' MicroTime: six digits of a second. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
