/** Which data lie in a store that must be fetched, and which on a file system. */

export function isRemote(uri: string): boolean {
  return /^s3:/i.test(uri);
}
