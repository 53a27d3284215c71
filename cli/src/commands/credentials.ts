/** `plateau credentials create|revoke`: a reader's credentials for the event stream of a Kubernetes, with a name and an end. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { InvalidArgumentError, type Command } from "commander";
import { readCredentials } from "@plateau/controller/events/nats/credentials.ts";
import { CliError } from "../errors.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { installationAuthority } from "../place/installation.ts";
import { withPlace, type Place } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";
import { numberOption } from "./number-option.ts";

interface InstallationOptions {
  system: string;
  keySecret: string;
  accountSecret?: string;
}

interface CreateOptions extends InstallationOptions {
  days: number;
  to?: string;
  output?: "json" | "yaml";
}

const dayMs = 24 * 3_600_000;

export function addCredentials(program: Command, terminal: Terminal): void {
  const credentials = program
    .command("credentials")
    .description("Make credentials for the event stream of a Kubernetes, and take them back.")
    .addHelpText("after", createExamples);
  of(
    credentials
      .command("create")
      .argument("<name>", "who or what they are for", nameOf)
      .description(
        "Write a .creds file for --events-credentials: its holder reads the namespace's runs and may command them, until it ends.",
      ),
  )
    .addOption(
      numberOption({
        flags: "--days <n>",
        description: "they end after so long",
        below: 3_651,
      }).makeOptionMandatory(),
    )
    .option("--to <file>", "write them there, readable by you alone (default: print them)")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText("after", createExamples)
    .action((name: string, options: CreateOptions) =>
      onKubernetes(program, terminal, (place) => create(place, { name, ...options }, terminal)),
    );
  of(
    credentials
      .command("revoke")
      .argument("<file>", "what create has written")
      .description("Have the installation's own NATS server turn these credentials away, from now on."),
  )
    .addHelpText("after", "\nExample:\n  $ kubectl plateau credentials revoke ada.creds -n lab")
    .action((file: string, options: InstallationOptions) =>
      onKubernetes(program, terminal, (place) => revoke(place, { file, ...options }, terminal)),
    );
}

const createExamples = `
Examples:
  $ kubectl plateau credentials create ada --days 30 -n lab --to ada.creds
  $ plateau get losses brown-s -n lab --events nats://nats.example:4222 --events-credentials ada.creds --kubernetes
  $ kubectl plateau credentials revoke ada.creds -n lab

Whoever makes them reads the installation's key, a Secret of the controller's namespace.`;

function of(command: Command): Command {
  return command
    .option("--system <namespace>", "where the controller is", "plateau-system")
    .option("--key-secret <name>", "Secret with the installation's key", "plateau-key")
    .option("--account-secret <name>", "of a NATS that was there before (events.accountSecret of the chart)");
}

function nameOf(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9@._-]{0,62}$/.test(text)) return text;
  throw new InvalidArgumentError("Use up to 63 letters, digits, @, dots, dashes and underscores.");
}

function onKubernetes(
  program: Command,
  terminal: Terminal,
  use: (place: Place) => Promise<void>,
): Promise<void> {
  return withPlace(program, terminal, (place) => {
    if (place.kind === "kubernetes") return use(place);
    throw new CliError(
      "E_USAGE",
      "A home asks nobody for credentials: whoever may read its files reads its events. Name a Kubernetes with --kubernetes, --context or --kubeconfig.",
    );
  });
}

async function create(
  { cluster, namespace }: Place,
  { name, days, to, output, ...at }: CreateOptions & { name: string },
  terminal: Terminal,
): Promise<void> {
  const authority = await installationAuthority(cluster, at);
  const issuedAtMs = Date.now();
  const expiresAtMs = issuedAtMs + days * dayMs;
  const credentials = authority.namedReader({ namespace, name, issuedAtMs, expiresAtMs });
  const expiresAt = new Date(expiresAtMs).toISOString();
  if (to !== undefined) writeNew(resolve(terminal.cwd, to), credentials);
  if (output) {
    const { user } = readCredentials(credentials)!;
    const told = { name, namespace, user, expiresAt, ...(to === undefined ? { credentials } : { file: to }) };
    terminal.out.write(formatStructured(told, output));
    return;
  }
  if (to === undefined) terminal.out.write(credentials);
  else terminal.out.write(`${to}: ${name} reads ${namespace} until ${expiresAt}\n`);
}

/** @throws CliError E_EXISTS */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw new CliError("E_EXISTS", `${path} is there already; name another file, or remove it.`, { cause });
  }
}

async function revoke(
  place: Place,
  { file, ...at }: InstallationOptions & { file: string },
  terminal: Terminal,
): Promise<void> {
  const held = readCredentials(readFileSync(resolve(terminal.cwd, file), "utf8"));
  if (!held)
    throw new CliError(
      "E_FILE",
      `${file} holds no credentials of NATS; name what "plateau credentials create" has written.`,
    );
  if (at.accountSecret !== undefined) {
    throw new CliError(
      "E_USAGE",
      `The account of a NATS that was there before is not Plateau's to change: have whoever runs it revoke the user ${held.user} ("nsc revocations add-user").`,
    );
  }
  const { user, name, expiresAtMs } = held;
  if (expiresAtMs !== undefined && expiresAtMs <= Date.now()) {
    terminal.out.write(
      `${name}: ended at ${new Date(expiresAtMs).toISOString()}, there is nothing to take back\n`,
    );
    return;
  }
  const authority = await installationAuthority(place.cluster, at);
  const { Revoker } = await import("@plateau/controller/events/nats/revoker.ts");
  const url = await place.eventsAddress();
  // Those without an end are turned away for good, as far as a date can say it.
  await new Revoker({ url, authority }).revoke([
    { user, untilMs: expiresAtMs ?? Date.now() + 36_500 * dayMs },
  ]);
  terminal.out.write(`${name}: taken back\n`);
}
