/** What an API server answers when it does not do as asked, as errors of the cluster port. */
import { ClusterError, type ClusterErrorCode } from "../errors.ts";

/** `v1/Status`, as far as it is looked at. */
export interface Status {
  reason?: string;
  message?: string;
  code?: number;
  details?: { causes?: { reason?: string; message?: string; field?: string }[]; retryAfterSeconds?: number };
}

const byReason: Readonly<Record<string, ClusterErrorCode>> = {
  NotFound: "E_NOT_FOUND",
  AlreadyExists: "E_ALREADY_EXISTS",
  Conflict: "E_CONFLICT",
  Expired: "E_EXPIRED",
  Gone: "E_EXPIRED",
  Invalid: "E_INVALID",
  BadRequest: "E_INVALID",
  Forbidden: "E_FORBIDDEN",
  Unauthorized: "E_FORBIDDEN",
};

const byStatus: Readonly<Record<number, ClusterErrorCode>> = {
  400: "E_INVALID",
  401: "E_FORBIDDEN",
  403: "E_FORBIDDEN",
  404: "E_NOT_FOUND",
  409: "E_CONFLICT",
  410: "E_EXPIRED",
  413: "E_INVALID",
  415: "E_INVALID",
  422: "E_INVALID",
};

/**
 * @param httpStatus of the answer, or of the Status in a watch
 * @param body parsed, if it was JSON
 * @param asked what was asked for, for people: "apply TrainingRun team/a"
 */
export function errorOf(httpStatus: number, body: unknown, asked: string): ClusterError {
  const status = (typeof body === "object" && body !== null ? body : {}) as Status;
  const code = isTooNew(status)
    ? "E_EXPIRED"
    : isNamespaceEnding(status)
      ? "E_NAMESPACE_ENDING"
      : (byReason[status.reason ?? ""] ?? byStatus[httpStatus] ?? "E_UNAVAILABLE");
  const said = status.message ?? (typeof body === "string" && body !== "" ? body.slice(0, 500) : undefined);
  return new ClusterError(code, `${asked}: ${said ?? `the API server answered ${httpStatus}`}`, {
    cause: status,
  });
}

/** A version from another life of this server: as useless as one that is too old. */
function isTooNew({ details }: Status): boolean {
  return details?.causes?.some(({ reason }) => reason === "ResourceVersionTooLarge") ?? false;
}

function isNamespaceEnding({ details }: Status): boolean {
  return details?.causes?.some(({ reason }) => reason === "NamespaceTerminating") ?? false;
}

/** Fields of other managers stand in the way, as opposed to a write that came in between. */
export function isFieldConflict(error: unknown): boolean {
  const status = error instanceof ClusterError ? (error.cause as Status | undefined) : undefined;
  return status?.details?.causes?.some(({ reason }) => reason === "FieldManagerConflict") ?? false;
}
