import { App, Chart, Size } from 'cdk8s';
import {
  AbstractPod, Cpu, CronJob, DaemonSet, Deployment, EnvValue, Handler, Job, k8s, LabelSelector, Node, NodeLabelQuery, Pod, Probe, Service,
  StatefulSet, TaintEffect, NodeTaintQuery, Topology, Volume,
} from 'cdk8s-plus-29';
import { PodOverlay } from '../../src/internal/plus/pod-overlay';
import { OverlaidDeployment, quantity } from '../../src/internal/plus/workloads';

const { version } = jest.requireActual('cdk8s-plus-29/package.json') as { version: string };

const SELECTOR = { 'app.kubernetes.io/instance': 'api' };

function chart(): Chart {
  return new Chart(new App(), 'chart');
}

function overlay(spec: Partial<PodOverlay> = {}): PodOverlay {
  return { spec: {}, containers: {}, labels: {}, annotations: {}, ...spec };
}

function deployment(pod: PodOverlay = overlay()): OverlaidDeployment {
  const made = new OverlaidDeployment(chart(), 'api', {}, { pod: () => pod, spec: () => ({ revisionHistoryLimit: 5 }), selector: SELECTOR });
  made.addContainer({ name: 'api', image: 'api:1', securityContext: {} });
  return made;
}

/** What is rendered of an L2. */
function rendered(construct: Deployment | StatefulSet | CronJob | Service): any {
  return Chart.of(construct).toJson()[0];
}

describe('what cdk8s-plus-29 is', () => {
  test('it is the version whose internals are overridden', () => {
    expect(version).toMatch(/^2\.6\.\d+$/);
  });

  test.each<[string, { prototype: object }]>([
    ['Deployment', Deployment], ['StatefulSet', StatefulSet], ['CronJob', CronJob], ['Service', Service], ['DaemonSet', DaemonSet], ['Job', Job],
  ])('%s renders its spec by _toKube', (_, type) => {
    expect(Object.getOwnPropertyDescriptor(type.prototype, '_toKube')?.value).toBeInstanceOf(Function);
  });

  test('every workload renders its pod by _toPodSpec', () => {
    expect(Object.getOwnPropertyDescriptor(AbstractPod.prototype, '_toPodSpec')?.value).toBeInstanceOf(Function);
  });

  test('a pod has the fields that the overlay takes for given, and no others', () => {
    const made = new Deployment(chart(), 'api');
    made.addContainer({ image: 'api:1' });
    const spec = rendered(made).spec.template.spec;
    expect(Object.keys(spec).sort()).toEqual([
      'automountServiceAccountToken', 'containers', 'dnsPolicy', 'hostNetwork', 'restartPolicy', 'securityContext', 'setHostnameAsFQDN',
      'shareProcessNamespace', 'terminationGracePeriodSeconds',
    ]);
  });

  test('its own selector is the label of ADDRESS_LABEL', () => {
    expect(Pod.ADDRESS_LABEL).toBe('cdk8s.io/metadata.addr');
    expect(Object.keys(new Deployment(chart(), 'api').matchLabels)).toEqual([Pod.ADDRESS_LABEL]);
  });

  test('select: false leaves the selector to us', () => {
    const made = new Deployment(chart(), 'api', { select: false });
    expect(made.matchLabels).toEqual({});
    made.select(LabelSelector.of({ labels: SELECTOR }));
    expect(made.matchLabels).toEqual(SELECTOR);
  });

  test('a container gets a startup probe that nobody asked for', () => {
    const made = new Deployment(chart(), 'api');
    made.addContainer({ image: 'api:1', portNumber: 8080 });
    expect(rendered(made).spec.template.spec.containers[0].startupProbe).toBeDefined();
  });

  test('a Service writes externalIPs as an empty list, which the overlay takes away', () => {
    const spec = (new Service(chart(), 'api', { ports: [{ port: 80 }] }) as unknown as { _toKube(): k8s.ServiceSpec })._toKube();
    expect(spec.externalIPs).toEqual([]);
  });
});

