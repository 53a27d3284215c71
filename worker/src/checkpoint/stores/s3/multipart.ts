/** Multipart uploads of one bucket: the requests, and which unfinished ones there are. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  type ListMultipartUploadsCommandOutput,
} from "@aws-sdk/client-s3";
import { StoreError } from "../../errors.ts";
import { statusOf, type Bucket, type Hashed } from "./bucket.ts";
import { failureOf } from "./errors.ts";

export interface UploadId {
  key: string;
  id: string;
}

export interface UnfinishedUpload extends UploadId {
  initiatedMs: number;
}

export interface StoredPart {
  number: number;
  bytes: number;
  /** Base64; servers that keep none leave it out. */
  sha256: string | undefined;
  etag: string;
}

export async function createUpload(bucket: Bucket, key: string): Promise<UploadId> {
  const output = await withChecksums(bucket, (checksum) =>
    bucket.request({ action: "write", key }, () =>
      bucket.client.send(new CreateMultipartUploadCommand({ Bucket: bucket.name, Key: key, ...checksum })),
    ),
  );
  return { key, id: output.UploadId ?? "" };
}

/** A server that does not offer checksums says so here, with 501; the signature still covers every part's sha256. */
async function withChecksums<T>(
  bucket: Bucket,
  send: (checksum: { ChecksumAlgorithm?: "SHA256" }) => Promise<T>,
): Promise<T> {
  if (!bucket.checksums) return send({});
  try {
    return await send({ ChecksumAlgorithm: "SHA256" });
  } catch (error) {
    if (statusOf(error) !== 501) throw error;
    bucket.checksums = false;
    return send({});
  }
}

/** @throws StoreError; `hasEnded` tells whether because the upload is no more */
export async function sendPart(
  bucket: Bucket,
  { key, id }: UploadId,
  number: number,
  { bytes, sha256 }: Hashed,
): Promise<StoredPart> {
  const output = await bucket.request({ action: "write", key }, () =>
    bucket.client.send(
      new UploadPartCommand({
        Bucket: bucket.name,
        Key: key,
        UploadId: id,
        PartNumber: number,
        Body: bytes,
        ContentLength: bytes.length,
        ChecksumSHA256: sha256,
      }),
    ),
  );
  return { number, bytes: bytes.length, sha256, etag: output.ETag ?? "" };
}

/** Parts that the server has; empty if the upload is no more. */
export async function listParts(bucket: Bucket, { key, id }: UploadId): Promise<StoredPart[]> {
  const parts: StoredPart[] = [];
  let marker: string | undefined;
  try {
    do {
      const page = await bucket.request({ action: "list", key }, () =>
        bucket.client.send(
          new ListPartsCommand({
            Bucket: bucket.name,
            Key: key,
            UploadId: id,
            ...(marker === undefined ? {} : { PartNumberMarker: marker }),
          }),
        ),
      );
      for (const { PartNumber, Size, ETag, ChecksumSHA256 } of page.Parts ?? [])
        parts.push({
          number: PartNumber ?? 0,
          bytes: Size ?? 0,
          sha256: ChecksumSHA256,
          etag: ETag ?? "",
        });
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (marker !== undefined);
  } catch (error) {
    if (hasEnded(error)) return [];
    throw error;
  }
  return parts;
}

/**
 * Unfinished uploads under a prefix. Empty where the server or the key's rights do not let them be listed: nothing is resumed or
 * cleared away then, which the bucket's own lifecycle rule can do.
 */
export async function listUploads(bucket: Bucket, prefix: string): Promise<UnfinishedUpload[]> {
  const found: UnfinishedUpload[] = [];
  let after: Marker | undefined = {};
  try {
    while (after) {
      const page: ListMultipartUploadsCommandOutput = await listUploadsPage(bucket, prefix, after);
      for (const { Key, UploadId, Initiated } of page.Uploads ?? [])
        found.push({ key: Key ?? "", id: UploadId ?? "", initiatedMs: Initiated?.getTime() ?? 0 });
      after = markerOf(page);
    }
  } catch (error) {
    if (statusOf(error) !== 403 && statusOf(error) !== 501) throw error;
    return [];
  }
  return found;
}

interface Marker {
  KeyMarker?: string;
  UploadIdMarker?: string;
}

function listUploadsPage(
  bucket: Bucket,
  prefix: string,
  after: Marker,
): Promise<ListMultipartUploadsCommandOutput> {
  return bucket.request({ action: "list", key: prefix }, () =>
    bucket.client.send(new ListMultipartUploadsCommand({ Bucket: bucket.name, Prefix: prefix, ...after })),
  );
}

function markerOf(page: ListMultipartUploadsCommandOutput): Marker | undefined {
  const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
  if (!IsTruncated || NextKeyMarker === undefined) return undefined;
  return {
    KeyMarker: NextKeyMarker,
    ...(NextUploadIdMarker === undefined ? {} : { UploadIdMarker: NextUploadIdMarker }),
  };
}

/** @param isNew only where there is no object @throws StoreError; 412 if there is one */
export async function completeUpload(
  bucket: Bucket,
  { key, id }: UploadId,
  parts: readonly StoredPart[],
  isNew: boolean,
): Promise<void> {
  const sums = bucket.checksums;
  await bucket.request({ action: "write", key }, () =>
    bucket.client.send(
      new CompleteMultipartUploadCommand({
        Bucket: bucket.name,
        Key: key,
        UploadId: id,
        MultipartUpload: {
          Parts: parts.map(({ number, etag, sha256 }) => ({
            PartNumber: number,
            ETag: etag,
            ...(sums && sha256 !== undefined ? { ChecksumSHA256: sha256 } : {}),
          })),
        },
        ...(isNew ? { IfNoneMatch: "*" } : {}),
      }),
    ),
  );
}

/** Gone already is as good. */
export async function abortUpload(bucket: Bucket, { key, id }: UploadId): Promise<void> {
  try {
    await bucket.request({ action: "remove", key }, () =>
      bucket.client.send(new AbortMultipartUploadCommand({ Bucket: bucket.name, Key: key, UploadId: id })),
    );
  } catch (error) {
    if (!hasEnded(error)) throw error;
  }
}

export function hasEnded(error: unknown): boolean {
  return error instanceof StoreError && failureOf(error.cause).name === "NoSuchUpload";
}
