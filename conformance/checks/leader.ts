import { readFileSync, writeFileSync } from 'fs';
import { parse } from 'yaml';
import { Cluster } from '../cluster';
import { engines } from '../engines';
import { Finding, Findings } from '../findings';
import { Json } from '../kubectl';
import { Document, ofKind } from '../manifests';
import { isServing, PodWatch } from '../pods';
import { Daemon } from '../process';
import { zoneOf } from '../topology';
import { PATIENCE_SECONDS, secondsSince, until } from '../wait';
import { Workload } from '../workloads';

/** A workload that elects a leader: its Role names the lease, its binding the account. */
export interface Election {
  readonly workload: Workload;
  readonly namespace: string;
  readonly lease: string;
  readonly account: string;
}

export function electionsOf(documents: Document[], workloads: Workload[]): Election[] {
  return ofKind(documents, 'RoleBinding').flatMap((binding) => {
    const { namespace } = binding.metadata;
    const role = ofKind(documents, 'Role').find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === binding.roleRef.name,
    );
    const lease = role?.rules?.find(
      (rule: Json) => rule.resources.includes('leases') && rule.resourceNames?.length && rule.verbs.includes('update'),
    );
    return (lease ? binding.subjects : []).flatMap((subject: Json) =>
      workloads
        .filter(
          ({ object }) =>
            object.metadata.namespace === subject.namespace && object.spec.template.spec.serviceAccountName === subject.name,
        )
        .map((workload) => ({ workload, namespace, lease: lease.resourceNames[0], account: subject.name })),
    );
  });
}

/** One client-go candidate for each pod of the workload, with the service account's own token. */
export class Candidates {
  private readonly running: { daemon: Daemon; pod: string; zone: string }[] = [];

  constructor(
    private readonly cluster: Cluster,
    readonly election: Election,
  ) {}

  /** The candidate of `firstZone` starts alone and must lead; then the others follow. */
  async start(watch: PodWatch, firstZone: string): Promise<Finding[]> {
    const findings = new Findings('leader election');
    const { workload, account, lease } = this.election;
    const inFirstZone = (pod: Json) => Number(zoneOf(pod.spec.nodeName) === firstZone);
    const pods = watch
      .all(workload)
      .filter(isServing)
      .sort((a, b) => inFirstZone(b) - inFirstZone(a));
    const token = this.cluster.path(`token-${workload.object.metadata.namespace}-${account}`);
    writeFileSync(
      token,
      (await this.cluster.kubectl.do(['create', 'token', account, '-n', workload.object.metadata.namespace])).trim(),
    );
    for (const [index, pod] of pods.entries()) {
      this.candidate(pod, token);
      if (index > 0 || (await until(PATIENCE_SECONDS, async () => (await this.leader()) === pod.metadata.name, 300))) continue;
      const log = readFileSync(this.log(pod.metadata.name), 'utf8').trim().split('\n').slice(-1).join();
      findings.add(workload.id, `a pod of it cannot lead by the lease ${lease} under its own account ${account}: ${log}`);
    }
    return findings.all;
  }

  private log(pod: string): string {
    return this.cluster.path(`candidate-${this.election.namespace}-${pod}.log`);
  }

  private candidate(pod: Json, token: string): void {
    const { cluster } = parse(readFileSync(this.cluster.path('kubeconfig'), 'utf8')).clusters[0];
    const daemon = new Daemon(
      `candidate ${pod.metadata.name}`,
      engines.leaseCandidate(),
      [
        '-server',
        cluster.server,
        '-ca',
        cluster['certificate-authority'],
        '-token-file',
        token,
        '-namespace',
        this.election.namespace,
        '-lease',
        this.election.lease,
        '-identity',
        pod.metadata.name,
      ],
      this.log(pod.metadata.name),
    );
    this.running.push({ daemon, pod: pod.metadata.name, zone: zoneOf(pod.spec.nodeName) });
  }

  async leader(): Promise<string> {
    const { code, stdout } = await this.cluster.kubectl.try([
      'get',
      'lease',
      this.election.lease,
      '-n',
      this.election.namespace,
      '-o',
      'jsonpath={.spec.holderIdentity}',
    ]);
    return code === 0 ? stdout.trim() : '';
  }

  /** The zone's candidates die without a word; says after how many seconds another one leads. */
  async lose(zone: string): Promise<{ seconds: number; findings: Finding[] }> {
    const findings = new Findings(`leader after the loss of ${zone}`);
    const start = Date.now();
    await Promise.all(this.running.filter((candidate) => candidate.zone === zone).map(({ daemon }) => daemon.kill()));
    const alive = this.running.filter((candidate) => candidate.zone !== zone).map(({ pod }) => pod);
    const moved = await until(PATIENCE_SECONDS, async () => alive.includes(await this.leader()), 300);
    if (!moved) {
      findings.add(
        this.election.workload.id,
        `no pod of another zone leads within ${PATIENCE_SECONDS} s (lease ${this.election.lease})`,
      );
    }
    return { seconds: secondsSince(start), findings: findings.all };
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map(({ daemon }) => daemon.kill()));
    this.running.length = 0;
    // Free at once, so that the next round does not wait for the lease to run out.
    await this.cluster.kubectl.try([
      'patch',
      'lease',
      this.election.lease,
      '-n',
      this.election.namespace,
      '--type=merge',
      '-p',
      '{"spec":{"holderIdentity":""}}',
    ]);
  }
}
