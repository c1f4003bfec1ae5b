import { ZoneLoss } from './checks/zones';
import { Cluster } from './cluster';
import { isCustom, unknownKinds } from './crds';
import { Finding } from './findings';
import { ToolFinding } from './judges/finding';
import { Document, Example, nameOf } from './manifests';
import { Repetition, Tally } from './tally';
import { secondsSince } from './wait';
import { Workload, workloadsOf } from './workloads';

/** What the clusters said of one example. */
export interface Outcome {
  readonly workloads: Workload[];
  readonly findings: Finding[];
  readonly passed: number;
  readonly failed: number;
  readonly repetitions: Repetition[];
  readonly losses: ZoneLoss[];
  readonly drains: number;
  /** The Pod Security library speaks through the API server, but is a judge like the other tools. */
  readonly podSecurity: ToolFinding[];
  /** Custom resources: admitted by their schema, but no operator runs here, so no pods of theirs. */
  readonly customKinds: string[];
  /** Documents whose definition is not at hand. */
  readonly notJudged: string[];
}

export interface Options {
  readonly zones: boolean;
  /** Whether the oldest API server was built. */
  readonly oldest: boolean;
  readonly updateGolden: boolean;
}

/** One example on its way through the checks. */
export class Trial {
  /** What the API servers can judge: everything but custom kinds whose definition is not at hand. */
  readonly documents: Document[];
  readonly workloads: Workload[];
  readonly tally = new Tally();
  /** By zone, so that a repeated loss takes the place of the first. */
  readonly losses = new Map<string, ZoneLoss>();
  drains = 0;
  podSecurity: ToolFinding[] = [];
  private readonly unknown: Document[];
  private readonly start = Date.now();

  constructor(
    readonly example: Example,
    public options: Options,
  ) {
    this.unknown = unknownKinds(example.documents);
    this.documents = example.documents.filter((document) => !this.unknown.includes(document));
    this.workloads = workloadsOf(this.documents);
    this.say(
      `${this.documents.length} documents, ${this.workloads.length} workloads, security profile ${example.securityProfile}`,
    );
    if (this.unknown.length > 0) {
      this.say(`NOT judged by the API servers, no definition at hand: ${this.notJudged.join(', ')}`);
    }
  }

  private get notJudged(): string[] {
    return this.unknown.map(({ object }) => nameOf(object));
  }

  /** The time for drains and lost zones is over. */
  skipZones(): void {
    this.options = { ...this.options, zones: false };
  }

  say(what: string): void {
    console.log(`conformance: ${this.example.id}: ${what} (${secondsSince(this.start)} s)`);
  }

  /** Asks one check. A fault of the suite or of an engine becomes a finding, so that it does not hide what else there is to say. */
  async ask(check: string, question: () => Promise<Finding[]>): Promise<boolean> {
    try {
      return this.tally.take(check, await question());
    } catch (error) {
      const cause = `the suite itself broke: ${error instanceof Error ? error.message : error}`;
      return this.tally.take(check, [{ check, object: this.example.id, cause }]);
    }
  }

  outcome(): Outcome {
    return {
      workloads: this.workloads,
      findings: this.tally.findings,
      passed: this.tally.passed.length,
      failed: this.tally.failed.length,
      repetitions: this.tally.repetitions,
      losses: [...this.losses.values()],
      drains: this.drains,
      podSecurity: this.podSecurity,
      customKinds: [...new Set(this.documents.filter(isCustom).map(({ object }) => object.kind))].sort(),
      notJudged: this.notJudged,
    };
  }
}

/** Runs something with a cluster that ends whatever happens; logs are kept when a check of it fails. */
export async function withCluster<T>(trial: Trial, start: () => Promise<Cluster>, use: (cluster: Cluster) => Promise<T>): Promise<T> {
  const failedBefore = trial.tally.failed.length;
  const cluster = await start();
  let threw = true;
  try {
    const result = await use(cluster);
    threw = false;
    return result;
  } finally {
    await cluster.stop(threw || trial.tally.failed.length > failedBefore);
  }
}
