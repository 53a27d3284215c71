/**
 * Takes credentials back before they expire, on a server of our own: it keeps the account's token, with whom it turns away and until when, and
 * cuts their connections when it gets another one. Only the operator's key, which is the installation's, can make it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { NoRespondersError, RequestError, type NatsConnection } from "@nats-io/transport-node";
import { isRecord } from "../../api/schema/record.ts";
import { EventBusError } from "../errors.ts";
import type { EventAuthority, Revocations } from "./authority.ts";
import { Connector, inPortsWords } from "./connector.ts";
import { claimsOf } from "./nkeys.ts";

export interface RevokerOptions {
  url: string;
  authority: EventAuthority;
  now?: () => number;
  /** Longer than another takes from reading the account to writing it. */
  settleMs?: number;
}

/** A user's public key, and when what is taken back would have expired. */
export interface Revoked {
  user: string;
  untilMs: number;
}

const requestMs = 5_000;
/** Of about 75 bytes each in a message: NATS takes a MiB. Beyond it those that expire first are left to do so. */
const mostRevoked = 8_000;

export class Revoker {
  readonly #options: Required<RevokerOptions>;

  constructor(options: RevokerOptions) {
    this.#options = { now: Date.now, settleMs: 1_000, ...options };
  }

  /** When it resolves, the server goes by it and their connections are cut. @throws EventBusError */
  async revoke(users: readonly Revoked[]): Promise<void> {
    const { authority, now, settleMs, url } = this.#options;
    const connector = new Connector({ url, credentials: authority.system(), name: "plateau accounts" });
    try {
      const connection = await connector.connection();
      for (;;) {
        const held = await this.#held(connection);
        const nowMs = now();
        const revocations = withThese(held.revocations, users, Math.floor(nowMs / 1000));
        if (users.every(({ user }) => revocations[user] === held.revocations[user])) return;
        const issuedAtMs = Math.max(nowMs, (held.issuedAt + 1) * 1000);
        await ask(connection, "$SYS.REQ.CLAIMS.UPDATE", authority.accountToken({ issuedAtMs, revocations }));
        // Who had read the account before and writes it after undoes this, which NATS does not see: until it stands.
        await sleep(settleMs);
      }
    } catch (cause) {
      if (cause instanceof NoRespondersError || (cause instanceof RequestError && cause.isNoResponders()))
        throw notKept("it keeps them in memory", cause);
      throw inPortsWords(cause, url);
    } finally {
      await connector.drop();
    }
  }

  /** What the server goes by now. */
  async #held(connection: NatsConnection): Promise<{ issuedAt: number; revocations: Revocations }> {
    const { account } = this.#options.authority;
    const answer = await connection.request(`$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP`, "", {
      timeout: requestMs,
    });
    const { iat, nats } = claimsOf(answer.string()) ?? {};
    const revocations = isRecord(nats) && isRecord(nats["revocations"]) ? nats["revocations"] : {};
    return {
      issuedAt: typeof iat === "number" ? iat : 0,
      revocations: Object.fromEntries(
        Object.entries(revocations).flatMap(([user, until]) =>
          typeof until === "number" ? [[user, until]] : [],
        ),
      ),
    };
  }
}

/** Without those that have expired. A token is turned away if it was issued before the time that stands beside its user. */
export function withThese(held: Revocations, more: readonly Revoked[], nowS: number): Revocations {
  const all = new Map(Object.entries(held));
  for (const { user, untilMs } of more) {
    all.set(user, Math.max(all.get(user) ?? 0, Math.ceil(untilMs / 1000)));
  }
  const live = [...all].filter(([, until]) => until > nowS).toSorted(([, a], [, b]) => b - a);
  return Object.fromEntries(live.slice(0, mostRevoked));
}

async function ask(connection: NatsConnection, subject: string, payload: string): Promise<void> {
  const answer = await connection.request(subject, payload, { timeout: requestMs });
  const { error } = answer.json<{ error?: { description?: string } }>();
  if (error) throw notKept(error.description ?? "no reason was given");
}

function notKept(why: string, cause?: unknown): EventBusError {
  return new EventBusError(
    "E_EVENTS_FORBIDDEN",
    `The NATS server does not take an account with those that it is to turn away (${why}). Its configuration must keep accounts in a folder: docs/events.md says how.`,
    { cause },
  );
}
