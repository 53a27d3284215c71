/** The chosen study. */
export const study = { namespace: "$namespace", study: "$study" } as const;
