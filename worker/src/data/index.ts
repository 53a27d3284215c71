/** Data sources by the `source` of a run's data config. */
import type { DataConfig } from "@plateau/proto";
import { openBinSource } from "./bin/source.ts";
import { DataError } from "./errors.ts";
import { createMarkovSource } from "./markov/source.ts";
import type { DataSource, DataSourceOptions } from "./source.ts";
import { openTokenSource } from "./tokens/source.ts";

type OpenSource<S extends DataConfig["source"]> = (
  config: Extract<DataConfig, { source: S }>,
  options: DataSourceOptions,
) => Promise<DataSource>;

/** Each name is a folder beside this file. */
export const sources: { readonly [S in DataConfig["source"]]: OpenSource<S> } = {
  tokens: ({ uri }, options) => openTokenSource(uri, options),
  bin: (config, options) => openBinSource(config, options),
  markov: (config, options) => Promise.resolve(createMarkovSource(config, options)),
};

/**
 * Open a run's data.
 *
 * @throws DataError: what is missing, damaged, too short or of a larger vocabulary than the model's
 */
export async function openSource(config: DataConfig, options: DataSourceOptions): Promise<DataSource> {
  // The map's type guarantees the pairing that the compiler cannot follow through an index.
  const open = sources[config.source] as OpenSource<DataConfig["source"]>;
  const source = await open(config, options);
  const { vocabulary } = options;
  if (vocabulary !== undefined && source.vocabulary > vocabulary) {
    await source.close();
    throw new DataError(
      "E_DATA_VOCABULARY",
      `The data have ${source.vocabulary} token ids, model.vocabulary is ${vocabulary}; set it to ${source.vocabulary} or more.`,
    );
  }
  return source;
}
