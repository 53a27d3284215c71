import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect, it } from "@jest/globals";
import { runCertificate, runOfServerName } from "./certificate.ts";

const key = Buffer.alloc(32, 7);

it("is the same on every rank, signed by its own key, for a name that belongs to no host", async () => {
  const [first, second] = await Promise.all([1, 2].map(() => runCertificate({ key, runUid: "run-1" })));
  expect(second).toEqual(first);
  const certificate = new X509Certificate(first!.certificatePem);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(first!.privateKeyPem))).toBe(true);
  expect(certificate.checkHost(first!.serverName)).toBe(first!.serverName);
  expect(certificate.ca).toBe(true);
  expect([certificate.validFromDate.getUTCFullYear(), certificate.validToDate.getUTCFullYear()]).toEqual([
    2020, 2049,
  ]);
});

it.each([
  ["another key", { key: Buffer.alloc(32, 8), runUid: "run-1" }],
  ["another run with the same key", { key, runUid: "run-2" }],
])("is another one for %s", async (_name, other) => {
  const [mine, theirs] = await Promise.all([runCertificate({ key, runUid: "run-1" }), runCertificate(other)]);
  expect(theirs.privateKeyPem).not.toBe(mine.privateKeyPem);
  const certificate = new X509Certificate(theirs.certificatePem);
  expect(certificate.verify(new X509Certificate(mine.certificatePem).publicKey)).toBe(false);
});

it("of one purpose is no certificate for the other", async () => {
  const runUid = "7f0c2a7e-1111-4222-8333-444455556666";
  const mesh = await runCertificate({ key, runUid });
  const progress = await runCertificate({ key, runUid }, "progress");
  expect(progress.privateKeyPem).not.toBe(mesh.privateKeyPem);
  expect(runOfServerName(progress.serverName)).toBe(runUid);
  for (const name of [mesh.serverName, ".progress.plateau", "../x.progress.plateau", ""]) {
    expect(runOfServerName(name)).toBeUndefined();
  }
});