describe('the overlaid Deployment', () => {
  test('selects its pods by the given labels alone', () => {
    expect(rendered(deployment()).spec.selector).toEqual({ matchLabels: SELECTOR });
  });

  test('keeps the label in step by which other L2s find the pods', () => {
    const made = deployment();
    expect(rendered(made).spec.template.metadata.labels).toEqual({ [Pod.ADDRESS_LABEL]: 'api' });
    expect(made.matchLabels).toEqual(SELECTOR);
  });

  test('says what the L2 cannot', () => {
    const spec = rendered(deployment(overlay({ spec: { priorityClassName: 'first', enableServiceLinks: false } }))).spec;
    expect(spec.revisionHistoryLimit).toBe(5);
    expect(spec.template.spec).toMatchObject({ priorityClassName: 'first', enableServiceLinks: false });
  });

  test('writes no defaults of the API server', () => {
    const spec = rendered(deployment()).spec.template.spec;
    expect(spec).not.toHaveProperty('dnsPolicy');
    expect(spec).not.toHaveProperty('hostNetwork');
    expect(spec).not.toHaveProperty('setHostnameAsFQDN');
    expect(spec).not.toHaveProperty('shareProcessNamespace');
  });

  test('a field of a container in the overlay wins', () => {
    const pod = overlay({ containers: { api: { imagePullPolicy: 'Never' } } });
    expect(rendered(deployment(pod)).spec.template.spec.containers[0].imagePullPolicy).toBe('Never');
  });

  test('a container that a user adds is theirs alone', () => {
    const made = deployment(overlay({ containers: { api: { imagePullPolicy: 'Never' } } }));
    made.addContainer({ name: 'mine', image: 'mine:1' });
    expect(rendered(made).spec.template.spec.containers[1]).toMatchObject({ name: 'mine', imagePullPolicy: 'Always' });
  });

  test('variables of both stand side by side', () => {
    const made = deployment(overlay({ containers: { api: { env: [{ name: 'OURS', value: '1' }] } } }));
    made.containers[0].env.addVariable('THEIRS', EnvValue.fromValue('2'));
    expect(rendered(made).spec.template.spec.containers[0].env).toEqual([{ name: 'OURS', value: '1' }, { name: 'THEIRS', value: '2' }]);
  });

  test('volumes and mounts of both stand side by side', () => {
    const made = deployment(overlay({
      spec: { volumes: [{ name: 'tmp', emptyDir: {} }] }, containers: { api: { volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] } },
    }));
    made.containers[0].mount('/cache', Volume.fromEmptyDir(made, 'cache', 'cache'));
    const spec = rendered(made).spec.template.spec;
    expect(spec.volumes.map((volume: k8s.Volume) => volume.name)).toEqual(['tmp', 'cache']);
    expect(spec.containers[0].volumeMounts.map((mount: k8s.VolumeMount) => mount.mountPath)).toEqual(['/tmp', '/cache']);
  });

  test('tolerations of both stand side by side', () => {
    const made = deployment(overlay({ spec: { tolerations: [{ key: 'ours' }] } }));
    made.scheduling.tolerate(Node.tainted(NodeTaintQuery.is('theirs', 'x', { effect: TaintEffect.NO_SCHEDULE })));
    expect(rendered(made).spec.template.spec.tolerations).toEqual([
      { key: 'ours' }, { key: 'theirs', operator: 'Equal', value: 'x', effect: 'NoSchedule' },
    ]);
  });

  describe('affinity that the user adds', () => {
    const onLinux = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };
    const ours = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: SELECTOR } };
    const withAffinity = (): OverlaidDeployment => deployment(overlay({
      spec: {
        affinity: {
          nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [onLinux] }] } },
          podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [ours] },
        },
      },
    }));
    const affinityOf = (made: Deployment): any => rendered(made).spec.template.spec.affinity;

    test('to nodes holds together with ours', () => {
      const made = withAffinity();
      made.scheduling.attract(Node.labeled(NodeLabelQuery.is('pool', 'agents')));
      expect(affinityOf(made).nodeAffinity).toEqual({
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [onLinux, { key: 'pool', operator: 'In', values: ['agents'] }] }],
        },
      });
    });

    test('to nodes by preference stands beside ours', () => {
      const made = withAffinity();
      made.scheduling.attract(Node.labeled(NodeLabelQuery.exists('ssd')), { weight: 5 });
      expect(affinityOf(made).nodeAffinity).toEqual({
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [onLinux] }] },
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, preference: { matchExpressions: [{ key: 'ssd', operator: 'Exists' }] } }],
      });
    });

    test('against pods stands beside ours', () => {
      const made = withAffinity();
      made.scheduling.separate(deployment(), { topology: Topology.ZONE });
      const terms = affinityOf(made).podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
      expect(terms).toHaveLength(2);
      expect(terms[0]).toEqual(ours);
      expect(terms[1]).toMatchObject({ topologyKey: 'topology.kubernetes.io/zone' });
    });

    test('to pods stays', () => {
      const made = withAffinity();
      made.scheduling.colocate(deployment(), { weight: 3 });
      expect(affinityOf(made).podAffinity.preferredDuringSchedulingIgnoredDuringExecution).toHaveLength(1);
    });

    test('stays where the overlay has none', () => {
      const made = deployment();
      made.scheduling.attract(Node.labeled(NodeLabelQuery.exists('ssd')));
      expect(affinityOf(made).nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms).toHaveLength(1);
    });
  });

  test('DNS options of both stand side by side', () => {
    const made = deployment(overlay({ spec: { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } } }));
    made.dns.addOption({ name: 'timeout', value: '1' });
    made.dns.addSearch('example.com');
    expect(rendered(made).spec.template.spec.dnsConfig).toEqual({
      options: [{ name: 'ndots', value: '2' }, { name: 'timeout', value: '1' }], searches: ['example.com'],
    });
  });

  test('a label and an annotation that the user adds to the pods stay', () => {
    const made = deployment(overlay({ labels: { ours: '1' }, annotations: { ours: '1' } }));
    made.podMetadata.addLabel('theirs', '2');
    made.podMetadata.addAnnotation('theirs', '2');
    expect(rendered(made).spec.template.metadata).toEqual({
      labels: { [Pod.ADDRESS_LABEL]: 'api', ours: '1', theirs: '2' }, annotations: { ours: '1', theirs: '2' },
    });
  });

  test('an init container that the user adds stays', () => {
    const made = deployment();
    made.addInitContainer({ name: 'first', image: 'first:1' });
    expect(rendered(made).spec.template.spec.initContainers[0].name).toBe('first');
  });

  test('the overlay is asked when rendering, so that what comes later counts', () => {
    const labels: Record<string, string> = {};
    const made = deployment(overlay({ labels }));
    labels.late = '1';
    expect(rendered(made).spec.template.metadata.labels.late).toBe('1');
  });
});

test('an L2 option that the overlay does not speak of stays', () => {
  const made = deployment();
  made.containers[0].env.addVariable('A', EnvValue.fromValue('1'));
  made.addContainer({
    name: 'mine',
    image: 'mine:1',
    liveness: Probe.fromTcpSocket({ port: 1 }),
    lifecycle: { preStop: Handler.fromCommand(['true']) },
    resources: { cpu: { request: Cpu.millis(1) } },
  });
  expect(rendered(made).spec.template.spec.containers[1]).toMatchObject({
    livenessProbe: { tcpSocket: { port: 1 } }, lifecycle: { preStop: { exec: { command: ['true'] } } }, resources: { requests: { cpu: '1m' } },
  });
});

test.each([[Size.mebibytes(512), '512Mi'], [Size.gibibytes(2), '2Gi'], [Size.mebibytes(1536), '1536Mi'], [Size.kibibytes(2048), '2Mi']])(
  'a size is written in the largest unit that needs no fraction', (size, text) => {
    expect(quantity(size)).toBe(text);
  });
