/** Errors of the kinds: one class, a list of issues, each with the path of the field and a sentence. */

export interface AdmissionIssue {
  /** `spec.sizes[2].heads`; "" = the document as a whole. */
  path: string;
  /** Whole sentence that starts with the path: what is wrong and what to write instead. */
  message: string;
  /** Line in the manifest file, 1-based, where one is known. */
  line?: number;
}

export class AdmissionError extends Error {
  override readonly name = "AdmissionError";
  readonly code = "E_INVALID";
  readonly issues: readonly AdmissionIssue[];

  /** @param subject what was refused, such as `TrainingRun "demo"` or `study.yaml` */
  constructor(subject: string, issues: readonly AdmissionIssue[]) {
    super(
      issues.length === 1
        ? `${subject} is refused: ${issues[0]?.message}`
        : `${subject} is refused for ${issues.length} reasons:\n${issues.map(({ message }) => `  - ${message}`).join("\n")}`,
    );
    this.issues = issues;
  }
}
