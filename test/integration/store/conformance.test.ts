import { afterAll, beforeAll, jest } from "@jest/globals";
import { openStore } from "@plateau/worker/checkpoint/index.ts";
import { describeStore } from "@plateau/worker/checkpoint/stores/store.conformance.ts";
import { bucket, S3Server } from "../../fixtures/s3-server.ts";
import { toolTimeoutMs } from "../../tools/index.ts";

jest.setTimeout(60_000);
let server: S3Server;
let counter = 0;
beforeAll(async () => {
  server = await S3Server.start();
  Object.assign(process.env, server.environment());
}, toolTimeoutMs);
afterAll(() => server.stop());

describeStore("s3", () => openStore(`s3://${bucket}/runs/store-${counter++}`));
describeStore("s3 (a bucket's root)", async () => {
  const store = await openStore(`s3://${bucket}`);
  await store.remove("");
  return store;
});
