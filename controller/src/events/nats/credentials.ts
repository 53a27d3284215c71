/** A `.creds` file of NATS: what its holder may do, as a token, and the key by which it proves to be the one. */
import { claimsOf, token, type Claims, type Nkey } from "./nkeys.ts";

export interface Permissions {
  publish?: string[];
  subscribe?: string[];
  /** May answer what it is asked, within so long. */
  answersWithinNanos?: number;
}

export interface Grant extends Omit<Claims, "subject" | "nats"> {
  permissions: Permissions;
  /** Account of a signer that is not the account's own key. */
  account?: string | undefined;
}

export const unlimited = { subs: -1, data: -1, payload: -1 };

/** The content of a `.creds` file for this user. */
export function credentialsOf(user: Nkey, signer: Nkey, { permissions, account, ...claims }: Grant): string {
  const { publish, subscribe, answersWithinNanos } = permissions;
  const jwt = token(
    {
      ...claims,
      subject: user.publicName,
      nats: {
        pub: publish ? { allow: publish } : {},
        sub: subscribe ? { allow: subscribe } : {},
        ...(answersWithinNanos === undefined ? {} : { resp: { max: 1, ttl: answersWithinNanos } }),
        ...unlimited,
        ...(account === undefined ? {} : { issuer_account: account }),
        type: "user",
        version: 2,
      },
    },
    signer,
  );
  const frame = (title: string, content: string): string =>
    `-----BEGIN ${title}-----\n${content}\n------END ${title}------\n`;
  return `${frame("NATS USER JWT", jwt)}\n${frame("USER NKEY SEED", user.seed)}`;
}

export interface HeldCredentials {
  /** Public key of the user. */
  user: string;
  name: string;
  /** Undefined: they have no end. */
  expiresAtMs: number | undefined;
}

/** Whose they are and how long they hold. @returns undefined for what is no `.creds` file */
export function readCredentials(text: string): HeldCredentials | undefined {
  const jwt = /-----BEGIN NATS USER JWT-----\s+(\S+)/.exec(text)?.[1];
  const claims = jwt === undefined ? undefined : claimsOf(jwt);
  if (!claims || typeof claims["sub"] !== "string") return undefined;
  const { sub, exp, name } = claims;
  return {
    user: sub,
    name: typeof name === "string" ? name : "",
    expiresAtMs: typeof exp === "number" ? exp * 1000 : undefined,
  };
}
