/** What a tool holds against an object. */
export interface ToolFinding {
  readonly tool: string;
  readonly rule: string;
  /** `Deployment agents/api` */
  readonly object: string;
  readonly message: string;
}

/** A tool's answer about one example. */
export interface Verdict {
  readonly tool: string;
  /** Rules that the tool really evaluated on this example. */
  readonly rules: number;
  readonly findings: ToolFinding[];
}

export const POD_SECURITY = 'Pod Security restricted';
