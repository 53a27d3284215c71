/**
 * Who may do what on the event stream: credentials of each run's workers, of each namespace's readers and of the controller, all
 * derived from the installation's key, so that nothing is stored and whoever asks within a term makes the same. A worker tells and hears
 * of its own run only; a reader reads and commands one namespace. NATS checks them by the account's key, without asking anybody.
 */
import { createHmac } from "node:crypto";
import {
  commandSubject,
  eventTypes,
  namespaceEvents,
  readerInbox,
  runEvents,
  streamName,
  workerInbox,
} from "@plateau/proto/events/index.ts";
import type { RunIdentity } from "@plateau/proto/events/index.ts";
import { EventBusError } from "../errors.ts";
import { credentialsOf, unlimited, type Grant, type Permissions } from "./credentials.ts";
import { nkey, nkeyOfSeed, token, type Nkey } from "./nkeys.ts";
import { termOf, type CredentialsTerm } from "./term.ts";

/** An account of a NATS that is there already. */
export interface GivenAccount {
  /** Its public key, `A…`. */
  account: string;
  /** Seed of a key that may sign for it, `SA…`. */
  signingSeed: string;
}

export interface AuthorityOptions {
  given?: GivenAccount | undefined;
  /** Credentials of workers hold for so long at most, and for half of it at least. */
  lifetimeMs?: number;
  /** What is told is kept for so long: those of a namespace's readers hold longer. */
  keptMs?: number;
}

type Run = Pick<RunIdentity, "namespace" | "runUid">;

/** Account tokens that take credentials back: users' public keys, and until when (seconds since 1970) theirs have not expired. */
export type Revocations = Readonly<Record<string, number>>;

const hourMs = 3_600_000;
export const defaultLifetimeMs = 24 * hourMs;
/** An answer must come within it. */
const answerNanos = 60_000_000_000;
const storage = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };

export class EventAuthority {
  readonly #key: Uint8Array;
  readonly #options: Required<Omit<AuthorityOptions, "given">> & AuthorityOptions;
  readonly #signer: Nkey;

  /** @throws EventBusError E_EVENTS_FORBIDDEN if the account that is given is none */
  constructor(key: Uint8Array, options: AuthorityOptions = {}) {
    this.#key = key;
    this.#options = { lifetimeMs: defaultLifetimeMs, keptMs: 336 * hourMs, ...options };
    const { given } = options;
    const signer = given ? nkeyOfSeed("account", given.signingSeed) : this.#derived("account", "account");
    if (!signer || (given && !/^A[A-Z2-7]{55}$/.test(given.account))) {
      throw new EventBusError(
        "E_EVENTS_FORBIDDEN",
        "The NATS account that was given cannot sign: give its public key (A…, 56 letters) and the seed of one of its signing keys (SA…, 58 letters).",
      );
    }
    this.#signer = signer;
  }

  /** The account that users belong to. */
  get account(): string {
    return this.#options.given?.account ?? this.#signer.publicName;
  }

  /** Of the credentials that a run's workers have at this time. */
  workerTerm({ runUid }: Pick<Run, "runUid">, nowMs: number): CredentialsTerm {
    return termOf(runUid, nowMs, this.#options.lifetimeMs);
  }

  /** A run's workers, as NATS knows them: the same in every term. */
  workerUser(run: Run): string {
    return this.#derived("user", workerName(run)).publicName;
  }

  worker(run: Run, nowMs: number): string {
    const permissions = {
      // Type by type: what the stream keeps of a run is bounded by its subjects.
      publish: eventTypes.map((type) => runEvents(run, type)),
      subscribe: [commandSubject(run), `${workerInbox(run.runUid)}.>`],
      answersWithinNanos: answerNanos,
    };
    const { issuedAtMs, expiresAtMs } = this.workerTerm(run, nowMs);
    return this.#credentials(workerName(run), { permissions, issuedAtMs, expiresAtMs });
  }

  /** They hold for longer than the stream keeps what a run tells until the next term. */
  reader(namespace: string, nowMs: number): string {
    const { issuedAtMs, expiresAtMs } = termOf(namespace, nowMs, this.#options.lifetimeMs);
    return this.#credentials(`reader ${namespace}`, {
      permissions: mayRead(namespace),
      issuedAtMs,
      expiresAtMs: expiresAtMs + this.#options.keptMs,
    });
  }

