/** What to do about what an API server refuses, and which cluster it was: a wrong context is the commonest mistake. Pure. */
import { ClusterError } from "@plateau/controller/cluster/errors.ts";

export interface Where {
  context: string;
  server: string;
}

/** The same error with the remedy behind its message; anything else as it is. */
export function withRemedy(error: unknown, where: Where): unknown {
  if (!(error instanceof ClusterError)) return error;
  const remedy = remedyFor(error, where);
  if (remedy === undefined) return error;
  return new ClusterError(error.code, `${error.message.replace(/[.\s]*$/, ".")} ${remedy}`, { cause: error });
}

function remedyFor({ code, message, cause }: ClusterError, { context, server }: Where): string | undefined {
  const here = `This is context "${context}" (${server})`;
  const status = (cause as { code?: unknown } | undefined)?.code;
  switch (code) {
    case "E_UNAVAILABLE":
      return `${here}: check that it runs and can be reached from here, or choose another with --context.`;
    case "E_NO_KIND":
      return `${here}; if Plateau is installed elsewhere, choose that with --context.`;
    case "E_FORBIDDEN":
      if (status === 401) return `${here}: it does not accept these credentials; log in again.`;
      return /cannot \w+ resource/.test(message)
        ? `${here}: ask an administrator for the role view, edit or admin in the namespace; the chart joins Plateau's rights to them.`
        : undefined;
    case "E_NOT_FOUND":
      return /namespaces "[^"]*" not found/.test(message)
        ? `${here}; make the namespace with "kubectl create namespace", or choose another with -n.`
        : undefined;
    case "E_CONFLICT":
      return "Somebody else set these fields; change them there, or look again and repeat.";
    default:
      return undefined;
  }
}
