/**
 * Who may do what on the event stream: credentials of each run's workers, of each namespace's readers and of the controller, all
 * derived from the installation's key, so that nothing is stored and the same are made again. A worker tells and hears of its own run
 * only; a reader reads and commands one namespace. NATS checks them by the account's key, without asking anybody.
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
import { nkey, nkeyOfSeed, token, type Nkey } from "./nkeys.ts";

/** An account of a NATS that is there already. */
export interface GivenAccount {
  /** Its public key, `A…`. */
  account: string;
  /** Seed of a key that may sign for it, `SA…`. */
  signingSeed: string;
}

interface Permissions {
  publish?: string[];
  subscribe?: string[];
  /** May answer what it is asked. */
  answers?: boolean;
}

/** An answer must come within it. */
const answerNanos = 60_000_000_000;
const storage = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
const unlimited = { subs: -1, data: -1, payload: -1 };

export class EventAuthority {
  readonly #key: Uint8Array;
  readonly #given: GivenAccount | undefined;
  readonly #signer: Nkey;

  /** @throws EventBusError E_EVENTS_FORBIDDEN if the account that is given is none */
  constructor(key: Uint8Array, given?: GivenAccount) {
    this.#key = key;
    this.#given = given;
    const signer = given ? nkeyOfSeed("account", given.signingSeed) : this.#derived("account", "account");
    if (!signer || (given && !/^A[A-Z2-7]{55}$/.test(given.account))) {
      throw new EventBusError(
        "E_EVENTS_FORBIDDEN",
        "The NATS account that was given cannot sign: give its public key (A…, 56 letters) and the seed of one of its signing keys (SA…, 58 letters).",
      );
    }
    this.#signer = signer;
  }

  worker(run: Pick<RunIdentity, "namespace" | "runUid">): string {
    return this.#credentials(`worker ${run.namespace}/${run.runUid}`, {
      // Type by type: what the stream keeps of a run is bounded by its subjects.
      publish: eventTypes.map((type) => runEvents(run, type)),
      subscribe: [commandSubject(run), `${workerInbox(run.runUid)}.>`],
      answers: true,
    });
  }

  reader(namespace: string): string {
    const api = "$JS.API.CONSUMER";
    return this.#credentials(`reader ${namespace}`, {
      publish: [
        // The name of a consumer is its secret: 128 random bits. What it reads is part of the subject on which it is made.
        `${api}.CREATE.${streamName}.*.${namespaceEvents(namespace)}`,
        `${api}.MSG.NEXT.${streamName}.*`,
        `${api}.DELETE.${streamName}.*`,
        commandSubject({ namespace, runUid: "*" }),
      ],
      subscribe: [`${readerInbox(namespace)}.>`],
    });
  }

  controller(): string {
    return this.#credentials("controller", {});
  }

  /** What a server of our own is configured with; nothing in it is secret. */
  serverConfig(): string {
    const operator = this.#derived("operator", "operator");
    const account = this.#signer.publicName;
    // Servers speak to each other in it; nobody has credentials for it.
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
      "resolver: MEMORY",
      "resolver_preload: {",
      `  ${account}: ${accountToken("plateau", account, operator, storage)}`,
      `  ${system}: ${accountToken("system", system, operator, {})}`,
      "}\n",
    ].join("\n");
  }

  #credentials(name: string, { publish, subscribe, answers }: Permissions): string {
    const user = this.#derived("user", name);
    const jwt = token(
      {
        name,
        subject: user.publicName,
        nats: {
          pub: publish ? { allow: publish } : {},
          sub: subscribe ? { allow: subscribe } : {},
          ...(answers ? { resp: { max: 1, ttl: answerNanos } } : {}),
          ...unlimited,
          ...(this.#given ? { issuer_account: this.#given.account } : {}),
          type: "user",
          version: 2,
        },
      },
      this.#signer,
    );
    const frame = (title: string, content: string): string =>
      `-----BEGIN ${title}-----\n${content}\n------END ${title}------\n`;
    return `${frame("NATS USER JWT", jwt)}\n${frame("USER NKEY SEED", user.seed)}`;
  }

  #derived(role: "operator" | "account" | "user", name: string): Nkey {
    return nkey(role, createHmac("sha256", this.#key).update(`nats ${role} ${name}`).digest());
  }
}

function accountToken(name: string, subject: string, operator: Nkey, more: object): string {
  const limits = { ...unlimited, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1, ...more };
  const nats = { limits, default_permissions: { pub: {}, sub: {} }, type: "account", version: 2 };
  return token({ name, subject, nats }, operator);
}
