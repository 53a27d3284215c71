/**
 * The S3 client of this thread, made from the environment as every AWS tool reads it: credentials chain, AWS_REGION,
 * AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, AWS_MAX_ATTEMPTS. With an endpoint of one's own, path style.
 */
import { S3Client } from "@aws-sdk/client-s3";
import { defaultRetry, type RetryPolicy } from "./retry.ts";

/** Connections of one thread; parts, reads and deletions share them. */
const maxSockets = 32;
const connectMs = 5000;
/** Without a byte in either direction a request is given up; completing a large upload keeps a server busy for a while. */
const idleMs = 60_000;

let client: S3Client | undefined;

/** One per thread: a store is opened for every checkpoint, its connections stay. */
export function s3Client(): S3Client {
  client ??= createClient(process.env);
  return client;
}

export function retryPolicy(environment: NodeJS.ProcessEnv): RetryPolicy {
  const attempts = Number(environment["AWS_MAX_ATTEMPTS"]);
  return Number.isInteger(attempts) && attempts > 0 ? { ...defaultRetry, attempts } : defaultRetry;
}

function createClient(environment: NodeJS.ProcessEnv): S3Client {
  const endpoint = environment["AWS_ENDPOINT_URL_S3"] ?? environment["AWS_ENDPOINT_URL"];
  const region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
  const created = new S3Client({
    // Servers of one's own seldom care for the region, but it is part of the signature.
    ...(region ? { region } : endpoint ? { region: "us-east-1" } : {}),
    forcePathStyle: Boolean(endpoint),
    // Parts carry their sha256; what is read is checked against the manifest.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: connectMs,
      socketTimeout: idleMs,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
    },
  });
  withoutRetries(created);
  signByKnownHash(created);
  return created;
}

/** In the place of the SDK's retries, nothing: retry.ts tries again, and knows a limit in time. */
function withoutRetries(from: S3Client): void {
  from.middlewareStack.add((next) => (args) => next(args), {
    name: "retryMiddleware",
    step: "finalizeRequest",
    priority: "high",
    override: true,
  });
}

/** The signature covers the sha256 of the body, which we have: the SDK would read the part once more to find it. */
function signByKnownHash(to: S3Client): void {
  to.middlewareStack.add(
    (next) => (args) => {
      const { ChecksumSHA256: known } = args.input as { ChecksumSHA256?: string };
      const { request } = args as { request?: { headers: Record<string, string> } };
      if (known !== undefined && request)
        request.headers["x-amz-content-sha256"] = Buffer.from(known, "base64").toString("hex");
      return next(args);
    },
    { step: "build", name: "signByKnownHash" },
  );
}
