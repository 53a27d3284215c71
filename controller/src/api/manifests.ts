/** Manifest files: YAML (or JSON) text with one or more documents → admitted objects, mistakes with their line. */
import { LineCounter, parseAllDocuments, type Document } from "yaml";
import type { DesiredObject } from "../cluster/cluster.ts";
import { admit } from "./admit.ts";
import { bounds } from "./bounds.ts";
import { AdmissionError, type AdmissionIssue } from "./errors.ts";
import { isRecord } from "./schema/record.ts";

export interface Manifest {
  object: DesiredObject;
  file: string;
  /** Line on which its document starts, 1-based. */
  line: number;
}

/** Expansions of aliases in one document. A manifest seldom has a dozen; a YAML bomb has billions. */
const maxAliases = 100;
/** Opening brackets and dashes in a row: far deeper than any manifest, far shallower than the parser's stack. */
const maxFlowDepth = 200;
const maxFileLength = 5_000_000;

/**
 * All documents of a manifest file, admitted, in their order. Empty documents are skipped.
 *
 * @param file      name for the messages
 * @param namespace of objects that name none
 * @throws AdmissionError E_INVALID with the issues of all documents, each with its line
 */
export function parseManifests(text: string, file: string, namespace?: string): Manifest[] {
  const refused = unparsable(text);
  if (refused) throw new AdmissionError(file, [{ path: "", message: `${file}: ${refused}` }]);
  const lines = new LineCounter();
  const documents = parse(text, file, lines);
  const issues: AdmissionIssue[] = [];
  const manifests: Manifest[] = [];
  for (const document of documents) {
    const line = lines.linePos(document.contents?.range?.[0] ?? document.range[0]).line;
    try {
      const value = toValue(document, file, lines);
      if (value !== null && value !== undefined)
        manifests.push({ object: admit(placed(value, namespace)), file, line });
    } catch (error) {
      if (!(error instanceof AdmissionError)) throw error;
      issues.push(...error.issues.map((issue) => locate(issue, { document, file, lines, fallback: line })));
    }
  }
  if (issues.length > 0) throw new AdmissionError(file, issues);
  if (manifests.length === 0) {
    throw new AdmissionError(file, [
      { path: "", message: `${file}: holds no manifest; write apiVersion, kind, metadata and spec.` },
    ]);
  }
  return manifests;
}

/** With the namespace, if its metadata have none. */
function placed(document: unknown, namespace: string | undefined): unknown {
  if (namespace === undefined || !isRecord(document) || !isRecord(document.metadata)) return document;
  return { ...document, metadata: { namespace, ...document.metadata } };
}

function parse(text: string, file: string, lines: LineCounter): Document.Parsed[] {
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      uniqueKeys: true,
      prettyErrors: false,
      logLevel: "silent",
    });
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    throw new AdmissionError(file, [
      {
        path: "",
        message: `${file}: cannot be read as YAML (${error instanceof Error ? error.message : String(error)}).`,
      },
    ]);
  }
}

function toValue(document: Document.Parsed, file: string, lines: LineCounter): unknown {
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new AdmissionError(
      file,
      faults.slice(0, 5).map((fault) => ({
        path: "",
        line: lines.linePos(fault.pos[0]).line,
        message: `is not valid YAML: ${fault.message.replace(/\.$/, "")}.`,
      })),
    );
  }
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    throw new AdmissionError(file, [
      {
        path: "",
        message: `has aliases that cannot be expanded (${error instanceof Error ? error.message : String(error)}); write the values out.`,
      },
    ]);
  }
}

/** The issue with its line, and file and line in front of its message. */
function locate(
  issue: AdmissionIssue,
  where: { document: Document.Parsed; file: string; lines: LineCounter; fallback: number },
): AdmissionIssue {
  const line = issue.line ?? lineOf(issue.path, where) ?? where.fallback;
  return { path: issue.path, line, message: `${where.file}:${line}: ${issue.message}` };
}

/** Line of the innermost node on the path that exists. */
function lineOf(
  path: string,
  { document, lines }: { document: Document.Parsed; lines: LineCounter },
): number | undefined {
  const steps = path
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  for (let length = steps.length; length > 0; length--) {
    const node: unknown = document.getIn(steps.slice(0, length), true);
    const range =
      typeof node === "object" && node !== null && "range" in node ? (node.range as [number] | null) : null;
    if (range) return lines.linePos(range[0]).line;
  }
  return undefined;
}

/** Texts that would only burn time or stack in the parser. */
function unparsable(text: string): string | undefined {
  if (text.length > maxFileLength) {
    return `has ${text.length} characters; a manifest file may have ${maxFileLength}, a document ${bounds.documentLength}.`;
  }
  if (text.includes("\0")) return "holds zero bytes: it is not a text file.";
  let open = 0;
  for (const character of text) {
    if (character === "[" || character === "{") open++;
    else if (character === "]" || character === "}") open--;
    if (open > maxFlowDepth) return `is nested more than ${maxFlowDepth} levels deep; flatten it.`;
  }
  if (/^[ \t]*(?:[-?][ \t]+){200}/m.test(text))
    return `is nested more than ${maxFlowDepth} levels deep; flatten it.`;
  return undefined;
}
