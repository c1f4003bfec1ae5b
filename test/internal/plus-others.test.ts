import { App, Chart, Duration, Size } from 'cdk8s';
import { ConcurrencyPolicy, CronJob, Deployment, RestartPolicy, Service, ServiceType, StatefulSet } from 'cdk8s-plus-29';
import { PodOverlay } from '../../src/internal/plus/pod-overlay';
import { OverlaidCronJob, OverlaidService, OverlaidStatefulSet } from '../../src/internal/plus/workloads';

const SELECTOR = { 'app.kubernetes.io/instance': 'api' };

function chart(): Chart {
  return new Chart(new App(), 'chart');
}

function overlay(spec: Partial<PodOverlay> = {}): PodOverlay {
  return { spec: {}, containers: {}, labels: {}, annotations: {}, ...spec };
}

/** What is rendered of an L2. */
function rendered(construct: Deployment | StatefulSet | CronJob | Service): any {
  return Chart.of(construct).toJson()[0];
}

describe('the overlaid StatefulSet', () => {
  function statefulSet(): any {
    const scope = chart();
    const made = new OverlaidStatefulSet(scope, 'store', { service: new Service(scope, 'members', { ports: [{ port: 1 }], metadata: { name: 'members' } }) }, {
      pod: () => overlay(), spec: () => ({}), selector: SELECTOR, claims: [{ name: 'data', size: Size.gibibytes(5), storageClass: 'fast' }],
    });
    made.addContainer({ image: 'store:1' });
    return scope.toJson().find((object: any) => object.kind === 'StatefulSet');
  }

  test('has a claim template', () => {
    expect(statefulSet().spec.volumeClaimTemplates).toEqual([{
      metadata: { name: 'data', labels: SELECTOR },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '5Gi' } } },
    }]);
  });

  test('selects its pods by the given labels alone, and names its Service', () => {
    expect(statefulSet().spec).toMatchObject({ selector: { matchLabels: SELECTOR }, serviceName: 'members' });
  });
});

describe('the overlaid CronJob', () => {
  function cronJob(): any {
    const scope = chart();
    const made = new OverlaidCronJob(scope, 'dump', {
      schedule: { expressionString: '0 2 * * *' } as never,
      concurrencyPolicy: ConcurrencyPolicy.FORBID,
      restartPolicy: RestartPolicy.ON_FAILURE,
      startingDeadline: Duration.seconds(300),
      backoffLimit: 2,
      activeDeadline: Duration.hours(1),
    }, { pod: () => overlay({ labels: { ours: '1' } }), spec: () => ({ suspend: false }), job: () => ({ completions: 1 }), labels: { job: '1' } });
    made.addContainer({ image: 'dump:1' });
    return rendered(made);
  }

  test('lays spec, job and pod over those of the L2', () => {
    const { spec } = cronJob();
    expect(spec).toMatchObject({ schedule: '0 2 * * *', suspend: false, concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 300 });
    expect(spec.jobTemplate.metadata).toEqual({ labels: { job: '1' } });
    expect(spec.jobTemplate.spec).toMatchObject({ completions: 1, backoffLimit: 2, activeDeadlineSeconds: 3600 });
    expect(spec.jobTemplate.spec.template.metadata.labels).toMatchObject({ ours: '1' });
  });

  test('has no selector: a Job makes its own', () => {
    expect(cronJob().spec.jobTemplate.spec).not.toHaveProperty('selector');
  });
});

describe('the overlaid Service', () => {
  test('has what the overlay says and no empty list', () => {
    const made = new OverlaidService(chart(), 'api', { ports: [{ port: 80 }] }, { spec: () => ({ selector: SELECTOR }) });
    expect(rendered(made).spec).toEqual({ type: ServiceType.CLUSTER_IP, ports: [{ port: 80 }], selector: SELECTOR });
  });
});
