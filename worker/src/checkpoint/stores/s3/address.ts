/** Addresses `s3://bucket/prefix`: where a store lies. Keys are taken as written; nothing is percent-decoded. */
import { StoreError } from "../../errors.ts";

export interface S3Address {
  bucket: string;
  /** Empty, or ends in "/". */
  prefix: string;
}

/** @throws StoreError E_STORE_CONFIG */
export function parseS3Uri(uri: string): S3Address {
  const [, bucket = "", rest = ""] = /^s3:\/\/([^/]*)\/*(.*?)\/*$/is.exec(uri) ?? [];
  // Letters, digits, dots, hyphens (and underscores, which older buckets have); the server knows the finer rules.
  if (!/^[a-z0-9][\w.-]{1,62}$/i.test(bucket)) throw badAddress(uri, `"${bucket}" is no bucket name`);
  const bad = rest
    .split("/")
    .find((segment) => (segment === "" && rest !== "") || segment === ".." || hasControl(segment));
  if (bad !== undefined)
    throw badAddress(uri, `the part "${bad}" of its path is empty, ".." or holds control characters`);
  return { bucket, prefix: rest === "" ? "" : `${rest}/` };
}

export function s3Uri({ bucket, prefix }: S3Address): string {
  return `s3://${bucket}/${prefix}`.replace(/\/$/, "");
}

const hasControl = (text: string): boolean => /\p{Cc}/u.test(text);

const badAddress = (uri: string, why: string): StoreError =>
  new StoreError(
    "E_STORE_CONFIG",
    `"${uri}" is not the address of an S3 store: ${why}. Write s3://bucket/prefix.`,
  );
