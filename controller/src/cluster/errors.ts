/** Errors of every cluster implementation. A caller acts on `code`; the message is for people. */

export type ClusterErrorCode =
  /** The object is not there. */
  | "E_NOT_FOUND"
  /** `create` of a name that is taken. */
  | "E_ALREADY_EXISTS"
  /** Written since it was read, or a field is another manager's: read again and decide again. */
  | "E_CONFLICT"
  /** A watch asks for changes that are no longer kept: list again. */
  | "E_EXPIRED"
  /** The object breaks a rule; the message names the field and the remedy. */
  | "E_INVALID"
  /** The API server does not let this identity do it (RBAC, a quota, an admission policy); the message says which. */
  | "E_FORBIDDEN"
  /** Nothing can be made in the namespace any more: it is being deleted, and all in it goes. */
  | "E_NAMESPACE_ENDING"
  /** The API server does not know the kind: its CustomResourceDefinition is not installed. */
  | "E_NO_KIND"
  /** The API server cannot be reached or is overloaded. A write may or may not have been done: read before writing again. */
  | "E_UNAVAILABLE"
  /** No kubeconfig, one that cannot be read, or a context that is not in it; nothing was contacted. */
  | "E_KUBECONFIG"
  /** The cluster handle was closed. */
  | "E_CLOSED"
  /** No room for the write; nothing was changed. */
  | "E_CLUSTER_FULL"
  /** The file or its folder may not be written; nothing was changed. */
  | "E_CLUSTER_READ_ONLY"
  /** The file is damaged. */
  | "E_CLUSTER_CORRUPT"
  /** Another process held the file for too long; nothing was changed. */
  | "E_CLUSTER_BUSY"
  /** The file cannot be opened or was written by a newer release. */
  | "E_CLUSTER_OPEN"
  /** Another controller of this home is running. */
  | "E_CONTROLLER_RUNNING"
  /** Processes of an earlier controller do not end. */
  | "E_FENCING";

export class ClusterError extends Error {
  override readonly name = "ClusterError";
  readonly code: ClusterErrorCode;
  /** With E_CONTROLLER_RUNNING: process id of the controller that runs. */
  readonly pid?: number;

  constructor(code: ClusterErrorCode, message: string, options: { cause?: unknown; pid?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.pid !== undefined) this.pid = options.pid;
  }
}

/** Whether an error is a ClusterError with one of these codes. */
export function hasCode(error: unknown, ...codes: ClusterErrorCode[]): boolean {
  return error instanceof ClusterError && codes.includes(error.code);
}
