/** The controller's program on Kubernetes: `node controller/src/main.ts --help`. Logs are JSON lines on standard output. */
import { pino } from "pino";
import { hasCode } from "./cluster/errors.ts";
import { ControllerError } from "./kubernetes/errors.ts";
import { helpText, readOptions } from "./kubernetes/options.ts";
import { runController } from "./kubernetes/run-controller.ts";

/** A watch or a fit that does not end must not keep the process: the kubelet would kill it before the Lease is given back. */
const longestStopMs = 20_000;

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
const stopping = new AbortController();

function stop(signal: NodeJS.Signals): void {
  log.info({ signal }, "stopping");
  stopping.abort();
  setTimeout(() => {
    log.error({}, `not ended after ${longestStopMs / 1000} s`);
    process.exit(1);
  }, longestStopMs).unref();
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(helpText());
    return 0;
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);
  try {
    const options = readOptions(args, process.env);
    log.level = options.logLevel;
    await runController({
      options,
      log,
      signal: stopping.signal,
      onServing: (ports) => log.info(ports, "serving health and metrics"),
    });
    return 0;
  } catch (error) {
    const isOurs =
      error instanceof ControllerError || hasCode(error, "E_FORBIDDEN", "E_NO_KIND", "E_UNAVAILABLE");
    log.fatal(
      isOurs ? { code: (error as ControllerError).code } : { stack: (error as Error).stack },
      (error as Error).message,
    );
    return 1;
  }
}

process.exit(await main(process.argv.slice(2)));
