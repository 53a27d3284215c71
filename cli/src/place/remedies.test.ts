import { expect, it } from "@jest/globals";
import { ClusterError, type ClusterErrorCode } from "@plateau/controller/cluster/errors.ts";
import { withRemedy } from "./remedies.ts";

const where = { context: "prod", server: "https://prod:6443" };
const told = (code: ClusterErrorCode, message: string, cause?: unknown): string =>
  (withRemedy(new ClusterError(code, message, { cause }), where) as Error).message;

it.each<[ClusterErrorCode, string, unknown, RegExp]>([
  [
    "E_UNAVAILABLE",
    "list: cannot be reached",
    undefined,
    /reached\. This is context "prod" \(https:\/\/prod:6443\)/,
  ],
  ["E_NO_KIND", "does not serve X.", undefined, /choose that with --context/],
  ["E_FORBIDDEN", "Unauthorized", { code: 401 }, /log in again/],
  ["E_FORBIDDEN", 'User "a" cannot list resource "b"', { code: 403 }, /role view, edit or admin/],
  ["E_NOT_FOUND", 'namespaces "x" not found', undefined, /kubectl create namespace/],
])("%s says which cluster it was and what to do: %s", (code, message, cause, expected) => {
  expect(told(code, message, cause)).toMatch(expected);
});

it("leaves what says enough by itself, and what is no error of a cluster", () => {
  expect(told("E_INVALID", "spec.x must be y.")).toBe("spec.x must be y.");
  expect(told("E_FORBIDDEN", "exceeded quota: 2", { code: 403 })).toBe("exceeded quota: 2");
  const other = new Error("x");
  expect(withRemedy(other, where)).toBe(other);
});
