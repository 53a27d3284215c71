/**
 * What an S3 server, or the way to it, said, as store errors: each with bucket and key and the remedy. The code decides whether a
 * worker is tried again: a full or unreachable store may mend, a missing bucket or a wrong key does not.
 */
import { StoreError, type StoreErrorCode } from "../../errors.ts";

/** What the SDK throws: its own exceptions, or those of the network below it. */
export interface S3Failure {
  /** The server's error code, such as NoSuchKey. */
  name: string;
  message: string;
  /** Of the operating system or of TLS. */
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

interface Meaning {
  code: StoreErrorCode;
  why: string;
  remedy: string;
}

const missing: Meaning = { code: "E_BLOB_MISSING", why: "it does not exist", remedy: "Check the address." };
const denied = (why: string, remedy: string): Meaning => ({ code: "E_STORE_DENIED", why, remedy });
const full = (why: string): Meaning => ({
  code: "E_STORE_FULL",
  why,
  remedy: "Free some space or lower checkpoints.keepLast; older checkpoints are untouched.",
});
const checkKeys = "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (on Kubernetes, the store's Secret).";
const region: Meaning = {
  code: "E_STORE_CONFIG",
  why: "the bucket lies in another region",
  remedy: "Set AWS_REGION to the bucket's region.",
};
const clock: Meaning = {
  code: "E_STORE_CLOCK",
  why: "the clock here and the server's differ by more than the server allows",
  remedy: "Set this machine's clock, best by NTP.",
};
const certificate: Meaning = {
  code: "E_STORE_CONFIG",
  why: "the server's certificate cannot be verified",
  remedy: "Name the authority that signed it in NODE_EXTRA_CA_CERTS.",
};
const unreachable: Meaning = {
  code: "E_STORE_UNAVAILABLE",
  why: "the server cannot be reached",
  remedy: "Check AWS_ENDPOINT_URL_S3, the network and the server.",
};

const overtaken: Meaning = {
  code: "E_STORE_UNAVAILABLE",
  why: "another writer has ended this upload or changed its parts",
  remedy: "The next checkpoint starts an upload of its own.",
};

/** By the server's code, or by the code of the operating system or TLS. */
const meanings: Readonly<Record<string, Meaning>> = {
  NoSuchKey: missing,
  NotFound: missing,
  NoSuchUpload: overtaken,
  InvalidPart: overtaken,
  NoSuchBucket: {
    code: "E_STORE_BUCKET",
    why: "the bucket does not exist",
    remedy: "Create the bucket or correct the URI.",
  },
  InvalidBucketName: { code: "E_STORE_CONFIG", why: "this is no bucket name", remedy: "Correct the URI." },
  AccessDenied: denied("access is denied", "Give this key the rights to list, read, write and delete there."),
  Forbidden: denied("access is denied", "Give this key the rights to list, read, write and delete there."),
  AllAccessDisabled: denied("access is disabled", "Ask the owner of the bucket."),
  InvalidAccessKeyId: denied("the server does not know this access key", checkKeys),
  // versitygw's word for it.
  XAdminUserNotFound: denied("the server does not know this access key", checkKeys),
  SignatureDoesNotMatch: denied("the secret key is wrong", checkKeys),
  InvalidToken: denied("the session token is wrong", "Check AWS_SESSION_TOKEN."),
  CredentialsProviderError: denied(
    "there are no credentials",
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the worker a role.",
  ),
  ExpiredToken: {
    code: "E_STORE_UNAVAILABLE",
    why: "the credentials have expired",
    remedy: "Renew them; a worker that starts anew reads them anew.",
  },
  RequestTimeTooSkewed: clock,
  PermanentRedirect: region,
  TemporaryRedirect: region,
  AuthorizationHeaderMalformed: region,
  IllegalLocationConstraintException: region,
  QuotaExceeded: full("the quota is used up"),
  StorageQuotaExceeded: full("the quota is used up"),
  XMinioStorageFull: full("the server is full"),
  InsufficientStorage: full("the server is full"),
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: unreachable,
  TimeoutError: unreachable,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  CERT_HAS_EXPIRED: certificate,
  ERR_TLS_CERT_ALTNAME_INVALID: certificate,
};

const byStatus: Readonly<Record<number, Meaning>> = {
  301: region,
  403: denied("access is denied", "Give this key the rights to list, read, write and delete there."),
  507: full("the server is full"),
};

/**
 * @param action what was being done: write, read, list, remove
 * @param place  `s3://bucket/key`
 * @param tries  how often and how long it was tried, for the message; empty if once
 */
export function s3StoreError(error: unknown, action: string, place: string, tries = ""): StoreError {
  if (error instanceof StoreError) return error;
  const failure = failureOf(error);
  const { code, why, remedy } = meaningOf(failure);
  return new StoreError(code, `Cannot ${action} ${place}${tries}: ${why} (${detail(failure)}). ${remedy}`, {
    cause: error,
  });
}

export function failureOf(error: unknown): S3Failure {
  const hasWords = typeof error === "object" && error !== null && "message" in error;
  return (hasWords ? error : new Error(String(error))) as S3Failure;
}

function meaningOf(failure: S3Failure): Meaning {
  if (/Region is missing/.test(failure.message))
    return { code: "E_STORE_CONFIG", why: "no region is set", remedy: "Set AWS_REGION." };
  const status = failure.$metadata?.httpStatusCode;
  return (
    meanings[failure.name] ??
    meanings[failure.code ?? ""] ??
    (status === undefined ? undefined : byStatus[status]) ?? {
      code: "E_STORE_UNAVAILABLE",
      why: failure.message || "the server failed",
      remedy: "See the server's log.",
    }
  );
}

function detail({ name, code, message, $metadata }: S3Failure): string {
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return `${name}, HTTP ${status}`;
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}
