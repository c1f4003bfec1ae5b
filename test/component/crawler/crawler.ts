import { Duration, Size } from 'cdk8s';
import { Cpu, Deployment, Probe } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { AdoptedWorkload, AlertOverride, Connectable, IConnectable, Severity } from 'cdk8s-agent-platform';

export interface CrawlerProps {
  readonly image: string;
  /** Where pages are kept. */
  readonly store: IConnectable;
  readonly alerts?: Record<string, AlertOverride>;
}

/** A component that this library does not know: client, target and monitored, in one file. */
export class Crawler extends Construct implements IConnectable {
  private readonly workload: AdoptedWorkload;

  public constructor(scope: Construct, id: string, { image, store, alerts }: CrawlerProps) {
    super(scope, id);
    const deployment = new Deployment(this, 'Default', {
      containers: [{
        image,
        ports: [{ name: 'http', number: 8080 }, { name: 'metrics', number: 9090 }],
        resources: { cpu: { request: Cpu.millis(200) }, memory: { limit: Size.mebibytes(512) } },
        readiness: Probe.fromHttpGet('/readyz', { port: 8080 }),
        liveness: Probe.fromHttpGet('/livez', { port: 8080 }),
      }],
    });
    this.workload = AdoptedWorkload.of(deployment, {
      service: deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
      additionalAlerts: [{
        id: 'CrawlerQueueDeep',
        expr: `max by (namespace) (crawler_queue{job="${id}"}) > 1000`,
        for: Duration.minutes(15),
        severity: Severity.WARNING,
        summary: `The queue of ${id} holds more than 1000 pages.`,
        description: '{{ $value }} pages are waiting.',
      }],
      additionalPanels: [{ title: 'Queue', description: 'Pages waiting.', unit: 'short', queries: [{ expr: `crawler_queue{job="${id}"}`, legend: '{{pod}}' }] }],
      alerts,
    });
    this.workload.connectTo(store);
  }

  public toConnectable(): Connectable {
    return this.workload.toConnectable();
  }
}
