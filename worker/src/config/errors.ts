/** The config a worker was started with cannot be used: trying again cannot help. */
export class ConfigError extends Error {
  readonly code: "E_CONFIG_MISSING" | "E_CONFIG_INVALID";

  constructor(code: ConfigError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ConfigError";
    this.code = code;
  }
}