  /** For somebody by name, or something; those of one name can be taken back without the others. */
  namedReader({
    namespace,
    name,
    ...term
  }: { namespace: string; name: string } & Omit<CredentialsTerm, "renewAtMs">): string {
    return this.#credentials(`reader ${namespace} ${name}`, { permissions: mayRead(namespace), ...term });
  }

  /** They never leave the process that makes them. */
  controller(): string {
    return this.#credentials("controller", { permissions: {} });
  }

  /** Who may change the account on a server of our own. */
  system(): string {
    const user = this.#derived("user", "system");
    return credentialsOf(user, this.#derived("account", "system"), { name: "system", permissions: {} });
  }

  /** What a server of our own is configured with; nothing in it is secret. */
  serverConfig(): string {
    const operator = this.#derived("operator", "operator");
    // Servers speak to each other in it, and are told of the other.
    const system = this.#derived("account", "system").publicName;
    const operatorToken = token(
      {
        name: "plateau",
        subject: operator.publicName,
        nats: { system_account: system, type: "operator", version: 2 },
      },
      operator,
    );
    return [
      `operator: ${operatorToken}`,
      `system_account: ${system}`,
      "resolver_preload: {",
      `  ${this.account}: ${this.accountToken()}`,
      `  ${system}: ${accountToken({ name: "system", subject: system }, operator)}`,
      "}\n",
    ].join("\n");
  }

  /** Of our own account. A server keeps the one that was issued last. */
  accountToken(more: { issuedAtMs?: number; revocations?: Revocations } = {}): string {
    const { issuedAtMs, revocations } = more;
    return accountToken(
      {
        name: "plateau",
        subject: this.account,
        ...(issuedAtMs === undefined ? {} : { issuedAt: seconds(issuedAtMs) }),
      },
      this.#derived("operator", "operator"),
      { limits: storage, ...(revocations ? { revocations } : {}) },
    );
  }

  #credentials(
    name: string,
    { permissions, ...term }: { permissions: Permissions } & Partial<CredentialsTerm>,
  ): string {
    const grant: Grant = {
      name,
      permissions,
      account: this.#options.given?.account,
      ...(term.issuedAtMs === undefined ? {} : { issuedAt: seconds(term.issuedAtMs) }),
      ...(term.expiresAtMs === undefined ? {} : { expiresAt: seconds(term.expiresAtMs) }),
    };
    return credentialsOf(this.#derived("user", name), this.#signer, grant);
  }

  #derived(role: "operator" | "account" | "user", name: string): Nkey {
    return nkey(role, createHmac("sha256", this.#key).update(`nats ${role} ${name}`).digest());
  }
}

const workerName = ({ namespace, runUid }: Run): string => `worker ${namespace}/${runUid}`;
const seconds = (ms: number): number => Math.floor(ms / 1000);

function mayRead(namespace: string): Permissions {
  const api = "$JS.API.CONSUMER";
  return {
    publish: [
      // The name of a consumer is its secret: 128 random bits. What it reads is part of the subject on which it is made.
      `${api}.CREATE.${streamName}.*.${namespaceEvents(namespace)}`,
      `${api}.MSG.NEXT.${streamName}.*`,
      `${api}.DELETE.${streamName}.*`,
      commandSubject({ namespace, runUid: "*" }),
    ],
    subscribe: [`${readerInbox(namespace)}.>`],
  };
}

function accountToken(
  claims: { name: string; subject: string; issuedAt?: number },
  operator: Nkey,
  { limits: more = {}, ...nats }: { limits?: object; revocations?: Revocations } = {},
): string {
  const limits = { ...unlimited, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1, ...more };
  const permissions = { pub: {}, sub: {} };
  return token(
    { ...claims, nats: { limits, default_permissions: permissions, ...nats, type: "account", version: 2 } },
    operator,
  );
}
