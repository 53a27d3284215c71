/** The chosen run, and its ranks. */
export const run = { namespace: "$namespace", kind: "~$kind", run: "$run" } as const;
