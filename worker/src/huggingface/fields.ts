/** Fields of a config.json, checked as they are read: every complaint names the file and the field. */
import { HuggingFaceError } from "./errors.ts";

export class Fields {
  readonly #file: string;
  readonly #values: Readonly<Record<string, unknown>>;

  /** @param file for messages */
  constructor(file: string, values: Readonly<Record<string, unknown>>) {
    this.#file = file;
    this.#values = values;
  }

  /** The field as it stands; undefined where there is none, or null. */
  value(name: string): unknown {
    return this.#values[name] ?? undefined;
  }

  /** A whole number of at least 1. */
  count(name: string, otherwise?: number): number {
    const value = this.value(name) ?? otherwise;
    if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number;
    throw this.#wrong(name, "a whole number of at least 1");
  }

  /** A number above 0. */
  positive(name: string, otherwise?: number): number {
    const value = this.value(name) ?? otherwise;
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
    throw this.#wrong(name, "a number above 0");
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.value(name) ?? otherwise;
    if (typeof value === "boolean") return value;
    throw this.#wrong(name, "true or false");
  }

  /**
   * Refuse anything but the values that Plateau's models have.
   *
   * @param allowed what it may be; the first is what it is if left out
   * @returns which one it is
   */
  oneOf<T extends string | number | boolean>(name: string, allowed: readonly T[], why: string): T {
    const value = this.value(name) ?? allowed[0];
    const found = allowed.find((each) => each === value);
    if (found !== undefined) return found;
    throw this.unsupported(name, allowed.map((each) => JSON.stringify(each)).join(" or "), why);
  }

  /** The fields of an object, if there is one. */
  object(name: string): Fields | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === "object" && !Array.isArray(value))
      return new Fields(this.#file, prefixed(name, value as Record<string, unknown>));
    throw this.#wrong(name, "an object");
  }

  /** @param wanted what Plateau could read */
  unsupported(name: string, wanted: string, why: string): HuggingFaceError {
    return new HuggingFaceError(
      "E_HUGGINGFACE_UNSUPPORTED",
      `${this.#file}: ${name} is ${JSON.stringify(this.value(name))}; Plateau reads ${wanted}. ${why}`,
    );
  }

  #wrong(name: string, wanted: string): HuggingFaceError {
    const value = this.value(name);
    const found = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
    return new HuggingFaceError(
      "E_HUGGINGFACE_CONFIG",
      `${this.#file}: ${name} ${found}; it must be ${wanted}.`,
    );
  }
}

/** Inner fields keep their outer name, so that messages name the whole path. */
function prefixed(name: string, value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [`${name}.${key}`, each]));
}
