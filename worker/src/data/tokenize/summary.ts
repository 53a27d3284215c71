/** Documents and tokens by domain, for people: `domains.csv` beside the manifest, and the table that the command prints. */
import type { TokensManifest } from "../tokens/manifest.ts";

export interface DomainCount {
  domain: string;
  trainDocuments: number;
  trainTokens: number;
  validationDocuments: number;
  validationTokens: number;
}

/** In the order of the manifest's domains. */
export function domainCounts({ domains, splits }: TokensManifest): DomainCount[] {
  const counts = domains.map((domain) => ({
    domain,
    trainDocuments: 0,
    trainTokens: 0,
    validationDocuments: 0,
    validationTokens: 0,
  }));
  for (const split of ["train", "validation"] as const) {
    for (const { domain, tokens } of splits[split].documents) {
      const count = counts[domain];
      if (!count) continue;
      count[`${split}Documents`] += 1;
      count[`${split}Tokens`] += tokens;
    }
  }
  return counts;
}

export function domainsCsv(counts: readonly DomainCount[]): string {
  const header = "domain,trainDocuments,trainTokens,validationDocuments,validationTokens";
  const rows = counts.map((count) =>
    [
      quoted(count.domain),
      count.trainDocuments,
      count.trainTokens,
      count.validationDocuments,
      count.validationTokens,
    ].join(","),
  );
  return [header, ...rows].join("\n") + "\n";
}

const quoted = (field: string): string =>
  /[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
