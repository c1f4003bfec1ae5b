import { DISRUPTION, LATE_ZONE, onTwoZones } from './disruption';
import { Finding, print } from './findings';
import { Check, onNewest, Scene } from './scene';
import { compatible, Tenant, together } from './tenants';
import { Trial } from './trial';

/**
 * Disrupts many examples at once, in one cluster: drains, lost zones and rolling updates take about as long for many as for one.
 * Returns the examples that it cannot speak for. Something of theirs was found, and only a cluster of their own says whether that is a
 * fault of theirs.
 */
export async function disruptTogether(name: string, trials: Trial[], checks: Check[] = DISRUPTION): Promise<Trial[]> {
  const [tenants, others] = compatible(trials.map((trial, index) => new Tenant(trial, index)));
  const apart = others.map(({ trial }) => trial);
  apart.forEach((trial) => trial.say('another example has an object of the cluster with the same name and other content: judged alone'));
  if (tenants.length < 2) return trials;
  const group = new Group(name, tenants, checks);
  await Promise.all([group.disrupt(), group.createOnTwoZones()]);
  return [...tenants.map(({ trial }) => trial).filter((trial) => group.isSuspect(trial)), ...apart];
}

class Group {
  private readonly suspects = new Set<Tenant>();

  constructor(
    private readonly name: string,
    private readonly tenants: Tenant[],
    private readonly checks: Check[],
  ) {}

  isSuspect(trial: Trial): boolean {
    return [...this.suspects].some((tenant) => tenant.trial === trial);
  }

  private get remaining(): Tenant[] {
    return this.tenants.filter((tenant) => !this.suspects.has(tenant));
  }

  private say(finding: Finding): void {
    console.log(`conformance: ${this.name}: ${print(finding)}`);
  }

  /** Those that the findings name. A finding that names nobody may be the fault of any. */
  private suspect(findings: Finding[], tenants: Tenant[]): void {
    for (const finding of findings) {
      const named = tenants.filter((tenant) => tenant.isNamedIn(finding));
      this.say(finding);
      (named.length > 0 ? named : tenants).forEach((tenant) => this.suspects.add(tenant));
    }
  }

  async disrupt(): Promise<void> {
    const all = this.trial(this.tenants);
    const arrival = await attempt(all, () => onNewest(all, (scene) => this.inTurn(scene)));
    // Nobody was disrupted where not all arrived.
    if (arrival.length > 0) this.tenants.forEach((tenant) => this.suspects.add(tenant));
    arrival.forEach((finding) => this.say(finding));
  }

  async createOnTwoZones(): Promise<void> {
    const all = this.trial(this.tenants);
    this.suspect(await attempt(all, () => onTwoZones(all)), this.tenants);
    for (const { trial } of this.remaining) await trial.ask(LATE_ZONE, async () => []);
  }

  /** A check that finds something is asked again of the others, in a cluster that the suspects have left. */
  private async inTurn(first: Scene): Promise<void> {
    let scene = first;
    for (const check of this.checks) {
      for (;;) {
        scene.trial.say(check.name);
        const findings = await attempt(scene.trial, () => check.ask(scene));
        if (findings.length === 0) break;
        this.suspect(findings, this.remaining);
        if (this.remaining.length === 0) return;
        scene = await this.withoutSuspects(scene);
      }
      for (const { trial } of this.remaining) await trial.ask(check.name, async () => []);
    }
    this.remaining.forEach((tenant) => report(scene.trial, tenant));
  }

  private async withoutSuspects({ cluster, watch, trial }: Scene): Promise<Scene> {
    const gone = [...this.suspects].flatMap((tenant) => tenant.namespaces());
    await cluster.kubectl.try(['delete', 'namespace', ...gone, '--ignore-not-found', '--timeout=120s']);
    const rest = this.trial(this.remaining);
    trial.losses.forEach((loss, zone) => rest.losses.set(zone, loss));
    rest.drains = trial.drains;
    return { cluster, trial: rest, watch };
  }

  private trial(tenants: Tenant[]): Trial {
    return new Trial(together(tenants, this.name), { zones: true, oldest: false, updateGolden: false });
  }
}

/** A fault of the suite or of an engine is a finding that names nobody. */
async function attempt(trial: Trial, ask: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await ask();
  } catch (error) {
    const cause = `the suite itself broke: ${error instanceof Error ? error.message : error}`;
    return [{ check: 'shared cluster', object: trial.example.id, cause }];
  }
}

/** What the shared cluster measured of a tenant's workloads, under their own names. */
function report(shared: Trial, tenant: Tenant): void {
  const { trial } = tenant;
  trial.drains = shared.drains;
  for (const [zone, loss] of shared.losses) {
    const lowest = Object.entries(loss.lowest)
      .filter(([id]) => tenant.owns(id))
      .map(([id, pods]) => [tenant.original(id), pods]);
    trial.losses.set(zone, { ...loss, lowest: Object.fromEntries(lowest) });
  }
}
